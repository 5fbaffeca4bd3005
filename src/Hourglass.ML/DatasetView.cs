using Hourglass.Datasets;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace Hourglass.ML;

/// <summary>The examples of a data set as rows.</summary>
internal sealed class DatasetView : IDataView
{
    private const int ChunkRows = 500;

    private readonly BoundDataset _data;
    private readonly DataSplit _split;
    private readonly IReadOnlyList<OutputColumn> _columns;

    public DatasetView(Dataset data, DataSplit split)
    {
        DataField[] numbers = [.. data.ColumnNames.Select(name => new DataField(name, Domain.Real, 0, data.ShapeOf(name), true))];
        DataField[] texts = [.. data.TextColumnNames.Select(name => new DataField(name, Domain.Class, data.TextsOf(name).Count, [], true))];
        if (split == DataSplit.Test && data.TestCount == 0)
        {
            throw new DataException($"The data '{data.Name}' has no test split; ask for the training split.");
        }

        (_data, _split) = (data.Bind([.. numbers, .. texts]), split);
        _columns =
        [
            .. numbers.Select(field =>
                new OutputColumn(field.Name, OutputKind.Numbers, [.. field.Shape.Select(size => checked((int)size))])),
            .. texts.Select(field =>
                new OutputColumn(field.Name, OutputKind.Label, [field.Classes]) { Classes = data.TextsOf(field.Name) }),
        ];
        var schema = new DataViewSchema.Builder();
        foreach (var column in _columns)
        {
            schema.AddColumn(column.Name, column.Type, column.Annotations);
        }

        Schema = schema.ToSchema();
    }

    /// <inheritdoc/>
    public bool CanShuffle => false;

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    private int Count => _split == DataSplit.Test ? _data.TestCount : _data.TrainCount;

    /// <inheritdoc/>
    public long? GetRowCount() => Count;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        return new Cursor(this, columnsNeeded.Select(column => column.Index).ToHashSet());
    }

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private Dictionary<OutputColumn, Array> Chunk(long first, IReadOnlySet<int> active)
    {
        using var scope = NewDisposeScope();
        using var places = arange(first, Math.Min(first + ChunkRows, Count), ScalarType.Int64);
        using var batch = _split == DataSplit.Test ? _data.TestBatch(places) : _data.TrainBatch(places);
        return _columns.Index().Where(pair => active.Contains(pair.Index)).ToDictionary(
            pair => pair.Item,
            pair => pair.Item.Kind == OutputKind.Label
                ? Array.ConvertAll(batch[pair.Item.Name].data<long>().ToArray(), place => (uint)(place + 1))
                : (Array)batch[pair.Item.Name].contiguous().data<float>().ToArray());
    }

    private sealed class Cursor(DatasetView view, IReadOnlySet<int> active) : DataViewRowCursor
    {
        private Dictionary<OutputColumn, Array> _values = [];
        private long _position = -1;

        /// <inheritdoc/>
        public override long Position => _position;

        /// <inheritdoc/>
        public override long Batch => 0;

        /// <inheritdoc/>
        public override DataViewSchema Schema => view.Schema;

        /// <inheritdoc/>
        public override bool MoveNext()
        {
            if (_position < 0 ? view.Count == 0 : _position >= view.Count - 1)
            {
                return false;
            }

            if (++_position % ChunkRows == 0)
            {
                _values = view.Chunk(_position, active);
            }

            return true;
        }

        /// <inheritdoc/>
        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        /// <inheritdoc/>
        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref id) => id = new DataViewRowId((ulong)_position, 0);

        /// <inheritdoc/>
        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => active.Contains(column.Index)
            ? view._columns[column.Index].Getter<TValue>(() => (_values, (int)(_position % ChunkRows)))
            : throw OutputColumn.Inactive(column);
    }
}
