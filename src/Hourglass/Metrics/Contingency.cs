namespace Hourglass.Metrics;

/// <summary>How often each of two labellings' labels meet, and what one says of the other.</summary>
internal sealed class Contingency
{
    private Contingency(long[,] counts)
    {
        Counts = counts;
        First = [.. Enumerable.Range(0, counts.GetLength(0)).Select(i => Enumerable.Range(0, counts.GetLength(1)).Sum(j => counts[i, j]))];
        Second = [.. Enumerable.Range(0, counts.GetLength(1)).Select(j => Enumerable.Range(0, counts.GetLength(0)).Sum(i => counts[i, j]))];
        Examples = First.Sum();
    }

    /// <summary>How often the labels that are there meet.</summary>
    public long[,] Counts { get; }

    /// <summary>How often each label of the first labelling is there.</summary>
    public long[] First { get; }

    /// <summary>The same of the second.</summary>
    public long[] Second { get; }

    /// <summary>N.</summary>
    public long Examples { get; }

    /// <summary>I = Σ pᵢⱼ log(pᵢⱼ / (pᵢ qⱼ)), in nats; not below 0.</summary>
    public double MutualInformation
    {
        get
        {
            var (sum, n) = (0.0, (double)Examples);
            for (var i = 0; i < First.Length; i++)
            {
                for (var j = 0; j < Second.Length; j++)
                {
                    if (Counts[i, j] > 0)
                    {
                        sum += Counts[i, j] / n * Math.Log(Counts[i, j] * n / ((double)First[i] * Second[j]));
                    }
                }
            }

            return Math.Max(0, sum);
        }
    }

    /// <summary>Counts labels, whatever their numbers are.</summary>
    public static Contingency Of(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        var (rows, columns) = (Places(first), Places(second));
        var counts = new long[rows.Count, columns.Count];
        for (var i = 0; i < first.Length; i++)
        {
            counts[rows[first[i]], columns[second[i]]]++;
        }

        return new Contingency(counts);
    }

    /// <summary>H = −Σ p log p, in nats.</summary>
    public double Entropy(long[] counts) => -counts.Sum(count => count / (double)Examples * Math.Log(count / (double)Examples));

    private static Dictionary<int, int> Places(ReadOnlySpan<int> labels)
    {
        var places = new Dictionary<int, int>();
        foreach (var label in labels)
        {
            places.TryAdd(label, places.Count);
        }

        return places;
    }
}
