using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hourglass.Numerics;

/// <summary>
/// Philox4x32-10 (Salmon, Moraes, Dror and Shaw, 2011, «Parallel random numbers: as easy as 1, 2, 3»): four numbers of 32 bits from a counter and a
/// key. There is no state: any part of a stream can be computed by itself, on any thread.
/// </summary>
internal static class Philox
{
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>The four numbers of a counter.</summary>
    public static (uint, uint, uint, uint) Block(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (p0, p1) = ((ulong)Multiplier0 * c0, (ulong)Multiplier1 * c2);
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 = unchecked(k0 + Weyl0);
            k1 = unchecked(k1 + Weyl1);
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>Eight counters at once, in 64-bit lanes; the same numbers as <see cref="Block"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Blocks(ref Vector512<ulong> c0, ref Vector512<ulong> c1, ref Vector512<ulong> c2, ref Vector512<ulong> c3, uint k0, uint k1)
    {
        var low = Vector512.Create(0xFFFFFFFFUL);
        var (m0, m1) = (Vector512.Create((ulong)Multiplier0), Vector512.Create((ulong)Multiplier1));
        for (var round = 0; round < Rounds; round++)
        {
            var (p0, p1) = (Product(m0, c0), Product(m1, c2));
            (c0, c1, c2, c3) = (
                (p1 >>> 32) ^ c1 ^ Vector512.Create((ulong)k0),
                p1 & low,
                (p0 >>> 32) ^ c3 ^ Vector512.Create((ulong)k1),
                p0 & low);
            k0 = unchecked(k0 + Weyl0);
            k1 = unchecked(k1 + Weyl1);
        }
    }

    /// <summary>The product of numbers below 2^32 in 64-bit lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Product(Vector512<ulong> x, Vector512<ulong> y) => System.Runtime.Intrinsics.X86.Avx512F.IsSupported
        ? System.Runtime.Intrinsics.X86.Avx512F.Multiply(x.AsUInt32(), y.AsUInt32())
        : System.Runtime.Intrinsics.X86.Avx2.IsSupported
            ? Vector512.Create(
                System.Runtime.Intrinsics.X86.Avx2.Multiply(x.GetLower().AsUInt32(), y.GetLower().AsUInt32()),
                System.Runtime.Intrinsics.X86.Avx2.Multiply(x.GetUpper().AsUInt32(), y.GetUpper().AsUInt32()))
            : x * y;
}
