using Hourglass.Datasets;
using Microsoft.ML;

namespace Hourglass.ML;

/// <summary>
/// Trains a model on a data view, so that it stands in a pipeline of ML.NET: what it makes of each row (codes, reconstruction, anomaly
/// score, predicted class with probabilities) are columns that later steps read.
/// <code>
/// var pipeline = ml.Transforms.Autoencoder&lt;Measurements&gt;(new() { Outputs = AutoencoderOutputs.AnomalyScore });
/// using var trained = pipeline.Fit(data);
/// IDataView scored = trained.Transform(data);
/// </code>
/// </summary>
/// <typeparam name="TModel">The emitted type.</typeparam>
public sealed class AutoencoderEstimator<TModel> : IEstimator<AutoencoderTransformer<TModel>>
    where TModel : Autoencoder
{
    private const string Called = "data view";

    private readonly AutoencoderOptions _options;
    private readonly Func<int, TModel> _create;
    private readonly ModelOutputs _outputs;

    /// <summary>Makes an estimator, and a model for a moment to see what it adds.</summary>
    /// <param name="options">How it trains, and what it adds.</param>
    /// <exception cref="ArgumentException">The type has no public constructor of a seed: it was not emitted.</exception>
    /// <exception cref="DataException">The model lacks an output that is asked for, or the options contradict themselves.</exception>
    public AutoencoderEstimator(AutoencoderOptions? options = null)
    {
        _options = options ?? new AutoencoderOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.BatchRows, 1, nameof(options));
        if (_options.Train.Bind.Binarize == Binarize.Dynamic)
        {
            throw new DataException("Values that are drawn anew (Binarize.Dynamic) are no function of the row; take Binarize.Threshold.");
        }

        var constructor = typeof(TModel).GetConstructor([typeof(int)]) ?? throw new ArgumentException(
            $"{typeof(TModel).Name} has no public constructor (int seed), which every type has that is made from a model.",
            nameof(options));
        _create = seed => (TModel)constructor.Invoke(System.Reflection.BindingFlags.DoNotWrapExceptions, null, [seed], null);
        using var model = _create(0);
        Seed = _options.Train.Seed ?? model.Description.Plan.Seed;
        _outputs = ModelOutputs.Of(model, _options);
    }

    private int Seed { get; }

    /// <summary>Trains a new model: initial weights, order and draws are the seed's, so that a second one is the same.</summary>
    /// <param name="input">The data; its first row is read twice, to see which columns the model reads.</param>
    /// <exception cref="DataException">A variable finds no column, or a value is outside of its domain.</exception>
    /// <exception cref="TrainingException">The training cannot go on.</exception>
    public AutoencoderTransformer<TModel> Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var model = _create(Seed);
        try
        {
            var chosen = ViewColumns.Of(input.Schema, _options.InputColumns, Called);
            var read = Needed(model, input, chosen);
            var unread = chosen.Read.Except(read).Select(column => new SetAsideColumn(column.Name, "no variable reads it"));
            var (data, columns) = DataViewDatasets.Read(input, read, [.. chosen.SetAside, .. unread], Called);
            using (data)
            {
                var report = model.TrainOn(data, _options.Train, _options.Progress);
                model.eval();
                var (inputs, outputs) = TransformerInputs.Of(model, _outputs, columns, report.Columns);
                return new AutoencoderTransformer<TModel>(model, inputs, outputs, _options) { Report = report };
            }
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>The columns of the input, and those that the model adds.</summary>
    /// <param name="inputSchema">The input's.</param>
    /// <exception cref="DataException">A column of <see cref="AutoencoderOptions.InputColumns"/> is not there.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return _options.InputColumns?.FirstOrDefault(name => inputSchema.All(column => column.Name != name)) is { } lacking
            ? throw new DataException($"The data view '{Called}' has no column '{lacking}'; it has "
                + $"{string.Join(", ", inputSchema.Select(column => column.Name))}.")
            : ShapeColumns.With(inputSchema, _outputs.Columns);
    }

    /// <summary>
    /// The columns that variables read, found by the first row: what else there is need not be computed, and may be wide. Texts are not
    /// known yet, so that any is a missing one.
    /// </summary>
    private IReadOnlyList<InputColumn> Needed(TModel model, IDataView input, ViewColumns chosen)
    {
        using var cursor = ViewColumns.Cursor(input, chosen.Read);
        InputColumn[] columns = [.. chosen.Read.Select(column => column with { Texts = ["a text"], MayMiss = true })];
        var row = new ViewRows(cursor, columns, trained: true);
        row.Add(cursor, most: 1);
        var fields = model.Description.Fields.Select(field => field.Domain == Domain.Class ? field with { Optional = true } : field);
        using var data = row.Take(Called, chosen.SetAside);
        using var bound = data.Bind([.. fields], _options.Train.Bind);
        var read = bound.Columns.SelectMany(variable => variable.Columns).ToHashSet(StringComparer.Ordinal);
        return [.. chosen.Read.Where(column => read.Contains(column.Name))];
    }
}
