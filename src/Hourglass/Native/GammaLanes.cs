using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hourglass.Native;

/// <summary>
/// log Γ(x) of positive numbers, to a few units of the last place: brought to [1, 3) by Γ(x + 1) = x Γ(x), where its zeros at 1 and 2 are
/// factors of the approximation, or by Stirling's series (Abramowitz and Stegun, 1964, 6.1.15 and 6.1.41).
/// </summary>
internal readonly struct LogGamma : IVectorFunction
{
    /// <summary>From here on Stirling's series.</summary>
    private const float Large = 8;

    private const float HalfLogTwoPi = 0.91893853320467274f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number)
    {
        var (one, two, three) = (Vector512<float>.One, Vector512.Create(2f), Vector512.Create(3f));
        var (near, above, below) = (Vector512.Min(x, Vector512.Create(Large)), one, one);
        for (var i = 0; i < 6; i++)
        {
            var isLarge = Vector512.GreaterThanOrEqual(near, three);
            near -= Math512.Where(isLarge, one);
            above *= Vector512.ConditionalSelect(isLarge, near, one);
        }

        var isSmall = Vector512.LessThan(near, one);
        below *= Vector512.ConditionalSelect(isSmall, near, one);
        near += Math512.Where(isSmall, one);
        var offset = near - two;
        var ofNear = (near - one) * offset * Math512.Polynomial(
            offset, 1.80915131e-5f, -3.858047519e-5f, 2.388160727e-5f, -5.283973561e-5f, 1.917396867e-4f, -4.25154131e-4f,
            9.125944839e-4f, -2.102242432e-3f, 4.998996089e-3f, -1.238494322e-2f, 3.296498784e-2f, -0.1003172746f, 0.4227843351f);

        var inverse = one / x;
        var series = Math512.Polynomial(inverse * inverse, 1f / 1260, -1f / 360, 1f / 12) * inverse;
        var stirling = ((x - Vector512.Create(0.5f)) * Math512.Log(x)) - x + Vector512.Create(HalfLogTwoPi) + series;
        return Vector512.ConditionalSelect(
            Vector512.LessThan(x, Vector512.Create(Large)),
            ofNear + Math512.Log(above / below),
            stirling);
    }
}

/// <summary>
/// ψ(x), the slope of log Γ(x), of positive numbers, to a few units of the last place: below 2 an approximation that has its zero as a
/// factor, from there on the asymptotic series (Abramowitz and Stegun, 1964, 6.3.5 and 6.3.18).
/// </summary>
internal readonly struct Digamma : IVectorFunction
{
    /// <summary>From here on the asymptotic series, to which larger numbers than 2 are brought.</summary>
    private const float Large = 6;

    /// <summary>The zero, as a number of few digits and the rest.</summary>
    private const float ZeroHigh = 1.4616241455078125f, ZeroLow = 7.99946055e-6f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number)
    {
        var one = Vector512<float>.One;
        var isSmall = Vector512.LessThan(x, one);
        var near = x + Math512.Where(isSmall, one);
        var ofNear = (near - Vector512.Create(ZeroHigh) - Vector512.Create(ZeroLow)) * Math512.Polynomial(
            near - Vector512.Create(1.5f), 0.01090258867f, -0.01637362026f, 0.017114989f, -0.02578688363f, 0.04085002674f,
            -0.06205598039f, 0.09498468507f, -0.1483988614f, 0.240542535f, -0.4236274975f, 0.951055876f);
        ofNear -= Math512.Where(isSmall, one / x);

        var (far, steps) = (x, Vector512<float>.Zero);
        for (var i = 2; i < Large; i++)
        {
            var isLow = Vector512.LessThan(far, Vector512.Create(Large));
            steps += Math512.Where(isLow, one / far);
            far += Math512.Where(isLow, one);
        }

        var inverse = one / far;
        var square = inverse * inverse;
        var series = Math512.Polynomial(square, -1f / 252, 1f / 120, -1f / 12) * square;
        return Vector512.ConditionalSelect(
            Vector512.LessThan(x, Vector512.Create(2f)),
            ofNear,
            Math512.Log(far) - (inverse * 0.5f) + series - steps);
    }
}
