namespace Hourglass.Training;

/// <summary>Means over the examples seen: the total and every term, weighted by the sizes of the batches.</summary>
internal sealed class TermAverages(IReadOnlyList<string> terms)
{
    /// <summary>The key of the weighted total.</summary>
    public const string Total = "total";

    private readonly double[] _sums = new double[terms.Count + 1];

    /// <summary>Examples seen.</summary>
    public long Seen { get; private set; }

    /// <summary>The total first, then the terms.</summary>
    public IReadOnlyList<double> Sums => _sums;

    /// <summary>The mean of the total so far; NaN before the first batch.</summary>
    public double MeanTotal => _sums[0] / Seen;

    /// <summary>Adds a batch.</summary>
    /// <param name="values">The total first, then the terms: means over the batch.</param>
    /// <param name="count">Examples in the batch.</param>
    public void Add(ReadOnlySpan<double> values, int count)
    {
        for (var i = 0; i < _sums.Length; i++)
        {
            _sums[i] += values[i] * count;
        }

        Seen += count;
    }

    /// <summary>Starts over, or where a checkpoint stood.</summary>
    public void Reset(IReadOnlyList<double>? sums = null, long seen = 0)
    {
        for (var i = 0; i < _sums.Length; i++)
        {
            _sums[i] = sums?[i] ?? 0;
        }

        Seen = seen;
    }

    /// <summary>The means by name, terms first and the total last.</summary>
    public IReadOnlyDictionary<string, double> Means()
    {
        var means = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < terms.Count; i++)
        {
            means[terms[i]] = _sums[i + 1] / Seen;
        }

        means[Total] = _sums[0] / Seen;
        return means;
    }
}
