using System.Text.Json;
using System.Text.Json.Serialization;
using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Training;

namespace Hourglass.ML;

/// <summary>What a step of a pipeline is beside its weights, as it is written down.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Columns">What it reads.</param>
/// <param name="Outputs">What it makes.</param>
/// <param name="Score">By which score.</param>
/// <param name="Names">The names of the columns that are added: codes, reconstruction, score, label, probabilities.</param>
/// <param name="Classes">The names of the classes of predicted variables.</param>
/// <param name="BatchRows">How many rows at once.</param>
/// <param name="Threshold">Whether grey values become 0 and 1.</param>
internal sealed record TransformerFile(
    string Model,
    IReadOnlyList<TransformerFile.Column> Columns,
    AutoencoderOutputs Outputs,
    ScoreKind Score,
    IReadOnlyList<string> Names,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Classes,
    int BatchRows,
    bool Threshold)
{
    /// <summary>The file of weights, in the place where a training would put it.</summary>
    public const string Weights = "model.safetensors";

    private const string FileName = "transformer.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The options that make the same outputs.</summary>
    [JsonIgnore]
    public AutoencoderOptions Options => new()
    {
        Outputs = Outputs,
        Score = Score,
        CodesColumn = Names[0],
        ReconstructionColumn = Names[1],
        AnomalyScoreColumn = Names[2],
        PredictedLabelColumn = Names[3],
        ProbabilitiesColumn = Names[4],
        BatchRows = BatchRows,
        Train = new TrainOptions { Bind = new BindOptions { Binarize = Threshold ? Binarize.Threshold : Binarize.None } },
    };

    /// <summary>Whether nothing is null within its lists, which JSON may have.</summary>
    [JsonIgnore]
    private bool IsComplete =>
        Columns.All(column => column is not null && column.Shape.All(size => size > 0) && column.Texts.All(text => text is not null))
        && Names.All(name => name is not null)
        && Classes.Values.All(names => names is not null && names.All(name => name is not null));

    /// <summary>A trained model's.</summary>
    public static TransformerFile Of(
        string model, IReadOnlyList<InputColumn> inputs, ModelOutputs outputs, AutoencoderOptions options) => new(
        model,
        [.. inputs.Select(column => new Column(column.Name, column.Kind, column.Shape, column.Texts, column.MayMiss))],
        outputs.Columns.Aggregate(AutoencoderOutputs.None, (all, column) => all | column.Output),
        options.Score,
        [
            options.CodesColumn, options.ReconstructionColumn, options.AnomalyScoreColumn, options.PredictedLabelColumn,
            options.ProbabilitiesColumn,
        ],
        outputs.Columns.Where(column => column.Kind == OutputKind.Label).ToDictionary(column => column.Variable!, column => column.Classes),
        options.BatchRows,
        options.Train.Bind.Binarize == Binarize.Threshold);

    /// <summary>Reads a folder's.</summary>
    /// <exception cref="DataException">There is none, or it is damaged.</exception>
    public static TransformerFile Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            var file = JsonSerializer.Deserialize<TransformerFile>(File.ReadAllBytes(path), Json);
            return file is { Names.Count: 5, BatchRows: >= 1 } && file.IsComplete
                ? file
                : throw Damaged(folder, "what it says contradicts itself", null);
        }
        catch (JsonException exception)
        {
            throw Damaged(folder, $"it is no JSON of the kind, line {(exception.LineNumber ?? 0) + 1}", exception);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException($"There is no '{path}'; give the folder that SaveTo wrote.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="HourglassException">It cannot be written.</exception>
    public void Write(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, Json));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HourglassException($"'{folder}' cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>The columns that the model reads.</summary>
    /// <exception cref="DataException">The file is another model's.</exception>
    public IReadOnlyList<InputColumn> Inputs(Autoencoder model, string folder) => model.Description.Name == Model
        ? [.. Columns.Select(column => new InputColumn(column.Name, column.Kind, column.Shape)
        {
            Texts = column.Texts,
            MayMiss = column.MayMiss,
        })]
        : throw new DataException($"'{folder}' is of {Model}, not of {model.Description.Name}.");

    /// <summary>Outputs with the names of classes.</summary>
    /// <exception cref="DataException">There are other classes than the model's.</exception>
    public ModelOutputs Named(ModelOutputs outputs, string folder) => outputs with
    {
        Columns = [.. outputs.Columns.Select(column => column.Variable is not { } variable ? column
            : Classes.TryGetValue(variable, out var names) && names.Count == column.Shape[0] ? column with { Classes = names }
            : throw Damaged(folder, $"it does not name the {column.Shape[0]} classes of '{variable}'", null))],
    };

    private static DataException Damaged(string folder, string how, Exception? cause)
    {
        var message = $"'{Path.Combine(folder, FileName)}' is damaged: {how}. Train again and save.";
        return cause is null ? new DataException(message) : new DataException(message, cause);
    }

    /// <summary>A column that is read.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Kind">What it is.</param>
    /// <param name="Shape">The shape of a row's numbers.</param>
    /// <param name="Texts">The texts of a category.</param>
    /// <param name="MayMiss">Whether another text is a missing one.</param>
    internal sealed record Column(string Name, InputKind Kind, IReadOnlyList<int> Shape, IReadOnlyList<string> Texts, bool MayMiss);
}
