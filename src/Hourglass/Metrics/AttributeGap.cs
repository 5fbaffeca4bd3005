using static System.FormattableString;

namespace Hourglass.Metrics;

/// <summary>How far the unit that says most of a factor is ahead of the next.</summary>
/// <param name="Mean">The mean over the factors.</param>
/// <param name="PerFactor">The gap of each factor, <c>[F]</c>.</param>
/// <param name="Scores">What each unit says of each factor, <c>[d, F]</c>.</param>
public sealed record AttributeGap(double Mean, IReadOnlyList<double> PerFactor, double[,] Scores)
{
    /// <summary>The gaps of a table.</summary>
    internal static AttributeGap Of(double[,] scores)
    {
        var (units, factors) = (scores.GetLength(0), scores.GetLength(1));
        var gaps = new double[factors];
        for (var factor = 0; factor < factors; factor++)
        {
            var falling = Enumerable.Range(0, units).Select(unit => scores[unit, factor]).OrderDescending().ToArray();
            gaps[factor] = falling[0] - falling[1];
        }

        return new AttributeGap(gaps.Average(), gaps, scores);
    }

    /// <summary>Checks codes, and that there are two units to compare.</summary>
    /// <exception cref="DataException">There is one unit, or a number is not finite.</exception>
    internal static void Check(Points codes, int examples, int factors)
    {
        ArgumentNullException.ThrowIfNull(codes);
        Given.Paired(codes.Count, nameof(codes), examples, nameof(factors));
        codes.Check(nameof(codes));
        Given.Some(factors, nameof(factors));
        if (codes.Width < 2)
        {
            throw new DataException("codes has one unit; a gap is between two. Take a code of two or more.");
        }
    }

    /// <summary>The classes of one factor.</summary>
    /// <exception cref="DataException">One is negative, or all are the same, so that nothing can be said of them.</exception>
    internal static int[] Factor(int[,] factors, int factor)
    {
        var column = Enumerable.Range(0, factors.GetLength(0)).Select(i => factors[i, factor]).ToArray();
        Given.Classes(column, Invariant($"factors[.., {factor}]"));
        return column.Distinct().Skip(1).Any()
            ? column
            : throw new DataException(Invariant($"factors[.., {factor}] is {column[0]} for every example; leave this factor out."));
    }
}
