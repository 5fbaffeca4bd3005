using System.Numerics;

namespace Hourglass.Metrics;

/// <summary>
/// How long whole numbers are in the best code for how often training numbers had each value, in bits. One that was seen n times among N
/// has the probability n / (N + 1); 1 / (N + 1) is left for an escape (Cleary and Witten, 1984, method A), behind which a new number
/// follows by Elias's gamma code (1975) of 0, −1, 1, −2, … as 1, 2, 3, 4, … Its lengths fulfil Kraft's inequality with equality.
/// </summary>
public sealed class IntegerCode
{
    private readonly Dictionary<long, long> _counts = [];
    private long _total;

    /// <summary>Counts a training number.</summary>
    /// <param name="number">The number.</param>
    public void Add(long number)
    {
        _counts[number] = _counts.GetValueOrDefault(number) + 1;
        _total++;
    }

    /// <summary>The length of a number, in bits.</summary>
    /// <param name="number">The number.</param>
    public double Bits(long number) => _counts.TryGetValue(number, out var count)
        ? Math.Log2((_total + 1.0) / count)
        : Math.Log2(_total + 1.0) + GammaBits(number);

    private static int GammaBits(long number) => (2 * BitOperations.Log2((ulong)((number << 1) ^ (number >> 63)) + 1)) + 1;
}
