namespace Hourglass.Metrics;

/// <summary>
/// Units of a code that say something of the data: those whose posterior mean moves with them (Burda et al., 2016, section 5.2:
/// A_u = Cov_x(E[u | x]) above 0.01).
/// </summary>
public static class ActiveUnits
{
    /// <summary>The variance of each unit's posterior mean over the data.</summary>
    /// <param name="means">The posterior means, <c>[N, d]</c>, such as <c>code.Z.Mean</c>.</param>
    /// <returns><c>[d]</c>, the mean square about the mean, by N.</returns>
    /// <exception cref="DataException">There are none, or one is not finite.</exception>
    public static IReadOnlyList<double> Variances(Points means)
    {
        ArgumentNullException.ThrowIfNull(means);
        means.Check(nameof(means));
        var (centre, sums) = (means.Means(), new double[means.Width]);
        for (var i = 0; i < means.Values.Length; i++)
        {
            var away = means.Values[i] - centre[i % sums.Length];
            sums[i % sums.Length] += away * away;
        }

        return Array.ConvertAll(sums, sum => sum / means.Count);
    }

    /// <summary>How many units are active.</summary>
    /// <param name="means">The posterior means, <c>[N, d]</c>, such as <c>code.Z.Mean</c>.</param>
    /// <param name="threshold">The variance above which a unit is active.</param>
    /// <exception cref="DataException">There are none, or one is not finite, or the threshold is not above 0.</exception>
    public static int Count(Points means, double threshold = 0.01)
    {
        Given.Positive(threshold);
        return Variances(means).Count(variance => variance > threshold);
    }
}
