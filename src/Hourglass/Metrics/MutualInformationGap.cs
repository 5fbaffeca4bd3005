namespace Hourglass.Metrics;

/// <summary>
/// The mutual information gap, MIG (Chen et al., 2018, equation 6): how much more one unit of a code knows of a factor than any other, by
/// what there is to know.
/// </summary>
public static class MutualInformationGap
{
    /// <summary>
    /// The gap. Of a unit's values that are to be counted, the range is cut into bins of one width, as Locatello et al. (2019) do.
    /// </summary>
    /// <param name="codes">The codes, such as posterior means, <c>[N, d]</c>, d from 2 on.</param>
    /// <param name="factors">The factors that made the examples, classes from 0 on, <c>[N, F]</c>.</param>
    /// <param name="bins">How many bins.</param>
    /// <returns>Gaps from 0 to 1; scores are I(unit; factor) / H(factor).</returns>
    /// <exception cref="DataException">
    /// The numbers of examples differ, a code is not finite or has one unit, a factor is negative or constant, or there are no bins.
    /// </exception>
    public static AttributeGap Of(Points codes, int[,] factors, int bins = 20)
    {
        ArgumentNullException.ThrowIfNull(factors);
        AttributeGap.Check(codes, factors.GetLength(0), factors.GetLength(1));
        Given.AtLeast(2, bins);
        var units = Enumerable.Range(0, codes.Width).Select(unit => Binned(codes.Column(unit), bins)).ToArray();
        var scores = new double[units.Length, factors.GetLength(1)];
        for (var factor = 0; factor < scores.GetLength(1); factor++)
        {
            var classes = AttributeGap.Factor(factors, factor);
            for (var unit = 0; unit < units.Length; unit++)
            {
                var table = Contingency.Of(units[unit], classes);
                scores[unit, factor] = table.MutualInformation / table.Entropy(table.Second);
            }
        }

        return AttributeGap.Of(scores);
    }

    /// <summary>The bin of each value; the largest value is in the last.</summary>
    private static int[] Binned(double[] values, int bins)
    {
        var (least, range) = (values.Min(), values.Max() - values.Min());
        return Array.ConvertAll(values, value => range > 0 ? Math.Min(bins - 1, (int)((value - least) / range * bins)) : 0);
    }
}
