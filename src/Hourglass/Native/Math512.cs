using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hourglass.Native;

/// <summary>Functions of vectors that the framework lacks, in single precision to a few units of the last place.</summary>
internal static class Math512
{
    /// <summary>SELU's scale.</summary>
    public const float SeluScale = 1.0507009873554805f;

    /// <summary>SELU's scale times its alpha.</summary>
    public const float SeluSlope = 1.7580993408473766f;

    private const float InverseRootTwo = 0.70710678118654752f;
    private const float InverseRootTwoPi = 0.39894228040143268f;

    /// <summary>A value where a comparison holds, otherwise 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Where(Vector512<float> mask, Vector512<float> value) => mask & value;

    /// <summary>The logistic function, without overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x)
    {
        var e = Exp(-Vector512.Abs(x));
        var inverse = Vector512<float>.One / (Vector512<float>.One + e);
        return Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(x, Vector512<float>.Zero), inverse, e * inverse);
    }

    /// <summary>log(1 + x), exact near 0 (Goldberg, 1991, theorem 4).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log1P(Vector512<float> x)
    {
        var u = Vector512<float>.One + x;
        var near = Vector512.Equals(u, Vector512<float>.One);
        var far = Log(u) * (x / (u - Vector512<float>.One));
        var kept = Vector512.ConditionalSelect(near, x, far);
        return Vector512.ConditionalSelect(
            Vector512.GreaterThan(u, Vector512<float>.Zero) & Vector512.LessThan(u, Vector512.Create(float.PositiveInfinity)),
            kept,
            Log(u));
    }

    /// <summary>e^x - 1, exact near 0: a series there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ExpM1(Vector512<float> x)
    {
        var series = Polynomial(x, 1f / 40320, 1f / 5040, 1f / 720, 1f / 120, 1f / 24, 1f / 6, 1f / 2, 1f) * x;
        return Vector512.ConditionalSelect(
            Vector512.LessThan(Vector512.Abs(x), Vector512.Create(0.35f)),
            series,
            Exp(x) - Vector512<float>.One);
    }

    /// <summary>The hyperbolic tangent, exact near 0: a series there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x)
    {
        var square = x * x;
        var series = Polynomial(square, -1382f / 155925, 62f / 2835, -17f / 315, 2f / 15, -1f / 3, 1f) * x;
        var magnitude = Vector512.Abs(x);
        var e = Exp(magnitude * -2f);
        var far = (Vector512<float>.One - e) / (Vector512<float>.One + e);
        return Vector512.ConditionalSelect(Vector512.LessThan(magnitude, Vector512.Create(0.25f)), series, Vector512.CopySign(far, x));
    }

    /// <summary>The error function by rational approximations (Cody, 1969).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Erf(Vector512<float> x)
    {
        var magnitude = Vector512.Abs(x);
        var square = x * x;
        var near = x * Polynomial(
            square,
            1.85777706184603153e-1f,
            3.16112374387056560f,
            1.13864154151050156e2f,
            3.77485237685302021e2f,
            3.20937758913846947e3f)
            / Polynomial(square, 1f, 2.36012909523441209e1f, 2.44024637934444173e2f, 1.28261652607737228e3f, 2.84423683343917062e3f);
        var bounded = Vector512.Min(magnitude, Vector512.Create(4f));
        var top = Polynomial(
            bounded, 2.15311535474403846e-8f, 5.64188496988670089e-1f, 8.88314979438837594f, 6.61191906371416295e1f, 2.98635138197400131e2f,
            8.81952221241769090e2f, 1.71204761263407058e3f, 2.05107837782607147e3f, 1.23033935479799725e3f);
        var bottom = Polynomial(
            bounded, 1f, 1.57449261107098347e1f, 1.17693950891312499e2f, 5.37181101862009858e2f, 1.62138957456669019e3f,
            3.29079923573345963e3f, 4.36261909014324716e3f, 3.43936767414372164e3f, 1.23033935480374942e3f);
        var far = Vector512<float>.One - (Exp(-(bounded * bounded)) * top / bottom);
        return Vector512.ConditionalSelect(Vector512.LessThan(magnitude, Vector512.Create(0.5f)), near, Vector512.CopySign(far, x));
    }

    /// <summary>The normal distribution function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> NormalDistribution(Vector512<float> x) => (Vector512<float>.One + Erf(x * InverseRootTwo)) * 0.5f;

    /// <summary>The normal density.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> NormalDensity(Vector512<float> x) => Exp(x * x * -0.5f) * InverseRootTwoPi;

    /// <summary>
    /// exp(a), within 2 units in the last place: 2ⁿ exp(r) with |r| ≤ log(2)/2 and Cephes' polynomial. .NET's own takes nearly three times
    /// as long.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> a)
    {
        // Adding 1.5 · 2²³ rounds to an integer.
        const float Log2E = 1.44269504088896341f, LogTwoHigh = 0.693359375f, LogTwoLow = -2.12194440e-4f, Rounder = 12582912f;
        var x = Vector512.MinNative(Vector512.Create(89f), Vector512.MaxNative(Vector512.Create(-104f), a));
        var shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(Log2E), Vector512.Create(Rounder));
        var n = shifted - Vector512.Create(Rounder);
        var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-LogTwoHigh), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-LogTwoLow), r);
        var p = Vector512.Create(1.9875691500e-4f);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.3981999507e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(8.3334519073e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(4.1665795894e-2f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.6666665459e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(5.0000001201e-1f));
        p = Vector512.FusedMultiplyAdd(p, r * r, r + Vector512<float>.One);
        return Avx512F.IsSupported ? Avx512F.Scale(p, n) : Scale(p, shifted.AsInt32() - Vector512.Create(Rounder).AsInt32());
    }

    /// <summary>p · 2ⁿ in two factors, neither of which overflows or is subnormal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Scale(Vector512<float> p, Vector512<int> n)
    {
        var half = Vector512.ShiftRightArithmetic(n, 1);
        return p * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> PowerOfTwo(Vector512<int> n) => Vector512.ShiftLeft(n + Vector512.Create(127), 23).AsSingle();

    /// <summary>log(1 + e) for e in [0, 1]: 2 artanh(e / (2 + e)) by its series, whose argument is at most 1/3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log1POfUnit(Vector512<float> e) => TwiceArtanh(e / (e + Vector512.Create(2f)));

    /// <summary>2 artanh(s) for |s| ≤ 1/3: s times the polynomial of s² whose greatest relative error is least, 4e-9.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> TwiceArtanh(Vector512<float> s)
    {
        var t = s * s;
        var high = Vector512.FusedMultiplyAdd(Vector512.Create(0.1398030135f), t, Vector512.Create(0.2001245514f));
        var low = Vector512.FusedMultiplyAdd(Vector512.Create(0.3333315734f), t, Vector512<float>.One);
        var square = t * t;
        high = Vector512.FusedMultiplyAdd(Vector512.Create(0.1408916756f), square, high);
        return (s + s) * Vector512.FusedMultiplyAdd(high, square, low);
    }

    /// <summary>The natural logarithm: e log(2) + 2 artanh((m − 1) / (m + 1)) for 2ᵉ m with m from √½ up to √2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> a)
    {
        const float LogTwoHigh = 0.693359375f, LogTwoLow = -2.12194440e-4f, LeastNormal = 1.17549435e-38f, TwoTo24 = 16777216f;
        const int RootOfHalf = 0x3F3504F3;
        var isSubnormal = Vector512.LessThan(a, Vector512.Create(LeastNormal));
        var bits = Vector512.ConditionalSelect(isSubnormal, a * Vector512.Create(TwoTo24), a).AsInt32();
        var exponent = Vector512.ShiftRightArithmetic(bits - Vector512.Create(RootOfHalf), 23);
        var m = (bits - Vector512.ShiftLeft(exponent, 23)).AsSingle();
        var e = Vector512.ConvertToSingle(exponent) - (isSubnormal & Vector512.Create(24f));
        var log = TwiceArtanh((m - Vector512<float>.One) / (m + Vector512<float>.One));
        log = Vector512.FusedMultiplyAdd(e, Vector512.Create(LogTwoLow), log);
        log = Vector512.FusedMultiplyAdd(e, Vector512.Create(LogTwoHigh), log);

        // Zero gives −∞, ∞ itself, all others NaN.
        var isNumber = Vector512.GreaterThan(a, Vector512<float>.Zero) & Vector512.LessThan(a, Vector512.Create(float.PositiveInfinity));
        var infinite = Vector512.ConditionalSelect(Vector512.Equals(a, Vector512<float>.Zero), Vector512.Create(float.NegativeInfinity), a);
        var special = Vector512.ConditionalSelect(Vector512.LessThan(a, Vector512<float>.Zero), Vector512.Create(float.NaN), infinite);
        return Vector512.ConditionalSelect(isNumber, log, special);
    }

    /// <summary>A polynomial, highest power first (Horner).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Polynomial(Vector512<float> x, params ReadOnlySpan<float> coefficients)
    {
        var value = Vector512.Create(coefficients[0]);
        for (var i = 1; i < coefficients.Length; i++)
        {
            value = Vector512.FusedMultiplyAdd(value, x, Vector512.Create(coefficients[i]));
        }

        return value;
    }
}
