namespace Hourglass.Metrics;

/// <summary>How far clusters agree with classes; the numbers of the clusters do not matter.</summary>
public static class ClusterAgreement
{
    /// <summary>
    /// The accuracy when each cluster stands for a class of its own, by the assignment that makes it largest (Yang et al., 2010; ACC). A
    /// cluster beyond the classes is wrong.
    /// </summary>
    /// <param name="labels">The classes, <c>[N]</c>, from 0 on.</param>
    /// <param name="clusters">The clusters, <c>[N]</c>, from 0 on.</param>
    /// <returns>From 0 to 1.</returns>
    /// <exception cref="DataException">The two have other lengths, or none, or one holds a negative number.</exception>
    public static double Accuracy(ReadOnlySpan<int> labels, ReadOnlySpan<int> clusters)
    {
        var table = Table(labels, clusters);
        var transposed = table.First.Length > table.Second.Length;
        var costs = transposed
            ? new double[table.Second.Length, table.First.Length]
            : new double[table.First.Length, table.Second.Length];
        for (var i = 0; i < costs.GetLength(0); i++)
        {
            for (var j = 0; j < costs.GetLength(1); j++)
            {
                costs[i, j] = -(transposed ? table.Counts[j, i] : table.Counts[i, j]);
            }
        }

        return -Assignment.Least(costs).Select((column, row) => costs[row, column]).Sum() / table.Examples;
    }

    /// <summary>
    /// The mutual information by the arithmetic mean of the two entropies, 2 I / (H(labels) + H(clusters)), which is the V-measure too
    /// (Vinh, Epps and Bailey, 2010, table 2: NMI_sum).
    /// </summary>
    /// <param name="labels">The classes, <c>[N]</c>, from 0 on.</param>
    /// <param name="clusters">The clusters, <c>[N]</c>, from 0 on.</param>
    /// <returns>From 0 to 1; 1 where there is one class and one cluster.</returns>
    /// <exception cref="DataException">The two have other lengths, or none, or one holds a negative number.</exception>
    public static double NormalisedMutualInformation(ReadOnlySpan<int> labels, ReadOnlySpan<int> clusters)
    {
        var table = Table(labels, clusters);
        var entropies = table.Entropy(table.First) + table.Entropy(table.Second);
        return entropies > 0 ? Math.Min(1, 2 * table.MutualInformation / entropies) : 1;
    }

    /// <summary>
    /// The share of pairs on which the two agree, less what chance would make of it (Hubert and Arabie, 1985, equation 5).
    /// </summary>
    /// <param name="labels">The classes, <c>[N]</c>, from 0 on.</param>
    /// <param name="clusters">The clusters, <c>[N]</c>, from 0 on.</param>
    /// <returns>At most 1, 0 on average by chance, also below; 1 where both have one label, or every example its own.</returns>
    /// <exception cref="DataException">The two have other lengths, or none, or one holds a negative number.</exception>
    public static double AdjustedRandIndex(ReadOnlySpan<int> labels, ReadOnlySpan<int> clusters)
    {
        var table = Table(labels, clusters);
        var (together, first, second) = (table.Counts.Cast<long>().Sum(Pairs), table.First.Sum(Pairs), table.Second.Sum(Pairs));
        var all = Pairs(table.Examples);
        var expected = all > 0 ? first * second / all : 0;
        var most = (first + second) / 2;
        return most == expected ? 1 : (together - expected) / (most - expected);
    }

    private static double Pairs(long count) => count * (count - 1.0) / 2;

    private static Contingency Table(ReadOnlySpan<int> labels, ReadOnlySpan<int> clusters)
    {
        Given.Paired(labels.Length, nameof(labels), clusters.Length, nameof(clusters));
        Given.Classes(labels, nameof(labels));
        Given.Classes(clusters, nameof(clusters));
        return Contingency.Of(labels, clusters);
    }
}
