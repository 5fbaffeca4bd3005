using System.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Datasets.Tables;

/// <summary>Numbers of any type as tensors: whole ones as int64, bytes and truth values as bytes, missing ones as NaN.</summary>
internal static class NumberPieces
{
    /// <summary>Numbers of which none is missing.</summary>
    /// <returns><c>[n]</c>.</returns>
    public static Tensor Of<T>(ReadOnlySpan<T> values)
        where T : struct => values switch
        {
            _ when typeof(T) == typeof(bool) => tensor(Convert(values, value => (bool)(object)value ? (byte)1 : (byte)0), ScalarType.Byte),
            _ when typeof(T) == typeof(byte) => tensor((byte[])(object)values.ToArray(), ScalarType.Byte),
            _ when typeof(T) == typeof(float) => tensor((float[])(object)values.ToArray(), ScalarType.Float32),
            _ when typeof(T) == typeof(long) => tensor((long[])(object)values.ToArray(), ScalarType.Int64),
            _ when typeof(T) == typeof(sbyte) => Whole<T, sbyte>(values),
            _ when typeof(T) == typeof(short) => Whole<T, short>(values),
            _ when typeof(T) == typeof(ushort) => Whole<T, ushort>(values),
            _ when typeof(T) == typeof(int) => Whole<T, int>(values),
            _ when typeof(T) == typeof(uint) => Whole<T, uint>(values),
            _ => tensor(Doubles(values), ScalarType.Float64),
        };

    /// <summary>Numbers in double precision.</summary>
    /// <exception cref="NotSupportedException">They are none.</exception>
    public static double[] Doubles<T>(ReadOnlySpan<T> values)
        where T : struct => values switch
        {
            _ when typeof(T) == typeof(double) => (double[])(object)values.ToArray(),
            _ when typeof(T) == typeof(float) => Real<T, float>(values),
            _ when typeof(T) == typeof(Half) => Real<T, Half>(values),
            _ when typeof(T) == typeof(decimal) => Real<T, decimal>(values),
            _ when typeof(T) == typeof(bool) => Convert(values, value => (bool)(object)value ? 1.0 : 0),
            _ when typeof(T) == typeof(byte) => Real<T, byte>(values),
            _ when typeof(T) == typeof(sbyte) => Real<T, sbyte>(values),
            _ when typeof(T) == typeof(short) => Real<T, short>(values),
            _ when typeof(T) == typeof(ushort) => Real<T, ushort>(values),
            _ when typeof(T) == typeof(int) => Real<T, int>(values),
            _ when typeof(T) == typeof(uint) => Real<T, uint>(values),
            _ when typeof(T) == typeof(long) => Real<T, long>(values),
            _ when typeof(T) == typeof(ulong) => Real<T, ulong>(values),
            _ => throw new NotSupportedException(typeof(T).Name),
        };

    private static Tensor Whole<T, TNumber>(ReadOnlySpan<T> values)
        where T : struct
        where TNumber : struct, INumberBase<TNumber> =>
        tensor(Convert(values, value => long.CreateChecked((TNumber)(object)value)), ScalarType.Int64);

    private static double[] Real<T, TNumber>(ReadOnlySpan<T> values)
        where T : struct
        where TNumber : struct, INumberBase<TNumber> => Convert(values, value => double.CreateTruncating((TNumber)(object)value));

    private static TTo[] Convert<T, TTo>(ReadOnlySpan<T> values, Func<T, TTo> convert)
    {
        var converted = new TTo[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            converted[i] = convert(values[i]);
        }

        return converted;
    }
}
