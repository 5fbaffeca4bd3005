using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Evaluation;

/// <summary>What one element of an example adds to its reconstruction error.</summary>
/// <param name="Element">The element: its column where each has one of its own, otherwise its place, <c>x[3]</c>.</param>
/// <param name="Value">The square of the difference, in the data's unit squared, or in that of prepared values.</param>
public readonly record struct Contribution(string Element, double Value)
{
    /// <summary>The elements that add most to each example's reconstruction error, the largest first.</summary>
    /// <param name="pass">The model and the data.</param>
    /// <param name="count">How many, 1 or more; all where there are fewer.</param>
    /// <param name="prepared">Whether of values as the model reads them, in place of those in the data's own units.</param>
    /// <returns>A list for each example; null where the model reconstructs none of its data.</returns>
    /// <exception cref="DataException">The split has no examples, or none are asked for.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static IReadOnlyList<IReadOnlyList<Contribution>>? Largest(SplitPass pass, int count, bool prepared = false)
    {
        ArgumentNullException.ThrowIfNull(pass);
        Metrics.Given.AtLeast(1, count);
        if (pass.Model.Description.ReconstructedField is not { } field)
        {
            return null;
        }

        var names = Names(pass.Data, field);
        var all = new List<IReadOnlyList<Contribution>>(pass.Count);
        pass.ForEach("contributions", (batch, _) =>
        {
            if (ReconstructionError.Elements(pass.Model, batch, prepared) is { } squares)
            {
                var most = (int)Math.Min(count, squares.shape[1]);
                var (values, places) = squares.nan_to_num(0).topk(most);
                var (numbers, indices) = (values.contiguous().data<double>().ToArray(), places.contiguous().data<long>().ToArray());
                all.AddRange(numbers.Zip(indices, (value, place) => new Contribution(names[place], value)).Chunk(most));
            }
        });
        return all.Count == 0 ? null : all;
    }

    private static string[] Names(BoundDataset data, string field)
    {
        var bound = data.Fields.First(item => item.Name == field);
        var elements = Shapes.Elements(bound.Shape);
        return bound.Columns.Count == elements
            ? [.. bound.Columns]
            : [.. Enumerable.Range(0, (int)elements).Select(i => FormattableString.Invariant($"{field}[{i}]"))];
    }
}
