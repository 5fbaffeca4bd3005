using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Singles = System.Runtime.Intrinsics.Vector256<float>;
using Words = System.Runtime.Intrinsics.Vector256<uint>;

namespace Hourglass.Numerics;

/// <summary>AVX2 with FMA.</summary>
internal readonly struct Lanes256 : ILanes<Words, Singles>
{
    /// <inheritdoc/>
    public static int Count => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Wide(ulong value) => Vector256.Create(value).AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Successive(ulong first) => (Vector256.Create(first) + Vector256.Create(0UL, 1UL, 2UL, 3UL)).AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Multiply(Words a, Words b) => Avx2.Multiply(a, b).AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Upper(Words a) => (a.AsUInt64() >>> 32).AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Pair(Words even, Words odd) =>
        ((even.AsUInt64() & Vector256.Create((ulong)uint.MaxValue)) | (odd.AsUInt64() << 32)).AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Word(uint value) => Vector256.Create(value);

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
    public static Singles Convert(Words a) => Vector256.ConvertToSingle(a.AsInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Bits(Singles a) => a.AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Numbers(Words a) => a.AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Number(float value) => Vector256.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Add(Singles a, Singles b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Multiply(Singles a, Singles b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Fuse(Singles a, Singles b, Singles c) => Vector256.FusedMultiplyAdd(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Root(Singles a) => Vector256.Sqrt(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StoreAlternating(float* to, Singles a, Singles b)
    {
        var (low, high) = (Avx.UnpackLow(a, b), Avx.UnpackHigh(a, b));
        Avx.Permute2x128(low, high, 0x20).Store(to);
        Avx.Permute2x128(low, high, 0x31).Store(to + 8);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StoreAlternatingPairs(float* to, Singles a, Singles b)
    {
        var (low, high) = (Avx.UnpackLow(a.AsDouble(), b.AsDouble()), Avx.UnpackHigh(a.AsDouble(), b.AsDouble()));
        Avx.Permute2x128(low, high, 0x20).AsSingle().Store(to);
        Avx.Permute2x128(low, high, 0x31).AsSingle().Store(to + 8);
    }
}
