using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace Hourglass.Metrics;

/// <summary>What a metric is given is what it needs; a metric of anything else would be a number without a meaning.</summary>
internal static class Given
{
    /// <summary>Checks that there is something to measure.</summary>
    /// <exception cref="DataException">There is nothing.</exception>
    public static void Some(int count, string name)
    {
        if (count == 0)
        {
            throw new DataException($"{name} is empty; a metric needs one example or more.");
        }
    }

    /// <summary>Checks that two arguments are about the same examples.</summary>
    /// <exception cref="DataException">They have other lengths, or none.</exception>
    public static void Paired(int count, string name, int otherCount, string otherName)
    {
        if (count != otherCount)
        {
            throw new DataException(Invariant(
                $"{name} has {count} examples and {otherName} has {otherCount}; both need the same number, in the same order."));
        }

        Some(count, name);
    }

    /// <summary>Checks that values can be put in order.</summary>
    /// <exception cref="DataException">One is not a number.</exception>
    public static void Ordered(ReadOnlySpan<double> values, string name)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
            {
                throw new DataException(Invariant(
                    $"{name}[{i}] is NaN, which is neither above nor below another; leave the example out, or look where it comes from."));
            }
        }
    }

    /// <summary>Checks that values are finite.</summary>
    /// <exception cref="DataException">One is not.</exception>
    public static void Finite(ReadOnlySpan<double> values, string name)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new DataException(Invariant(
                    $"{name}[{i}] is {values[i]}; all have to be finite. Leave it out, or look where it comes from."));
            }
        }
    }

    /// <summary>Checks classes.</summary>
    /// <param name="labels">The classes.</param>
    /// <param name="name">The argument.</param>
    /// <param name="classes">How many there are; null for any number.</param>
    /// <exception cref="DataException">One is negative, or beyond the others.</exception>
    public static void Classes(ReadOnlySpan<int> labels, string name, int? classes = null)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0)
            {
                throw new DataException(Invariant(
                    $"{name}[{i}] is {labels[i]}; classes are numbered from 0 on. Leave examples without a class out of the metric."));
            }

            if (labels[i] >= classes)
            {
                throw new DataException(Invariant($"{name}[{i}] is {labels[i]}; with {classes} classes they are from 0 to {classes - 1}."));
            }
        }
    }

    /// <summary>Checks that both kinds are there.</summary>
    /// <returns>How many are positive.</returns>
    /// <exception cref="DataException">All are of one kind.</exception>
    public static int BothKinds(ReadOnlySpan<bool> positive, string name)
    {
        var count = positive.Count(true);
        if (count > 0 && count < positive.Length)
        {
            return count;
        }

        var one = count > 0 ? "true" : "false";
        throw new DataException(Invariant(
            $"{name} is {one} for all of {positive.Length} examples; a ranking needs examples of both kinds."));
    }

    /// <summary>Checks a whole number.</summary>
    /// <exception cref="DataException">It is too small.</exception>
    public static void AtLeast(int least, int value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value < least)
        {
            throw new DataException(Invariant($"{name} is {least} or more; got {value}."));
        }
    }

    /// <summary>Checks a number that has to be positive.</summary>
    /// <exception cref="DataException">It is not, or infinite.</exception>
    public static void Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw new DataException(Invariant($"{name} is a number above 0; got {value}."));
        }
    }
}
