using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hourglass.ML;

/// <summary>
/// A data view with the columns that a model adds; nothing is computed until a cursor moves. A cursor runs ahead of the one that the rows
/// come from, and its rows pass through the model many at once.
/// </summary>
internal sealed class ModelView(TrainedModel model, IDataView input) : IDataView
{
    /// <summary>Batches are those of the input's order: a shuffled one would make others of them.</summary>
    public bool CanShuffle => false;

    /// <inheritdoc/>
    public DataViewSchema Schema { get; } = model.Schema(input.Schema);

    /// <inheritdoc/>
    public long? GetRowCount() => input.GetRowCount();

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        return new ModelCursor(model, input, Schema, columnsNeeded.Select(column => column.Index).ToHashSet());
    }

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}

/// <summary>A cursor over the input's columns and those of the model.</summary>
internal sealed class ModelCursor : DataViewRowCursor
{
    private readonly TrainedModel _model;
    private readonly DataViewSchema _input;
    private readonly HashSet<int> _active;
    private readonly AutoencoderOutputs _wanted;
    private readonly DataViewRowCursor _rows;
    private readonly DataViewRowCursor? _ahead;
    private readonly ViewRows? _read;
    private readonly ValueGetter<DataViewRowId> _id;
    private readonly ValueGetter<DataViewRowId>? _aheadId;
    private readonly List<DataViewRowId> _ids = [];
    private Dictionary<OutputColumn, Array> _values = [];
    private int _place = -1;
    private long _first;

    public ModelCursor(TrainedModel model, IDataView input, DataViewSchema schema, HashSet<int> active)
    {
        (_model, _input, Schema, _active) = (model, input.Schema, schema, active);
        _wanted = model.Wanted(active, _input);
        _rows = input.GetRowCursor(_input.Where(column => active.Contains(column.Index)));
        _id = _rows.GetIdGetter();
        if (_wanted != AutoencoderOutputs.None)
        {
            _ahead = ViewColumns.Cursor(input, model.Inputs);
            _read = new ViewRows(_ahead, model.Inputs, trained: true);
            _aheadId = _ahead.GetIdGetter();
        }
    }

    /// <inheritdoc/>
    public override long Position => _rows.Position;

    /// <inheritdoc/>
    public override long Batch => _rows.Batch;

    /// <inheritdoc/>
    public override DataViewSchema Schema { get; }

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        if (!_rows.MoveNext())
        {
            _place = -1;
            return false;
        }

        if (_ahead is null)
        {
            return true;
        }

        if (++_place >= _ids.Count)
        {
            Fill();
        }

        DataViewRowId id = default;
        _id(ref id);
        return _ids.Count > 0 && id.Equals(_ids[_place]) ? true : throw new InvalidOperationException(
            "Two cursors over the same data view gave different rows: its order changes from one to the next. Put its rows in memory first "
            + "(mlContext.Data.Cache).");
    }

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => _rows.GetIdGetter();

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => !_active.Contains(column.Index)
        ? throw OutputColumn.Inactive(column)
        : column.Index < _input.Count
            ? _rows.GetGetter<TValue>(_input[column.Index])
            : _model.Columns[column.Index - _input.Count].Getter<TValue>(() => (_values, _place));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _rows.Dispose();
            _ahead?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Fill()
    {
        _first += _ids.Count;
        _ids.Clear();
        _place = 0;
        DataViewRowId id = default;
        while (_ids.Count < _model.BatchRows && _ahead!.MoveNext())
        {
            TrainedModel.Read(_read!, _first + _ids.Count);
            _aheadId!(ref id);
            _ids.Add(id);
        }

        _values = _ids.Count == 0 ? [] : _model.Values(_read!, _first, _wanted);
    }
}
