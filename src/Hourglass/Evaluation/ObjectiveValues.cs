using Hourglass.Training;

namespace Hourglass.Evaluation;

/// <summary>The objective on a split, as it stands when training ends: with the weights that the terms come to have.</summary>
public static class ObjectiveValues
{
    /// <summary>Every term before its weight, and <c>total</c>: means over the examples.</summary>
    /// <param name="pass">The model and the data. Terms that look at a whole batch, such as a total correlation, depend on its size: take
    /// the training's for the same figures as in <c>metrics.json</c>.</param>
    /// <returns>By name, terms first, in nats where the objective is.</returns>
    /// <exception cref="DataException">The split has no examples.</exception>
    /// <exception cref="HourglassException">A term is not finite.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static IReadOnlyDictionary<string, double> Of(SplitPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        var terms = pass.Model.Description.Terms;
        var (reader, averages) = (new TermReader(terms), new TermAverages(terms));
        pass.ForEach("objective", (batch, first) =>
        {
            var values = pass.Model.Untyped.Minimize(batch);
            if (reader.Read(values.Total, [.. values.Terms]) is { } bad)
            {
                throw new HourglassException(FormattableString.Invariant(
                    $"The term {bad.Term} is {bad.Value} on the batch from example {first} on of the {pass.Split} split. ")
                    + "Look at those examples, or at how training went.");
            }

            averages.Add(reader.Values, batch.Count);
        });
        return averages.Means();
    }
}
