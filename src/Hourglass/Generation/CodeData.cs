using Hourglass.Datasets;
using Hourglass.Evaluation;
using static System.FormattableString;
using static TorchSharp.torch;

namespace Hourglass.Generation;

/// <summary>
/// A model's codes as data, for a second model to train on, whose draws the first then decodes (<see cref="CodeGeneration.Decode"/>): a
/// prior that is learned afterwards (van den Oord et al., 2017, section 3.3; Dai and Wipf, 2019, section 4).
/// </summary>
public static class CodeData
{
    /// <summary>The codes of both splits: the first that is a vector.</summary>
    /// <param name="model">The trained model.</param>
    /// <param name="data">Its data.</param>
    /// <param name="draws">How many draws of the posterior each example gives, which follow one another; 0 for its mean, or for a code that
    /// is not random.</param>
    /// <param name="seed">Which random numbers are drawn.</param>
    /// <param name="options">How values become the model's; precision and device are the weights' own.</param>
    /// <returns>
    /// The caller's to dispose: a column with the code's name, <c>[N, d]</c> in the processor's memory, and the column of the examples'
    /// classes (<see cref="Dataset.LabelColumn"/>) where there is one of another name.
    /// </returns>
    /// <exception cref="DataException">
    /// The data do not fit the model, it has no code that is a vector, or draws are asked for and it is not random, or is read from another
    /// random code.
    /// </exception>
    public static Dataset Of(Autoencoder model, Dataset data, int draws = 0, int seed = 0, BindOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegative(draws);
        using var scope = NewDisposeScope();
        using var bound = model.Bind(data, options);
        var name = NameOf(model, bound);
        return Dataset.FromTensors(
            Columns(DataSplit.Train),
            bound.TestCount > 0 ? Columns(DataSplit.Test) : null,
            Invariant($"codes of {data.Name}"));

        Dictionary<string, Tensor> Columns(DataSplit split)
        {
            var pass = new SplitPass(model, bound, split) { Seed = seed };
            var columns = new Dictionary<string, Tensor>
            {
                [name] = pass.Gather("codes", batch => draws == 0 ? Named(model, batch, name).Value : Draw(model, batch, name, draws))!,
            };
            if (data.LabelColumn is { } labels && labels != name)
            {
                using var classes = tensor([.. data.Classes(labels, split).Select(label => (long)label)], ScalarType.Int64);
                columns.Add(labels, classes.repeat_interleave(Math.Max(1, draws)));
            }

            return columns;
        }
    }

    /// <summary>
    /// The name of the code that <see cref="Autoencoder.CodeBatch"/> gives: codes of classes are vectors too, and are not it.
    /// </summary>
    private static string NameOf(Autoencoder model, BoundDataset data)
    {
        string? name = null;
        new SplitPass(model, data, DataSplit.Train).At([0]).ForEach("codes", (batch, _) =>
        {
            if (model.Untyped.Code(batch) is { } first)
            {
                name = model.Untyped.Codes(batch).FirstOrDefault(code => Same(code.Value, first))?.Name;
            }
        });
        return name ?? throw new DataException(
            $"{model.Description.Name} has no code that is a vector, and data of codes are of such.");
    }

    private static bool Same(Tensor a, Tensor b) => a.shape.AsSpan().SequenceEqual(b.shape) && a.eq(b).all().item<bool>();

    private static BatchCode Named(Autoencoder model, Batch batch, string name) =>
        model.Untyped.Codes(batch).First(code => code.Name == name);

    /// <summary>Draws of each example, one below the other, <c>[N · draws, d]</c>.</summary>
    private static Tensor Draw(Autoencoder model, Batch batch, string name, int draws)
    {
        var posterior = Named(model, batch, name).Posterior ?? throw new DataException(
            $"The code {name} of {model.Description.Name} has no posterior of its own to draw from: it is not random, or is read from a "
            + "random code. Take its means, with 0 draws.");
        return stack([.. Enumerable.Range(0, draws).Select(_ => posterior.Sample())], 1).flatten(0, 1);
    }
}
