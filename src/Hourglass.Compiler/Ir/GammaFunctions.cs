namespace Hourglass.Compiler.Ir;

/// <summary>The gamma function's logarithm at numbers that are known at compile time.</summary>
internal static class GammaFunctions
{
    private const double HalfLogTwoPi = 0.91893853320467274178;

    /// <summary>Of 1/x, 1/x³, 1/x⁵, …</summary>
    private static readonly double[] Stirling = [1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188];

    /// <summary>log Γ(x) of a positive number, by Stirling's series from 15 on (Abramowitz and Stegun, 1964, 6.1.15 and 6.1.41).</summary>
    public static double LogGamma(double x)
    {
        if (x is 1 or 2)
        {
            return 0;
        }

        var product = 1.0;
        for (; x < 15; x++)
        {
            product *= x;
        }

        var series = Stirling.Reverse().Aggregate(0.0, (sum, coefficient) => (sum / (x * x)) + coefficient) / x;
        return ((x - 0.5) * Math.Log(x)) - x + HalfLogTwoPi + series - Math.Log(product);
    }
}
