using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>Central intervals: as much probability lies below as above.</summary>
internal static class Intervals
{
    private const int Draws = 1000;

    /// <summary>Checks a level and gives the probability that lies below the interval, and above.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0 and below 1.</exception>
    public static double TailOf(double level) => level is > 0 and < 1
        ? (1 - level) / 2
        : throw new ArgumentOutOfRangeException(nameof(level), level, "A level is above 0 and below 1.");

    /// <summary>How many standard deviations of a normal variable lie between its mean and a bound.</summary>
    public static double DeviationsOf(double level)
    {
        _ = TailOf(level);
        using var erfinv = tensor(level, ScalarType.Float64).erfinv_();
        return Math.Sqrt(2) * erfinv.item<double>();
    }

    /// <summary>An interval about a middle.</summary>
    public static (Tensor Lower, Tensor Upper) About(Tensor middle, Tensor reach) => (middle - reach, middle + reach);

    /// <summary>Between quantiles of 1000 draws, all of which are kept meanwhile; the bounds carry no gradient.</summary>
    public static (Tensor Lower, Tensor Upper) OfDraws(IDistribution distribution, double level)
    {
        var below = Math.Max(1, (int)Math.Round(TailOf(level) * (Draws + 1)));
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var draws = stack([.. Enumerable.Range(0, Draws).Select(_ => distribution.Sample())], 0L).sort(0L).Values;
        return (draws[below - 1].clone().MoveToOuterDisposeScope(), draws[Draws - below].clone().MoveToOuterDisposeScope());
    }
}
