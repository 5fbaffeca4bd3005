using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hourglass.Native;

/// <summary>The logistic function.</summary>
internal readonly struct Sigmoid : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => Math512.Sigmoid(x);
}

/// <summary>The hyperbolic tangent.</summary>
internal readonly struct Tanh : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => Math512.Tanh(x);
}

/// <summary>max(x, 0).</summary>
internal readonly struct Relu : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) =>
        Vector512.Max(x, Vector512<float>.Zero);
}

/// <summary>x where it is positive, the number times x elsewhere.</summary>
internal readonly struct Leaky : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), x, x * number);
}

/// <summary>x where it is positive, the number times e^x - 1 elsewhere.</summary>
internal readonly struct Elu : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), x, number * Math512.ExpM1(x));
}

/// <summary>ELU with the numbers of Klambauer et al. (2017).</summary>
internal readonly struct Selu : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => Vector512.ConditionalSelect(
        Vector512.GreaterThan(x, Vector512<float>.Zero),
        x * Math512.SeluScale,
        Math512.ExpM1(x) * Math512.SeluSlope);
}

/// <summary>x Φ(x).</summary>
internal readonly struct Gelu : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => x * Math512.NormalDistribution(x);
}

/// <summary>x times its logistic function.</summary>
internal readonly struct Silu : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) => x * Math512.Sigmoid(x);
}

/// <summary>log(1 + e^x).</summary>
internal readonly struct Softplus : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) =>
        Vector512.Max(x, Vector512<float>.Zero) + Math512.Log1POfUnit(Math512.Exp(-Vector512.Abs(x)));
}
