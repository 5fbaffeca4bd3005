using System.Text;
using Apache.Arrow;
using static TorchSharp.torch;

namespace Hourglass.Datasets.Tables;

/// <summary>Arrow's arrays as pieces of columns.</summary>
internal static class ArrowPieces
{
    /// <summary>Adds an array to a column, or sets the column aside.</summary>
    public static void Add(ColumnChunks to, IArrowArray array)
    {
        if (Numbers(array) is { } numbers)
        {
            to.Add(numbers);
        }
        else if (Texts(array) is { } texts)
        {
            to.Add(texts);
        }
        else if (Lists(array) is var (lengths, elements) && Numbers(elements) is { } values)
        {
            ListPieces.Add(to, lengths, values);
        }
        else
        {
            to.SetAside($"{array.Data.DataType.Name}, which is no number and no text");
        }
    }

    private static Tensor? Numbers(IArrowArray array) => array switch
    {
        Int8Array numbers => Of(numbers),
        Int16Array numbers => Of(numbers),
        Int32Array numbers => Of(numbers),
        Int64Array numbers => Of(numbers),
        UInt8Array numbers => Of(numbers),
        UInt16Array numbers => Of(numbers),
        UInt32Array numbers => Of(numbers),
        UInt64Array numbers => Of(numbers),
        HalfFloatArray numbers => Of(numbers),
        FloatArray numbers => Of(numbers),
        DoubleArray numbers => Of(numbers),
        BooleanArray truths => Truths(truths),
        Decimal128Array numbers => tensor(
            [.. Enumerable.Range(0, numbers.Length).Select(i => numbers.IsNull(i) ? double.NaN : (double)numbers.GetValue(i)!.Value)],
            ScalarType.Float64),
        _ => null,
    };

    private static Tensor Of<T>(PrimitiveArray<T> array)
        where T : struct, IEquatable<T>
    {
        if (array.NullCount == 0)
        {
            return NumberPieces.Of(array.Values);
        }

        var numbers = NumberPieces.Doubles(array.Values);
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = array.IsNull(i) ? double.NaN : numbers[i];
        }

        return tensor(numbers, ScalarType.Float64);
    }

    private static Tensor Truths(BooleanArray truths)
    {
        double[] values = [.. Enumerable.Range(0, truths.Length).Select(i => truths.GetValue(i) switch
        {
            true => 1.0,
            false => 0,
            null => double.NaN,
        })];
        return tensor(values, truths.NullCount == 0 ? ScalarType.Byte : ScalarType.Float64);
    }

    /// <summary>By their bytes: the arrays' own texts are read without a look at where the memory ends.</summary>
    private static IEnumerable<string?>? Texts(IArrowArray array) => array switch
    {
        StringArray texts => Enumerable.Range(0, texts.Length)
            .Select(i => texts.IsNull(i) ? null : Encoding.UTF8.GetString(texts.GetBytes(i))),
        StringViewArray texts => Enumerable.Range(0, texts.Length)
            .Select(i => texts.IsNull(i) ? null : Encoding.UTF8.GetString(texts.GetBytes(i))),
        LargeStringArray texts => Enumerable.Range(0, texts.Length)
            .Select(i => texts.IsNull(i) ? null : Encoding.UTF8.GetString(texts.GetBytes(i))),
        DictionaryArray words when Texts(words.Dictionary)?.ToArray() is { } all => Enumerable.Range(0, words.Length)
            .Select(i => words.Indices.IsNull(i) ? null : all[Index(words.Indices, i)]),
        _ => null,
    };

    private static int Index(IArrowArray indices, int i) => indices switch
    {
        Int8Array places => places.GetValue(i)!.Value,
        Int16Array places => places.GetValue(i)!.Value,
        Int32Array places => places.GetValue(i)!.Value,
        UInt8Array places => places.GetValue(i)!.Value,
        UInt16Array places => places.GetValue(i)!.Value,
        Int64Array places => checked((int)places.GetValue(i)!.Value),
        UInt32Array places => checked((int)places.GetValue(i)!.Value),
        _ => throw new NotSupportedException($"a dictionary's places as {indices.Data.DataType.Name}"),
    };

    /// <summary>The lengths of lists and the array of their elements; null where it has no lists.</summary>
    private static (IReadOnlyList<int> Lengths, IArrowArray Elements)? Lists(IArrowArray array)
    {
        switch (array)
        {
            case FixedSizeListArray lists:
                var width = ((Apache.Arrow.Types.FixedSizeListType)lists.Data.DataType).ListSize;
                return lists.NullCount > 0
                    ? null
                    : ([.. Enumerable.Repeat(width, lists.Length)], ArrowArrayFactory.Slice(
                        lists.Values,
                        lists.Offset * width,
                        lists.Length * width));
            case ListArray { NullCount: 0, Length: > 0 } lists:
                var first = lists.ValueOffsets[0];
                return ([.. Enumerable.Range(0, lists.Length).Select(lists.GetValueLength)],
                    ArrowArrayFactory.Slice(lists.Values, first, lists.ValueOffsets[lists.Length] - first));
            default:
                return null;
        }
    }
}
