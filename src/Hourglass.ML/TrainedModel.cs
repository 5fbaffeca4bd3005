using System.Globalization;
using Hourglass.Datasets;
using Hourglass.Evaluation;
using Microsoft.ML;
using static TorchSharp.torch;

namespace Hourglass.ML;

/// <summary>
/// A trained model with the columns that it reads and those that it adds. Any number of threads may ask it; they take turns, as a module of
/// TorchSharp is for one at a time.
/// </summary>
/// <param name="model">The model, in evaluation mode.</param>
/// <param name="inputs">The columns that it reads.</param>
/// <param name="outputs">What it adds.</param>
/// <param name="options">Which score, and how many rows at once.</param>
internal sealed class TrainedModel(Autoencoder model, IReadOnlyList<InputColumn> inputs, ModelOutputs outputs, AutoencoderOptions options)
{
    private readonly Lock _turn = new();

    private readonly DataField[] _fields = [.. model.Description.Fields.Where(field => outputs.Reads.Contains(field.Name))];

    public IReadOnlyList<InputColumn> Inputs { get; } = inputs;

    public IReadOnlyList<OutputColumn> Columns => outputs.Columns;

    public int BatchRows => options.BatchRows;

    private string Name => model.Description.Name;

    /// <summary>The input's columns, and behind them those that are added.</summary>
    /// <exception cref="DataException">The input lacks a column that the model reads, or it is another.</exception>
    public DataViewSchema Schema(DataViewSchema input)
    {
        foreach (var known in Inputs)
        {
            var column = input.GetColumnOrNull(known.Name) ?? throw new DataException(
                $"{Name} reads the column '{known.Name}', {known}, and the data view has none; it has "
                + $"{string.Join(", ", input.Where(column => !column.IsHidden).Select(column => column.Name))}.");
            if (InputColumn.Of(column) is not { } found || !known.Accepts(found))
            {
                throw new DataException(
                    $"{Name} reads the column '{known.Name}', in its training {known}; here it is {column.Type}. "
                    + "Give the column that type.");
            }
        }

        var schema = new DataViewSchema.Builder();
        schema.AddColumns(input);
        foreach (var column in Columns)
        {
            schema.AddColumn(column.Name, column.Type, column.Annotations);
        }

        return schema.ToSchema();
    }

    /// <summary>The added columns among some of a schema that <see cref="Schema"/> made.</summary>
    public AutoencoderOutputs Wanted(IEnumerable<int> columns, DataViewSchema input) => columns
        .Where(index => index >= input.Count)
        .Aggregate(AutoencoderOutputs.None, (all, index) => all | Columns[index - input.Count].Output);

    /// <summary>Reads a row.</summary>
    /// <param name="rows">The rows that it joins.</param>
    /// <param name="place">Its place, for messages.</param>
    /// <exception cref="DataException">It has a text that the training had not.</exception>
    public static void Read(ViewRows rows, long place)
    {
        try
        {
            rows.Add();
        }
        catch (DataException exception)
        {
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"Row {place}: {exception.Message}"), exception);
        }
    }

    /// <summary>What the model makes of rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="first">The place of the first, for messages.</param>
    /// <param name="wanted">Which outputs.</param>
    /// <exception cref="DataException">A value is outside of its domain, or missing where none may be.</exception>
    public Dictionary<OutputColumn, Array> Values(ViewRows rows, long first, AutoencoderOutputs wanted)
    {
        try
        {
            using var data = rows.Take("data view", []);
            lock (_turn)
            {
                using var scope = NewDisposeScope();
                using var noGrad = no_grad();
                var weight = model.parameters().FirstOrDefault();
                var bind = options.Train.Bind;
                using var bound = data.Bind(
                    _fields,
                    weight is null ? bind : bind with { Precision = weight.dtype, Device = weight.device });
                using var places = arange(bound.TrainCount, ScalarType.Int64);
                using var batch = bound.TrainBatch(places);
                return outputs.Values(model, batch, options.Score, wanted);
            }
        }
        catch (DataException exception)
        {
            throw new DataException(
                string.Create(CultureInfo.InvariantCulture, $"Rows from {first} on (example 0 is row {first}): {exception.Message}"),
                exception);
        }
    }
}
