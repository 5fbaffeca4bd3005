using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace Hourglass.ML;

/// <summary>A column of a data view while its rows are read.</summary>
internal abstract class ColumnReader
{
    /// <summary>The texts that the places of a category are of; null for numbers. Known when all rows are read.</summary>
    public virtual IReadOnlyList<string>? Texts => null;

    /// <summary>Why no variable can read what came, as the end of a sentence; null where one can.</summary>
    public virtual string? Obstacle => null;

    /// <summary>Reads the value of the row where the cursor stands.</summary>
    public abstract void Add();

    /// <summary>What was read since the last time, one row an example; the caller's.</summary>
    public abstract Tensor Take();

    /// <summary>A reader of a column that is active in a row.</summary>
    /// <param name="row">The row, or cursor.</param>
    /// <param name="column">The column.</param>
    /// <param name="known">What it was when the model was trained; null where it is read for the first time.</param>
    public static ColumnReader Of(DataViewRow row, DataViewSchema.Column column, InputColumn? known) => column.Type switch
    {
        TextDataViewType => new TextReader(row.GetGetter<ReadOnlyMemory<char>>(column), known),
        KeyDataViewType { RawType: var raw } =>
            raw == typeof(byte) ? Key<byte>(row, column, known)
            : raw == typeof(ushort) ? Key<ushort>(row, column, known)
            : raw == typeof(uint) ? Key<uint>(row, column, known)
            : Key<ulong>(row, column, known),
        VectorDataViewType { ItemType: var item, Dimensions: var shape } => Numbers(row, column, item.RawType, [.. shape]),
        var type => Numbers(row, column, type.RawType, null),
    };

    private static KeyReader<T> Key<T>(DataViewRow row, DataViewSchema.Column column, InputColumn? known)
        where T : unmanaged, IBinaryInteger<T> =>
        new(row.GetGetter<T>(column), KeyNames.Has(column) ? KeyNames.Of(column) : null, known);

    /// <summary>Types as small as hold the numbers; never bytes, which a data set takes for grey values.</summary>
    private static ColumnReader Numbers(DataViewRow row, DataViewSchema.Column column, Type raw, IReadOnlyList<int>? shape) =>
        raw == typeof(float) ? Numbers<float, float>(row, column, shape, value => value)
        : raw == typeof(double) ? Numbers<double, double>(row, column, shape, value => value)
        : raw == typeof(bool) ? Numbers<bool, short>(row, column, shape, value => value ? (short)1 : (short)0)
        : raw == typeof(byte) ? Numbers<byte, short>(row, column, shape, value => value)
        : raw == typeof(sbyte) ? Numbers<sbyte, short>(row, column, shape, value => value)
        : raw == typeof(short) ? Numbers<short, short>(row, column, shape, value => value)
        : raw == typeof(ushort) ? Numbers<ushort, int>(row, column, shape, value => value)
        : raw == typeof(int) ? Numbers<int, int>(row, column, shape, value => value)
        : raw == typeof(uint) ? Numbers<uint, long>(row, column, shape, value => value)
        : raw == typeof(long) ? Numbers<long, long>(row, column, shape, value => value)
        : Numbers<ulong, double>(row, column, shape, value => value);

    private static ColumnReader Numbers<TValue, TStore>(
        DataViewRow row, DataViewSchema.Column column, IReadOnlyList<int>? shape, Func<TValue, TStore> convert)
        where TStore : unmanaged => shape is null
            ? new NumberReader<TValue, TStore>(row.GetGetter<TValue>(column), convert)
            : new VectorReader<TValue, TStore>(row.GetGetter<VBuffer<TValue>>(column), shape, convert);
}

/// <summary>One number a row.</summary>
internal sealed class NumberReader<TValue, TStore>(ValueGetter<TValue> getter, Func<TValue, TStore> convert) : ColumnReader
    where TStore : unmanaged
{
    private readonly TensorPieces<TStore> _pieces = new([]);
    private TValue _value = default!;

    /// <inheritdoc/>
    public override void Add()
    {
        getter(ref _value);
        _pieces.Next()[0] = convert(_value);
    }

    /// <inheritdoc/>
    public override Tensor Take() => _pieces.Take();
}

/// <summary>As many numbers in each row, of which a sparse vector names those that are not 0.</summary>
internal sealed class VectorReader<TValue, TStore>(
    ValueGetter<VBuffer<TValue>> getter, IReadOnlyList<int> shape, Func<TValue, TStore> convert) : ColumnReader
    where TStore : unmanaged
{
    private readonly TensorPieces<TStore> _pieces = new([.. shape.Select(size => (long)size)]);
    private VBuffer<TValue> _vector;

    /// <inheritdoc/>
    public override void Add()
    {
        getter(ref _vector);
        var row = _pieces.Next();
        if (_vector.Length != row.Length)
        {
            throw new DataException(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"A vector has {_vector.Length} numbers, and its column says {row.Length}; the data view contradicts its schema."));
        }

        var values = _vector.GetValues();
        var places = _vector.GetIndices();
        for (var i = 0; i < values.Length; i++)
        {
            row[_vector.IsDense ? i : places[i]] = convert(values[i]);
        }
    }

    /// <inheritdoc/>
    public override Tensor Take() => _pieces.Take();
}
