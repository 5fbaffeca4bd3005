namespace Hourglass.Evaluation;

/// <summary>How many examples have a value in each bin.</summary>
/// <param name="Name">Which examples; empty for all.</param>
/// <param name="Counts">How many in each bin, <c>[bins]</c>.</param>
public sealed record HistogramSeries(string Name, IReadOnlyList<int> Counts);

/// <summary>How values of single examples are spread, in bins of one width.</summary>
/// <param name="Metric">The metric that they belong to.</param>
/// <param name="Name">What they are, with their unit.</param>
/// <param name="Edges">Where the bins begin, and where the last ends, <c>[bins + 1]</c>; a value on an edge is in the bin above it, the
/// largest in the last.</param>
/// <param name="Series">The examples, all in one or by kinds.</param>
public sealed record Histogram(string Metric, string Name, IReadOnlyList<double> Edges, IReadOnlyList<HistogramSeries> Series)
{
    private const int Bins = 40;

    /// <summary>Counts values.</summary>
    /// <param name="metric">The metric that they belong to.</param>
    /// <param name="name">What they are, with their unit.</param>
    /// <param name="kinds">Values by kinds of examples; what is not finite is left out.</param>
    /// <returns>40 bins from the least to the largest value; null where no value is finite.</returns>
    internal static Histogram? Of(string metric, string name, params IReadOnlyList<(string Name, double[] Values)> kinds)
    {
        double[] all = [.. kinds.SelectMany(kind => kind.Values).Where(double.IsFinite)];
        if (all.Length == 0)
        {
            return null;
        }

        var (least, most) = (all.Min(), all.Max());
        var width = most > least ? (most - least) / Bins : 1;
        var series = kinds.Select(kind => new HistogramSeries(kind.Name, Counts(kind.Values, least, width)));
        return new Histogram(metric, name, [.. Enumerable.Range(0, Bins + 1).Select(i => least + (i * width))], [.. series]);
    }

    private static int[] Counts(double[] values, double least, double width)
    {
        var counts = new int[Bins];
        foreach (var value in values.Where(double.IsFinite))
        {
            counts[Math.Clamp((int)((value - least) / width), 0, Bins - 1)]++;
        }

        return counts;
    }
}
