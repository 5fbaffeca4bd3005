using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hourglass.Datasets;

/// <summary>
/// Stored values as values of a model, element by element, with the vectors that the machine has. Compiled to the end at once: a run's
/// first batches would otherwise take several times as long.
/// </summary>
internal static unsafe class RowConversion
{
    /// <summary>Bytes as numbers.</summary>
    /// <param name="from">The bytes.</param>
    /// <param name="to">Room for as many numbers.</param>
    /// <param name="count">How many.</param>
    /// <param name="pixels">Whether 255 becomes 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen<T>(byte* from, T* to, int count, bool pixels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var i = 0;
        for (; i <= count - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(Vector.Load(from + i), out var a, out var b);
            Store(to + i, a, pixels);
            Store(to + i + Vector<ushort>.Count, b, pixels);
        }

        for (; i < count; i++)
        {
            var value = T.CreateTruncating(from[i]);
            to[i] = pixels ? value / T.CreateTruncating(255) : value;
        }
    }

    /// <summary>1 where a value is not below the threshold, otherwise 0.</summary>
    /// <param name="values">Read and written.</param>
    /// <param name="count">How many.</param>
    /// <param name="threshold">The smallest value that becomes 1.</param>
    /// <param name="keepMissing">Whether NaN stays NaN.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Threshold<T>(T* values, int count, T threshold, bool keepMissing)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (i, smallest) = (0, Vector.Create(threshold));
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
        {
            var value = Vector.Load(values + i);
            Vector.Store(Bits(Vector.GreaterThanOrEqual(value, smallest), value, keepMissing), values + i);
        }

        for (; i < count; i++)
        {
            values[i] = keepMissing && T.IsNaN(values[i]) ? T.NaN : values[i] >= threshold ? T.One : T.Zero;
        }
    }

    /// <summary>1 where the draw is below the value, otherwise 0.</summary>
    /// <param name="values">Probabilities; read and written.</param>
    /// <param name="draws">Numbers in [0, 1).</param>
    /// <param name="count">How many.</param>
    /// <param name="keepMissing">Whether NaN stays NaN.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Draw<T>(T* values, T* draws, int count, bool keepMissing)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
        {
            var value = Vector.Load(values + i);
            Vector.Store(Bits(Vector.LessThan(Vector.Load(draws + i), value), value, keepMissing), values + i);
        }

        for (; i < count; i++)
        {
            values[i] = keepMissing && T.IsNaN(values[i]) ? T.NaN : draws[i] < values[i] ? T.One : T.Zero;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Bits<T>(Vector<T> mask, Vector<T> value, bool keepMissing)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var bits = Vector.BitwiseAnd(mask, Vector<T>.One);
        return keepMissing ? Vector.ConditionalSelect(Vector.Equals(value, value), bits, Vector.Create(T.NaN)) : bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(T* to, Vector<ushort> words, bool pixels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector.Widen(words, out var a, out var b);
        Store(to, Vector.ConvertToSingle(a.As<uint, int>()), pixels);
        Store(to + Vector<uint>.Count, Vector.ConvertToSingle(b.As<uint, int>()), pixels);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(T* to, Vector<float> values, bool pixels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            Vector.Store(pixels ? DivideBy255(values) : values, (float*)to);
            return;
        }

        Vector.Widen(values, out var a, out var b);
        var divisor = Vector.Create(pixels ? 255.0 : 1.0);
        Vector.Store(a / divisor, (double*)to);
        Vector.Store(b / divisor, (double*)to + Vector<double>.Count);
    }

    /// <summary>
    /// Products and one correction: for the 256 values of a byte this is the quotient, correctly rounded, in a third of the time.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> DivideBy255(Vector<float> values)
    {
        var inverse = Vector.Create(1f / 255);
        var quotient = values * inverse;
        return Vector.FusedMultiplyAdd(Vector.FusedMultiplyAdd(quotient, Vector.Create(-255f), values), inverse, quotient);
    }
}
