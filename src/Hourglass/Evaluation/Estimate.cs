using Hourglass.Metrics;

namespace Hourglass.Evaluation;

/// <summary>A mean over examples or draws, and how far it may be off.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardError">Its standard deviation: that of the values by N − 1, over √N; NaN for a single value.</param>
/// <param name="Count">N.</param>
public sealed record Estimate(double Mean, double StandardError, int Count)
{
    /// <summary>The mean of values that are independent of each other.</summary>
    /// <param name="values">One or more, <c>[N]</c>, finite.</param>
    /// <exception cref="DataException">There are none, or one is not finite.</exception>
    public static Estimate Of(ReadOnlySpan<double> values)
    {
        Given.Some(values.Length, nameof(values));
        Given.Finite(values, nameof(values));
        var (sum, squares) = (0.0, 0.0);
        foreach (var value in values)
        {
            sum += value;
        }

        var mean = sum / values.Length;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        var error = values.Length == 1 ? double.NaN : Math.Sqrt(squares / (values.Length - 1) / values.Length);
        return new Estimate(mean, error, values.Length);
    }
}
