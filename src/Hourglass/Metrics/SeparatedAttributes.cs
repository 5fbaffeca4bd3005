using static System.FormattableString;

namespace Hourglass.Metrics;

/// <summary>
/// Separated attribute predictability, SAP (Kumar et al., 2018, section 3): how much better one unit of a code predicts a factor than any
/// other. A unit that is the same for every example predicts nothing, 0.
/// </summary>
public static class SeparatedAttributes
{
    /// <summary>Of factors that are numbers, a unit's score is R² of the line through them, their squared correlation.</summary>
    /// <param name="codes">The codes, such as posterior means, <c>[N, d]</c>, d from 2 on.</param>
    /// <param name="factors">The factors that made the examples, <c>[N, F]</c>.</param>
    /// <returns>Gaps from 0 to 1.</returns>
    /// <exception cref="DataException">
    /// The numbers of examples differ, a number is not finite, a code has one unit, or a factor is constant.
    /// </exception>
    public static AttributeGap OfNumbers(Points codes, Points factors)
    {
        ArgumentNullException.ThrowIfNull(factors);
        AttributeGap.Check(codes, factors.Count, factors.Width);
        factors.Check(nameof(factors));
        var scores = new double[codes.Width, factors.Width];
        for (var factor = 0; factor < factors.Width; factor++)
        {
            var values = Centred(factors.Column(factor));
            if (Dot(values, values) == 0)
            {
                throw new DataException(Invariant(
                    $"factors[.., {factor}] is {factors[0][factor]} for every example; leave this factor out."));
            }

            for (var unit = 0; unit < codes.Width; unit++)
            {
                var code = Centred(codes.Column(unit));
                var both = Dot(code, values);
                scores[unit, factor] = Dot(code, code) > 0 ? Math.Min(1, both / Dot(code, code) * (both / Dot(values, values))) : 0;
            }
        }

        return AttributeGap.Of(scores);
    }

    /// <summary>
    /// Of factors that are classes, a unit's score is the balanced accuracy, the mean of the classes' recalls, of the best thresholds: with
    /// as many intervals as the factor has classes, each of which stands for one. They are found exactly.
    /// </summary>
    /// <param name="codes">The codes, such as posterior means, <c>[N, d]</c>, d from 2 on.</param>
    /// <param name="factors">The factors that made the examples, classes from 0 on, <c>[N, F]</c>.</param>
    /// <returns>Gaps from 0 to 1.</returns>
    /// <exception cref="DataException">
    /// The numbers of examples differ, a code is not finite or has one unit, or a factor is negative or constant.
    /// </exception>
    public static AttributeGap OfClasses(Points codes, int[,] factors)
    {
        ArgumentNullException.ThrowIfNull(factors);
        AttributeGap.Check(codes, factors.GetLength(0), factors.GetLength(1));
        var scores = new double[codes.Width, factors.GetLength(1)];
        for (var factor = 0; factor < scores.GetLength(1); factor++)
        {
            var classes = AttributeGap.Factor(factors, factor);
            var present = classes.Distinct().Order().ToArray();
            var places = Array.ConvertAll(classes, label => Array.BinarySearch(present, label));
            for (var unit = 0; unit < codes.Width; unit++)
            {
                var code = codes.Column(unit);
                scores[unit, factor] = code.Min() < code.Max() ? BalancedAccuracy(code, places, present.Length) : 0;
            }
        }

        return AttributeGap.Of(scores);
    }

    /// <summary>
    /// The best of all thresholds, from the least value up: <c>best[s, c]</c> is the most that can be right so far when the last value is
    /// in interval s and stands for class c. Each example counts by the size of its class.
    /// </summary>
    private static double BalancedAccuracy(double[] code, int[] classes, int count)
    {
        var weights = new double[count];
        foreach (var label in classes)
        {
            weights[label]++;
        }

        weights = Array.ConvertAll(weights, size => 1 / (size * count));
        var (sorted, labels) = ((double[])code.Clone(), (int[])classes.Clone());
        Array.Sort(sorted, labels);
        var best = new double[count, count];
        for (var first = 0; first < sorted.Length;)
        {
            // Values that are equal lie in one interval.
            var right = new double[count];
            var end = first;
            for (; end < sorted.Length && sorted[end] == sorted[first]; end++)
            {
                right[labels[end]] += weights[labels[end]];
            }

            for (var interval = count - 1; interval >= 0; interval--)
            {
                var before = interval == 0 ? 0 : Enumerable.Range(0, count).Max(c => best[interval - 1, c]);
                for (var c = 0; c < count; c++)
                {
                    best[interval, c] = Math.Max(best[interval, c], before) + right[c];
                }
            }

            first = end;
        }

        return Math.Min(1, Enumerable.Range(0, count).Max(c => best[count - 1, c]));
    }

    private static double[] Centred(double[] values)
    {
        var mean = values.Average();
        return values.Min() < values.Max() ? Array.ConvertAll(values, value => value - mean) : new double[values.Length];
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
