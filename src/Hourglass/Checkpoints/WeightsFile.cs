using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Checkpoints;

/// <summary>The trained weights of a model in a file of their own: safetensors, under the keys of <c>state_dict</c>.</summary>
internal static class WeightsFile
{
    /// <summary>The file's name in the output folder of a training.</summary>
    public const string Name = "model.safetensors";

    private const string PreparationPrefix = "preparation.";

    /// <summary>Writes the weights.</summary>
    /// <exception cref="HourglassException">The file cannot be written.</exception>
    public static void Save(Autoencoder model, string path)
    {
        using var noGrad = no_grad();
        SafeTensors.Save(path, model.state_dict());
    }

    /// <summary>Reads weights into a model, in the precision that the file has; nothing is copied unless all of it fits.</summary>
    /// <param name="model">The model; on the processor.</param>
    /// <param name="path">The file, or the output folder of a training.</param>
    /// <exception cref="DataException">There is no such file, it is damaged, or it holds the weights of another model.</exception>
    public static void Load(Autoencoder model, string path)
    {
        var file = FileAt(path);
        using var saved = SafeTensors.Load(file);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        if (saved.Tensors.Values.All(tensor => !tensor.is_floating_point() || tensor.dtype == ScalarType.Float64))
        {
            model.to(ScalarType.Float64);
        }

        var own = model.state_dict();
        Check(model.Description.Name, own, saved.Tensors, file);
        foreach (var (key, tensor) in own)
        {
            tensor.copy_(saved.Tensors[key]);
        }
    }

    /// <summary>
    /// Takes over what another training learned: every tensor that the model has under the same key, in the same shape. The statistics
    /// by which data are prepared stay the model's own.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file, or the output folder of a training.</param>
    /// <returns>What was taken over, in words.</returns>
    /// <exception cref="DataException">There is no such file, it is damaged, or it has nothing of the model's.</exception>
    public static string Transfer(Autoencoder model, string path)
    {
        var file = FileAt(path);
        using var saved = SafeTensors.Load(file);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var own = model.state_dict()
            .Where(pair => !pair.Key.StartsWith(PreparationPrefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var taken = own.Where(pair => saved.Tensors.TryGetValue(pair.Key, out var other)
            && other.shape.AsSpan().SequenceEqual(pair.Value.shape)
            && other.is_floating_point() == pair.Value.is_floating_point()).ToArray();
        if (taken.Length == 0)
        {
            throw Other(
                model.Description.Name, file, $"no tensor has the name and the shape of one of the model's, '{own.Keys.First()}' say");
        }

        foreach (var (key, tensor) in taken)
        {
            if (TensorValues.WhyNot(key, saved.Tensors[key]) is { } why)
            {
                throw Damaged(file, key, why);
            }

            tensor.copy_(saved.Tensors[key]);
        }

        string[] rest = [.. own.Keys.Except(taken.Select(pair => pair.Key))];
        var left = rest.Length == 0 ? "" : $"; drawn anew: {string.Join(", ", rest)}";
        return string.Create(CultureInfo.InvariantCulture, $"{taken.Length} of {own.Count} tensors are those of '{file}'{left}.");
    }

    private static string FileAt(string path)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, Name) : path;
        return File.Exists(file) ? file : throw new DataException(Directory.Exists(path)
            ? $"The folder '{path}' has no {Name}: no training has ended or stopped there. Name the output folder of one, "
                + "or a file of weights."
            : $"There is no file '{path}'. Name a file of weights, or the output folder of a training.");
    }

    private static void Check(string model, IReadOnlyDictionary<string, Tensor> own, IReadOnlyDictionary<string, Tensor> saved, string file)
    {
        if (own.Keys.Where(key => !saved.ContainsKey(key)).ToArray() is [var lacking, ..] all)
        {
            throw Other(model, file, $"it lacks '{lacking}'{More(all.Length)}");
        }

        if (saved.Keys.Where(key => !own.ContainsKey(key)).ToArray() is [var extra, ..] others)
        {
            throw Other(model, file, $"it has '{TensorText.Shown(extra)}'{More(others.Length)}, which the model has not");
        }

        foreach (var (key, tensor) in own)
        {
            var other = saved[key];
            if (!tensor.shape.AsSpan().SequenceEqual(other.shape) || tensor.dtype != other.dtype)
            {
                throw Other(model, file, $"its '{key}' is {TensorText.Describe(other)}, the model's is {TensorText.Describe(tensor)}");
            }

            if (TensorValues.WhyNot(key, other) is { } why)
            {
                throw Damaged(file, key, why);
            }
        }
    }

    private static DataException Damaged(string file, string key, string why) =>
        new($"The weights in '{file}' are damaged: '{key}' {why}. Take the file of another training.");

    private static string More(int count) => count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {count - 1} more");

    private static DataException Other(string model, string file, string why) =>
        new($"The weights in '{file}' are not those of a {model}: {why}. Load them into the model that was trained, as it was then.");
}
