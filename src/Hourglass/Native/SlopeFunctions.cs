using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hourglass.Native;

/// <summary>x times the logistic function's slope where it is y.</summary>
internal readonly struct SigmoidSlope : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) =>
        x * y * (Vector512<float>.One - y);
}

/// <summary>x times the hyperbolic tangent's slope where it is y.</summary>
internal readonly struct TanhSlope : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) =>
        x * (Vector512<float>.One - (y * y));
}

/// <summary>x where y is positive.</summary>
internal readonly struct ReluSlope : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) =>
        Math512.Where(Vector512.GreaterThan(y, Vector512<float>.Zero), x);
}

/// <summary>x where y is positive, the number times x elsewhere.</summary>
internal readonly struct LeakySlope : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(y, Vector512<float>.Zero), x, x * number);
}

/// <summary>x times the slope at y of ELU with the number.</summary>
internal readonly struct EluSlope : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(y, Vector512<float>.Zero), x, number * x * Math512.Exp(y));
}

/// <summary>x times SELU's slope at y.</summary>
internal readonly struct SeluSlope : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) =>
        x * Vector512.ConditionalSelect(
            Vector512.GreaterThan(y, Vector512<float>.Zero),
            Vector512.Create(Math512.SeluScale),
            Math512.Exp(y) * Math512.SeluSlope);
}

/// <summary>x times GELU's slope at y.</summary>
internal readonly struct GeluSlope : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) =>
        x * (Math512.NormalDistribution(y) + (y * Math512.NormalDensity(y)));
}

/// <summary>x times SiLU's slope at y.</summary>
internal readonly struct SiluSlope : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number)
    {
        var s = Math512.Sigmoid(y);
        return x * s * (Vector512<float>.One + (y * (Vector512<float>.One - s)));
    }
}

/// <summary>x times the logistic function of y.</summary>
internal readonly struct SoftplusSlope : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => x * Math512.Sigmoid(y);
}
