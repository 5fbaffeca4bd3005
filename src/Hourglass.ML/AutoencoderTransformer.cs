using Hourglass.Training;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hourglass.ML;

/// <summary>
/// A trained model in a pipeline. What it adds is computed when a cursor moves, <see cref="AutoencoderOptions.BatchRows"/> rows at once,
/// and is a function of the row. Any number of threads may use it; they take turns at the model.
/// </summary>
/// <typeparam name="TModel">The emitted type.</typeparam>
public sealed class AutoencoderTransformer<TModel> : ITransformer, IDisposable
    where TModel : Autoencoder
{
    private readonly TrainedModel _trained;
    private readonly TransformerFile _file;

    internal AutoencoderTransformer(TModel model, IReadOnlyList<InputColumn> inputs, ModelOutputs outputs, AutoencoderOptions options)
    {
        Model = model;
        _trained = new TrainedModel(model, inputs, outputs, options);
        _file = TransformerFile.Of(model.Description.Name, inputs, outputs, options);
    }

    /// <summary>The model, in evaluation mode; for one thread at a time, while no cursor of this moves.</summary>
    public TModel Model { get; }

    /// <summary>How the training went; null where the model was loaded.</summary>
    public TrainingReport? Report { get; internal init; }

    /// <summary>The columns that are read.</summary>
    public IReadOnlyList<string> InputColumns => [.. _trained.Inputs.Select(column => column.Name)];

    /// <summary>The columns that are added.</summary>
    public IReadOnlyList<string> OutputColumns => [.. _trained.Columns.Select(column => column.Name)];

    /// <inheritdoc/>
    public bool IsRowToRowMapper => true;

    /// <summary>Reads what <see cref="SaveTo"/> wrote.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="DataException">There is nothing of the kind, it is damaged, or it is another model's.</exception>
    public static AutoencoderTransformer<TModel> Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var load = typeof(TModel).GetMethod("Load", [typeof(string)])?.CreateDelegate<Func<string, TModel>>() ?? throw new DataException(
            $"{typeof(TModel).Name} has no public static method Load(string), which every type has that is made from a model.");
        var file = TransformerFile.Read(folder);
        var model = load(folder);
        try
        {
            var options = file.Options;
            return new(model, file.Inputs(model, folder), file.Named(ModelOutputs.Of(model, options), folder), options);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Writes the weights and which columns are read and added, for <see cref="Load"/>.</summary>
    /// <param name="folder">The folder, which is made if need be; former files are replaced.</param>
    /// <exception cref="HourglassException">A file cannot be written.</exception>
    public void SaveTo(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _file.Write(folder);
        Model.Save(Path.Combine(folder, TransformerFile.Weights));
    }

    /// <inheritdoc/>
    /// <exception cref="DataException">The view lacks a column that the model reads, or it is another.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ModelView(_trained, input);
    }

    /// <inheritdoc/>
    /// <exception cref="DataException">The view lacks a column that the model reads, or it is another.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return _trained.Schema(inputSchema);
    }

    /// <inheritdoc/>
    /// <exception cref="DataException">The view lacks a column that the model reads, or it is another.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new ModelRowMapper(_trained, inputSchema);
    }

    /// <summary>Nothing: ML.NET's files hold its own classes alone, as all that writes and reads them is closed to others.</summary>
    /// <exception cref="NotSupportedException">Always; <see cref="SaveTo"/> and <see cref="Load"/> are the way.</exception>
    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException(
        "ML.NET's model files take no steps but its own. Save this step by itself, SaveTo(folder), and the others by mlContext.Model.Save; "
        + $"AutoencoderTransformer<{typeof(TModel).Name}>.Load(folder) reads it.");

    /// <summary>Disposes of the model.</summary>
    public void Dispose() => Model.Dispose();
}
