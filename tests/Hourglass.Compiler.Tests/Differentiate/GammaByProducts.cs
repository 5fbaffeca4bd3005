namespace Hourglass.Compiler.Tests.Differentiate;

/// <summary>
/// The gamma function and its slopes from Gauss's product, cut off late, with what Euler and Maclaurin give for the rest (Abramowitz and
/// Stegun, 1964, 6.1.2 and 23.1.30).
/// </summary>
internal static class GammaByProducts
{
    private const int Factors = 100;

    /// <summary>-Σ log(x + k) up to a late one, and the rest.</summary>
    public static double LogGamma(double x)
    {
        var (end, sum) = (x + Factors, 0.0);
        for (var k = 0; k < Factors; k++)
        {
            sum -= Math.Log(x + k);
        }

        return sum + ((end - 0.5) * Math.Log(end)) - end + (0.5 * Math.Log(2 * Math.PI)) + (1 / (12 * end)) - (1 / (360 * end * end * end));
    }

    /// <summary>-Σ 1 / (x + k) up to a late one, and the rest.</summary>
    public static double Digamma(double x)
    {
        var (end, sum) = (x + Factors, 0.0);
        for (var k = 0; k < Factors; k++)
        {
            sum -= 1 / (x + k);
        }

        return sum + Math.Log(end) - (1 / (2 * end)) - (1 / (12 * end * end)) + (1 / (120 * Math.Pow(end, 4)));
    }

    /// <summary>(-1)ⁿ⁺¹ n! Σ 1 / (x + k)ⁿ⁺¹ up to a late one, and the rest.</summary>
    public static double Polygamma(int order, double x)
    {
        var (end, sum) = (x + Factors, 0.0);
        for (var k = Factors - 1; k >= 0; k--)
        {
            sum += Math.Pow(x + k, -order - 1);
        }

        sum += (Math.Pow(end, -order) / order) + (Math.Pow(end, -order - 1) / 2) + ((order + 1) * Math.Pow(end, -order - 2) / 12);
        return (order % 2 == 1 ? 1 : -1) * Enumerable.Range(1, order).Aggregate(1.0, (product, i) => product * i) * sum;
    }
}
