using System.Text.Json;
using Hourglass.Checkpoints;
using Hourglass.Compiler.Emit.PyTorch;
using Hourglass.Datasets;
using Hourglass.Numerics;
using Hourglass.Tests.Steps;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.PyTorch;

/// <summary>
/// A folder with an exported model, and with what the emitted C# computes of it in double precision: terms, gradients, the state behind a
/// step, codes and reconstructions. The draws are those of one address, for both.
/// </summary>
internal static class TwinFolder
{
    private const int Rows = 5;
    private const long Seed = 11;
    private const long Step = 7;

    /// <summary>Writes all of it.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="model">The model, which is changed.</param>
    /// <param name="files">What was exported.</param>
    public static void Write(string folder, Autoencoder model, PyTorchFiles files)
    {
        using var scope = NewDisposeScope();
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in files.Texts)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }

        model.to(ScalarType.Float64);
        Shake(model);
        var weights = Copy(model.state_dict());
        Save(folder, "weights.safetensors", weights);
        using var batch = new Batch(TestModels.Data(model, Rows).ToDictionary(
            pair => pair.Key, pair => pair.Value.is_floating_point() ? pair.Value.to(ScalarType.Float64) : pair.Value), Rows);
        Save(folder, "batch.safetensors", model.Description.Fields.ToDictionary(field => field.Name, field => batch[field.Name]));
        Save(folder, "noise.safetensors", files.Draws.ToDictionary(draw => Invariant(draw.Site), Numbers));
        var objectives = new List<object>();
        foreach (var (phase, index) in model.Description.Plan.Phases.Select((phase, i) => (phase, i)))
        {
            var methods = files.Objectives[phase.Objective];
            foreach (var ofCritics in methods.CriticLoss is null ? new[] { false } : [false, true])
            {
                var name = $"expected{Invariant(index)}{(ofCritics ? "c" : "")}.safetensors";
                Save(folder, name, Expected(model, batch, phase.Name, phase.Objective, ofCritics, methods.CriticLoss is null));
                Restore(model, weights);
                objectives.Add(new
                {
                    phase = phase.Name,
                    method = ofCritics ? methods.CriticLoss : methods.Loss,
                    directions = ofCritics ? null : methods.Directions,
                    file = name,
                });
            }
        }

        var outputs = Outputs(model, batch);
        Save(folder, "outputs.safetensors", outputs);
        File.WriteAllText(Path.Combine(folder, "twin.json"), JsonSerializer.Serialize(new
        {
            module = files.Module,
            @class = files.ClassName,
            objectives,
            encoder = ParametersOf(model, "Encode"),
            reconstruction = outputs.ContainsKey("reconstruction") ? ParametersOf(model, "Reconstruct") : null,
            codes = outputs.Keys.Where(key => key.StartsWith("code ", StringComparison.Ordinal)).Select(key => key["code ".Length..]),
            samples = model.GetType().GetMethod("Sample") is { } sample && sample.GetParameters().Length == 1,
        }));
    }

    /// <summary>Weights that begin at zero would hide gradients: all are moved a little.</summary>
    private static void Shake(Autoencoder model)
    {
        using var random = new RandomScope(17);
        using var still = no_grad();
        foreach (var parameter in model.parameters())
        {
            parameter.add_(0.02 * randn_like(parameter));
        }
    }

    private static Dictionary<string, Tensor> Expected(
        Autoencoder model, Batch batch, string phase, int objective, bool ofCritics, bool withState)
    {
        model.Untyped.Phase = phase;
        model.Epoch = 0.5;
        model.train();
        model.Untyped.Noise.Begin(Seed, Step);
        foreach (var parameter in model.parameters())
        {
            parameter.grad = null;
        }

        var values = model.Untyped.Minimize(batch, objective);
        var description = model.Description.Objective(objective);
        var (first, count) = ofCritics
            ? (description.OwnTerms, values.Terms.Count - description.OwnTerms)
            : (0, description.OwnTerms);
        var weights = new double[values.Terms.Count];
        model.Untyped.ReadWeights(weights, objective);
        var terms = Enumerable.Range(first, count).ToDictionary(i => description.Terms[i], i => values.Terms[i]);
        var total = ofCritics
            ? Enumerable.Range(first, count).Select(i => weights[i] * values.Terms[i]).Aggregate((sum, term) => sum + term)
            : values.Total;
        if (!ofCritics && Directed(model, objective) is { } directed)
        {
            directed.Invoke(model, [.. directed.GetParameters().Select(parameter => batch[parameter.Name!])]);
        }
        else if (total.requires_grad)
        {
            total.backward();
        }

        model.Untyped.Noise.End();
        var expected = terms.ToDictionary(pair => "term " + pair.Key, pair => pair.Value.detach());
        expected.Add("term total", total.detach());
        foreach (var (name, parameter) in model.named_parameters())
        {
            if (parameter.grad is { } gradient)
            {
                expected.Add("gradient " + name, gradient.clone());
            }
        }

        foreach (var (name, buffer) in withState ? model.named_buffers() : [])
        {
            expected.Add("state " + name, buffer.clone());
        }

        return expected;
    }

    private static Dictionary<string, Tensor> Outputs(Autoencoder model, Batch batch)
    {
        using var still = no_grad();
        model.eval();
        model.Untyped.Phase = null;
        model.Epoch = double.PositiveInfinity;
        var outputs = model.Untyped.Codes(batch).ToDictionary(code => "code " + code.Name, code => code.Value);
        if (model.Untyped.Reconstruct(batch) is { } rebuilt)
        {
            outputs.Add("reconstruction", rebuilt);
        }

        return outputs;
    }

    private static string[] ParametersOf(Autoencoder model, string method)
    {
        var names = model.Description.Fields.Select(field => field.Name).ToArray();
        return
        [
            .. model.GetType().GetMethod(method)!.GetParameters()
                .Where(parameter => parameter.ParameterType == typeof(Tensor))
                .Select(parameter => names.First(name => Same(name, parameter.Name!))),
        ];
    }

    /// <summary>C# writes names in its own way.</summary>
    private static bool Same(string name, string parameter) =>
        string.Equals(name.Replace("_", "", StringComparison.Ordinal), parameter, StringComparison.OrdinalIgnoreCase)
        || parameter == name + "Value";

    private static System.Reflection.MethodInfo? Directed(Autoencoder model, int objective)
    {
        var parts = model.Description.Objective(objective).Name.Split('.', StringSplitOptions.RemoveEmptyEntries);
        var suffix = string.Concat(parts.Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
        return model.GetType().GetMethod(
            $"Set{suffix}Directions", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic);
    }

    private static unsafe Tensor Numbers(PyTorchDraw draw)
    {
        long[] shape = [.. draw.Rows > 0 ? [(long)draw.Rows * Rows] : Array.Empty<long>(), .. draw.Shape.Select(size => (long)size)];
        var count = checked((int)shape.Aggregate(1L, (product, size) => product * size));
        var numbers = new float[count];
        fixed (float* to = numbers)
        {
            if (draw.IsNormal)
            {
                Noise.FillNormal(to, 0, count, Seed, draw.Site, Step);
            }
            else
            {
                Noise.FillUniform(to, 0, count, Seed, draw.Site, Step);
            }
        }

        return tensor(numbers).reshape(shape).to(ScalarType.Float64);
    }

    private static Dictionary<string, Tensor> Copy(IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
        tensors.ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone());

    private static void Restore(Autoencoder model, Dictionary<string, Tensor> weights)
    {
        using var still = no_grad();
        foreach (var (key, tensor) in model.state_dict())
        {
            tensor.copy_(weights[key]);
        }
    }

    private static void Save(string folder, string name, IReadOnlyDictionary<string, Tensor> tensors) => SafeTensors.Save(
        Path.Combine(folder, name), tensors.ToDictionary(pair => pair.Key, pair => pair.Value.detach().contiguous()));

    private static string Invariant(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
