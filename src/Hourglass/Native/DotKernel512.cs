using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hourglass.Native;

/// <summary>
/// Kernels of products whose operands both lie side by side along the inner dimension: sixteen numbers of it at once, each element a vector
/// that is summed in the end. Where the inner dimension is no multiple of sixteen, <c>tails</c> holds the last sixteen numbers of each row
/// of the left operand, those that were taken already as zeros.
/// </summary>
internal static unsafe class DotKernel512
{
    /// <summary>3 rows by 8 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows3(int depth, float* a, nint aStride, float* tails, float* b, nint bStride, float* to, nint toStride)
    {
        var a1 = a + aStride;
        var a2 = a + (2 * aStride);
        var b4 = b + (4 * bStride);
        var thrice = 3 * bStride;
        var (c0a, c0b, c0c, c0d, c0e, c0f, c0g, c0h) = (
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero);
        var (c1a, c1b, c1c, c1d, c1e, c1f, c1g, c1h) = (
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero);
        var (c2a, c2b, c2c, c2d, c2e, c2f, c2g, c2h) = (
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero);
        var rest = depth & 15;
        for (var vectors = depth / 16; ; vectors = 1)
        {
            for (; vectors > 0; vectors--)
            {
                var x0 = Vector512.Load(a);
                var x1 = Vector512.Load(a1);
                var x2 = Vector512.Load(a2);
                var y0 = Vector512.Load(b);
                c0a = Vector512.FusedMultiplyAdd(x0, y0, c0a);
                c1a = Vector512.FusedMultiplyAdd(x1, y0, c1a);
                c2a = Vector512.FusedMultiplyAdd(x2, y0, c2a);
                var y1 = Vector512.Load(b + bStride);
                c0b = Vector512.FusedMultiplyAdd(x0, y1, c0b);
                c1b = Vector512.FusedMultiplyAdd(x1, y1, c1b);
                c2b = Vector512.FusedMultiplyAdd(x2, y1, c2b);
                var y2 = Vector512.Load(b + (2 * bStride));
                c0c = Vector512.FusedMultiplyAdd(x0, y2, c0c);
                c1c = Vector512.FusedMultiplyAdd(x1, y2, c1c);
                c2c = Vector512.FusedMultiplyAdd(x2, y2, c2c);
                var y3 = Vector512.Load(b + thrice);
                c0d = Vector512.FusedMultiplyAdd(x0, y3, c0d);
                c1d = Vector512.FusedMultiplyAdd(x1, y3, c1d);
                c2d = Vector512.FusedMultiplyAdd(x2, y3, c2d);
                var y4 = Vector512.Load(b4);
                c0e = Vector512.FusedMultiplyAdd(x0, y4, c0e);
                c1e = Vector512.FusedMultiplyAdd(x1, y4, c1e);
                c2e = Vector512.FusedMultiplyAdd(x2, y4, c2e);
                var y5 = Vector512.Load(b4 + bStride);
                c0f = Vector512.FusedMultiplyAdd(x0, y5, c0f);
                c1f = Vector512.FusedMultiplyAdd(x1, y5, c1f);
                c2f = Vector512.FusedMultiplyAdd(x2, y5, c2f);
                var y6 = Vector512.Load(b4 + (2 * bStride));
                c0g = Vector512.FusedMultiplyAdd(x0, y6, c0g);
                c1g = Vector512.FusedMultiplyAdd(x1, y6, c1g);
                c2g = Vector512.FusedMultiplyAdd(x2, y6, c2g);
                var y7 = Vector512.Load(b4 + thrice);
                c0h = Vector512.FusedMultiplyAdd(x0, y7, c0h);
                c1h = Vector512.FusedMultiplyAdd(x1, y7, c1h);
                c2h = Vector512.FusedMultiplyAdd(x2, y7, c2h);
                a += 16;
                a1 += 16;
                a2 += 16;
                b += 16;
                b4 += 16;
            }

            if (rest == 0)
            {
                break;
            }

            a = tails;
            a1 = tails + 16;
            a2 = tails + 32;
            b -= 16 - rest;
            b4 -= 16 - rest;
            rest = 0;
        }

        Sums(c0a, c0b, c0c, c0d).Store(to);
        Sums(c0e, c0f, c0g, c0h).Store(to + 4);
        to += toStride;
        Sums(c1a, c1b, c1c, c1d).Store(to);
        Sums(c1e, c1f, c1g, c1h).Store(to + 4);
        to += toStride;
        Sums(c2a, c2b, c2c, c2d).Store(to);
        Sums(c2e, c2f, c2g, c2h).Store(to + 4);
    }

    /// <summary>1 row by 8 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows1(int depth, float* a, nint aStride, float* tails, float* b, nint bStride, float* to)
    {
        var b4 = b + (4 * bStride);
        var thrice = 3 * bStride;
        var (c0a, c0b, c0c, c0d, c0e, c0f, c0g, c0h) = (
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero,
            Vector512<float>.Zero);
        var rest = depth & 15;
        for (var vectors = depth / 16; ; vectors = 1)
        {
            for (; vectors > 0; vectors--)
            {
                var x0 = Vector512.Load(a);
                var y0 = Vector512.Load(b);
                c0a = Vector512.FusedMultiplyAdd(x0, y0, c0a);
                var y1 = Vector512.Load(b + bStride);
                c0b = Vector512.FusedMultiplyAdd(x0, y1, c0b);
                var y2 = Vector512.Load(b + (2 * bStride));
                c0c = Vector512.FusedMultiplyAdd(x0, y2, c0c);
                var y3 = Vector512.Load(b + thrice);
                c0d = Vector512.FusedMultiplyAdd(x0, y3, c0d);
                var y4 = Vector512.Load(b4);
                c0e = Vector512.FusedMultiplyAdd(x0, y4, c0e);
                var y5 = Vector512.Load(b4 + bStride);
                c0f = Vector512.FusedMultiplyAdd(x0, y5, c0f);
                var y6 = Vector512.Load(b4 + (2 * bStride));
                c0g = Vector512.FusedMultiplyAdd(x0, y6, c0g);
                var y7 = Vector512.Load(b4 + thrice);
                c0h = Vector512.FusedMultiplyAdd(x0, y7, c0h);
                a += 16;
                b += 16;
                b4 += 16;
            }

            if (rest == 0)
            {
                break;
            }

            a = tails;
            b -= 16 - rest;
            b4 -= 16 - rest;
            rest = 0;
        }

        Sums(c0a, c0b, c0c, c0d).Store(to);
        Sums(c0e, c0f, c0g, c0h).Store(to + 4);
    }

    /// <summary>The sums of four vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Sums(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        var ab = (Avx512F.UnpackLow(a, b) + Avx512F.UnpackHigh(a, b)).AsDouble();
        var cd = (Avx512F.UnpackLow(c, d) + Avx512F.UnpackHigh(c, d)).AsDouble();
        var all = Avx512F.UnpackLow(ab, cd).AsSingle() + Avx512F.UnpackHigh(ab, cd).AsSingle();
        var half = all.GetLower() + all.GetUpper();
        return half.GetLower() + half.GetUpper();
    }
}
