using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hourglass.Native;

/// <summary>
/// The kernels of <see cref="DotKernel512"/> with eight numbers at once.
/// </summary>
internal static unsafe class DotKernel256
{
    /// <summary>3 rows by 4 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows3(int depth, float* a, nint aStride, float* tails, float* b, nint bStride, float* to, nint toStride)
    {
        var a1 = a + aStride;
        var a2 = a + (2 * aStride);
        var thrice = 3 * bStride;
        var (c0a, c0b, c0c, c0d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var (c1a, c1b, c1c, c1d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var (c2a, c2b, c2c, c2d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var rest = depth & 7;
        for (var vectors = depth / 8; ; vectors = 1)
        {
            for (; vectors > 0; vectors--)
            {
                var x0 = Vector256.Load(a);
                var x1 = Vector256.Load(a1);
                var x2 = Vector256.Load(a2);
                var y0 = Vector256.Load(b);
                c0a = Vector256.FusedMultiplyAdd(x0, y0, c0a);
                c1a = Vector256.FusedMultiplyAdd(x1, y0, c1a);
                c2a = Vector256.FusedMultiplyAdd(x2, y0, c2a);
                var y1 = Vector256.Load(b + bStride);
                c0b = Vector256.FusedMultiplyAdd(x0, y1, c0b);
                c1b = Vector256.FusedMultiplyAdd(x1, y1, c1b);
                c2b = Vector256.FusedMultiplyAdd(x2, y1, c2b);
                var y2 = Vector256.Load(b + (2 * bStride));
                c0c = Vector256.FusedMultiplyAdd(x0, y2, c0c);
                c1c = Vector256.FusedMultiplyAdd(x1, y2, c1c);
                c2c = Vector256.FusedMultiplyAdd(x2, y2, c2c);
                var y3 = Vector256.Load(b + thrice);
                c0d = Vector256.FusedMultiplyAdd(x0, y3, c0d);
                c1d = Vector256.FusedMultiplyAdd(x1, y3, c1d);
                c2d = Vector256.FusedMultiplyAdd(x2, y3, c2d);
                a += 8;
                a1 += 8;
                a2 += 8;
                b += 8;
            }

            if (rest == 0)
            {
                break;
            }

            a = tails;
            a1 = tails + 8;
            a2 = tails + 16;
            b -= 8 - rest;
            rest = 0;
        }

        Sums(c0a, c0b, c0c, c0d).Store(to);
        to += toStride;
        Sums(c1a, c1b, c1c, c1d).Store(to);
        to += toStride;
        Sums(c2a, c2b, c2c, c2d).Store(to);
    }

    /// <summary>1 row by 4 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows1(int depth, float* a, nint aStride, float* tails, float* b, nint bStride, float* to)
    {
        var thrice = 3 * bStride;
        var (c0a, c0b, c0c, c0d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var rest = depth & 7;
        for (var vectors = depth / 8; ; vectors = 1)
        {
            for (; vectors > 0; vectors--)
            {
                var x0 = Vector256.Load(a);
                var y0 = Vector256.Load(b);
                c0a = Vector256.FusedMultiplyAdd(x0, y0, c0a);
                var y1 = Vector256.Load(b + bStride);
                c0b = Vector256.FusedMultiplyAdd(x0, y1, c0b);
                var y2 = Vector256.Load(b + (2 * bStride));
                c0c = Vector256.FusedMultiplyAdd(x0, y2, c0c);
                var y3 = Vector256.Load(b + thrice);
                c0d = Vector256.FusedMultiplyAdd(x0, y3, c0d);
                a += 8;
                b += 8;
            }

            if (rest == 0)
            {
                break;
            }

            a = tails;
            b -= 8 - rest;
            rest = 0;
        }

        Sums(c0a, c0b, c0c, c0d).Store(to);
    }

    /// <summary>The sums of four vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Sums(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        var ab = (Avx.UnpackLow(a, b) + Avx.UnpackHigh(a, b)).AsDouble();
        var cd = (Avx.UnpackLow(c, d) + Avx.UnpackHigh(c, d)).AsDouble();
        var all = Avx.UnpackLow(ab, cd).AsSingle() + Avx.UnpackHigh(ab, cd).AsSingle();
        return all.GetLower() + all.GetUpper();
    }
}
