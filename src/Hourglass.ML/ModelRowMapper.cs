using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hourglass.ML;

/// <summary>The model on one row at a time, as a <c>PredictionEngine</c> asks it.</summary>
internal sealed class ModelRowMapper(TrainedModel model, DataViewSchema input) : IRowToRowMapper
{
    /// <inheritdoc/>
    public DataViewSchema InputSchema => input;

    /// <inheritdoc/>
    public DataViewSchema OutputSchema { get; } = model.Schema(input);

    /// <inheritdoc/>
    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        ArgumentNullException.ThrowIfNull(dependingColumns);
        var asked = dependingColumns.Select(column => column.Index).ToHashSet();
        if (asked.Any(index => index >= input.Count))
        {
            asked.UnionWith(model.Inputs.Select(column => input[column.Name].Index));
        }

        return input.Where(column => asked.Contains(column.Index));
    }

    /// <inheritdoc/>
    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        return new Row(model, input, OutputSchema, activeColumns.Select(column => column.Index).ToHashSet());
    }

    private sealed class Row : DataViewRow
    {
        private readonly TrainedModel _model;
        private readonly DataViewRow _input;
        private readonly HashSet<int> _active;
        private readonly AutoencoderOutputs _wanted;
        private readonly ViewRows? _read;
        private Dictionary<OutputColumn, Array> _values = [];
        private long _position = -1;

        public Row(TrainedModel model, DataViewRow input, DataViewSchema schema, HashSet<int> active)
        {
            (_model, _input, Schema, _active) = (model, input, schema, active);
            _wanted = model.Wanted(active, input.Schema);
            _read = _wanted == AutoencoderOutputs.None ? null : new ViewRows(input, model.Inputs, trained: true);
        }

        /// <inheritdoc/>
        public override long Position => _input.Position;

        /// <inheritdoc/>
        public override long Batch => _input.Batch;

        /// <inheritdoc/>
        public override DataViewSchema Schema { get; }

        /// <inheritdoc/>
        public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < _input.Schema.Count
            ? _input.IsColumnActive(_input.Schema[column.Index])
            : _active.Contains(column.Index);

        /// <inheritdoc/>
        public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

        /// <inheritdoc/>
        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            var inputs = _input.Schema.Count;
            return column.Index < inputs ? _input.GetGetter<TValue>(_input.Schema[column.Index])
                : _active.Contains(column.Index) ? _model.Columns[column.Index - inputs].Getter<TValue>(() => (Current(), 0))
                : throw OutputColumn.Inactive(column);
        }

        /// <inheritdoc/>
        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _input.Dispose();
            }

            base.Dispose(disposing);
        }

        private Dictionary<OutputColumn, Array> Current()
        {
            if (_position != _input.Position)
            {
                TrainedModel.Read(_read!, _input.Position);
                _values = _model.Values(_read!, _input.Position, _wanted);
                _position = _input.Position;
            }

            return _values;
        }
    }
}
