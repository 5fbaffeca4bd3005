using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hourglass.Native;

/// <summary>The cross entropy of logits x with targets y: max(x, 0) - x y + log(1 + exp(-|x|)).</summary>
internal readonly struct LogitsEntropy : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) =>
        Vector512.Max(x, Vector512<float>.Zero) - (x * y) + Math512.Log1POfUnit(Math512.Exp(-Vector512.Abs(x)));
}

/// <summary>The cross entropy of probabilities x with targets y, logarithms not below -100.</summary>
internal readonly struct Entropy : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number)
    {
        var least = Vector512.Create(-100f);
        var (on, off) = (Vector512.Max(Math512.Log(x), least), Vector512.Max(Math512.Log1P(-x), least));
        return -((y * on) + ((Vector512<float>.One - y) * off));
    }
}

/// <summary>(x - y) / max(x (1 - x), 1e-12).</summary>
internal readonly struct EntropySlope : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number) =>
        (x - y) / Vector512.Max(x * (Vector512<float>.One - x), Vector512.Create(1e-12f));
}
