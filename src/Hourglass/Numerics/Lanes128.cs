using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Singles = System.Runtime.Intrinsics.Vector128<float>;
using Words = System.Runtime.Intrinsics.Vector128<uint>;

namespace Hourglass.Numerics;

/// <summary>Any machine: .NET does without instructions where there are none.</summary>
internal readonly struct Lanes128 : ILanes<Words, Singles>
{
    /// <inheritdoc/>
    public static int Count => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Wide(ulong value) => Vector128.Create(value).AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Successive(ulong first) => (Vector128.Create(first) + Vector128.Create(0UL, 1UL)).AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Multiply(Words a, Words b) =>
        ((a.AsUInt64() & Vector128.Create((ulong)uint.MaxValue)) * (b.AsUInt64() & Vector128.Create((ulong)uint.MaxValue))).AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Upper(Words a) => (a.AsUInt64() >>> 32).AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Pair(Words even, Words odd) =>
        ((even.AsUInt64() & Vector128.Create((ulong)uint.MaxValue)) | (odd.AsUInt64() << 32)).AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Word(uint value) => Vector128.Create(value);

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
    public static Singles Convert(Words a) => Vector128.ConvertToSingle(a.AsInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words Bits(Singles a) => a.AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Numbers(Words a) => a.AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Number(float value) => Vector128.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Add(Singles a, Singles b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Multiply(Singles a, Singles b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Fuse(Singles a, Singles b, Singles c) => Vector128.FusedMultiplyAdd(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Root(Singles a) => Vector128.Sqrt(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StoreAlternating(float* to, Singles a, Singles b)
    {
        Vector128.Create(a[0], b[0], a[1], b[1]).Store(to);
        Vector128.Create(a[2], b[2], a[3], b[3]).Store(to + 4);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StoreAlternatingPairs(float* to, Singles a, Singles b)
    {
        Vector128.Create(a[0], a[1], b[0], b[1]).Store(to);
        Vector128.Create(a[2], a[3], b[2], b[3]).Store(to + 4);
    }
}
