using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Singles = System.Runtime.Intrinsics.Vector512<float>;
using Words = System.Runtime.Intrinsics.Vector512<uint>;

namespace Hourglass.Numerics;

/// <summary>AVX-512.</summary>
internal readonly struct Lanes512 : ILanes<Words, Singles>
{
    /// <inheritdoc/>
    public static int Count => 16;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Wide(ulong value) => Vector512.Create(value).AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Successive(ulong first) =>
        (Vector512.Create(first) + Vector512.Create(0UL, 1UL, 2UL, 3UL, 4UL, 5UL, 6UL, 7UL)).AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Multiply(Words a, Words b) => Avx512F.Multiply(a, b).AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Upper(Words a) => (a.AsUInt64() >>> 32).AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Pair(Words even, Words odd) =>
        ((even.AsUInt64() & Vector512.Create((ulong)uint.MaxValue)) | (odd.AsUInt64() << 32)).AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Word(uint value) => Vector512.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Xor(Words a, Words b) => a ^ b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words And(Words a, Words b) => a & b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Add(Words a, Words b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Subtract(Words a, Words b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words ShiftLeft(Words a, int bits) => a << bits;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words ShiftRight(Words a, int bits) => a >>> bits;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words ShiftRightSigned(Words a, int bits) => (a.AsInt32() >> bits).AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Convert(Words a) => Vector512.ConvertToSingle(a.AsInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Bits(Singles a) => a.AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Numbers(Words a) => a.AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Number(float value) => Vector512.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Add(Singles a, Singles b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Multiply(Singles a, Singles b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Fuse(Singles a, Singles b, Singles c) => Vector512.FusedMultiplyAdd(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Root(Singles a) => Vector512.Sqrt(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StoreAlternating(float* to, Singles a, Singles b)
    {
        Avx512F.PermuteVar16x32x2(a, Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23), b).Store(to);
        Avx512F.PermuteVar16x32x2(a, Vector512.Create(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31), b).Store(to + 16);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StoreAlternatingPairs(float* to, Singles a, Singles b)
    {
        var (first, second) = (a.AsInt64(), b.AsInt64());
        Avx512F.PermuteVar8x64x2(first, Vector512.Create(0L, 8, 1, 9, 2, 10, 3, 11), second).AsSingle().Store(to);
        Avx512F.PermuteVar8x64x2(first, Vector512.Create(4L, 12, 5, 13, 6, 14, 7, 15), second).AsSingle().Store(to + 16);
    }
}
