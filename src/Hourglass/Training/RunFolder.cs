using System.Text.Json;
using Hourglass.Checkpoints;
using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Reports;
using Hourglass.Reports.TensorBoard;

namespace Hourglass.Training;

/// <summary>
/// The output folder of a training. It belongs to one model and, while it trains, to one process. A training that starts anew sets the
/// former one's results aside, so that nothing in the folder is ever taken for its own that is not.
/// </summary>
/// <param name="path">The folder; made when it is taken.</param>
internal sealed class RunFolder(string path) : IDisposable
{
    /// <summary>The folder of the checkpoint.</summary>
    public const string CheckpointName = "checkpoint";

    /// <summary>The file of figures.</summary>
    public const string MetricsName = "metrics.json";

    /// <summary>The folder of the former training's results.</summary>
    public const string PreviousName = "previous";

    private const string EventsName = "tensorboard";

    private static readonly string[] Results =
    [
        CheckpointName, EventsName, MetricsName, WeightsFile.Name, ClassTexts.Name, EvaluationFile.Name, EvaluationFile.PageName,
        .. ReportWriter.Files
    ];

    private RunLock? _lock;
    private EventLog? _events;

    /// <summary>The folder's full path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Where the checkpoint lies.</summary>
    public string CheckpointFolder => In(CheckpointName);

    private bool HasResults => Results.Any(name => File.Exists(In(name)) || Directory.Exists(In(name)));

    /// <summary>Makes the folder this process's own, until disposed.</summary>
    /// <exception cref="TrainingException">It cannot be made, or another training has it.</exception>
    public void Take() => Guard(() =>
    {
        Directory.CreateDirectory(Path);
        _lock = RunLock.TryTake(Path) ?? throw new TrainingException(
            $"Another training is under way in the output folder '{Path}'{Who()}. Wait until it has ended, or choose another folder: "
            + "--out; in C#, TrainOptions.OutputFolder.");
    });

    /// <summary>Begins a training in it: the former one's results, of the same model unless that is overruled, are set aside.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="overwrite">Whether the results may be another model's.</param>
    /// <returns>Where they are now; null where there were none.</returns>
    /// <exception cref="TrainingException">They are another model's, or cannot be moved.</exception>
    public string? Begin(string model, bool overwrite)
    {
        string? aside = null;
        Guard(() =>
        {
            if (HasResults)
            {
                var owner = FolderOwner.ModelOf(Path);
                if (owner != model && !overwrite)
                {
                    throw new TrainingException(
                        $"The output folder '{Path}' holds the results of "
                        + $"{(owner is null ? "a model whose name cannot be read" : $"the model '{owner}'")}; this one is '{model}'. "
                        + "Choose another folder (--out; in C#, TrainOptions.OutputFolder), or let those be set aside (--overwrite; "
                        + "in C#, TrainOptions.Overwrite).");
                }

                aside = SetAside();
            }

            FolderOwner.Here(model).Write(Path);
        });
        return aside;
    }

    /// <summary>Goes on with the training that lies in it.</summary>
    /// <param name="model">The model's name.</param>
    public void GoOn(string model) => Guard(() => FolderOwner.Here(model).Write(Path));

    /// <summary>Writes event files from now on.</summary>
    public void OpenEvents() => _events = new EventLog(In(EventsName));

    /// <summary>Writes <c>metrics.json</c> and, on request, the events.</summary>
    public void WriteMetrics(
        ModelDescription model, IReadOnlyList<EpochMetrics> metrics, IReadOnlyList<GradientSpread>? spreads = null) => Guard(() =>
    {
        var file = new MetricsFile(model.Name, model.Terms, metrics) { Gradients = spreads is { Count: > 0 } ? spreads : null };
        AtomicFile.WriteText(In(MetricsName), JsonSerializer.Serialize(file, HourglassJson.Default.MetricsFile) + "\n");
        _events?.Write(metrics);
    });

    /// <summary>Writes the trained weights, <c>model.safetensors</c> under the keys of <c>state_dict</c>.</summary>
    public void WriteModel(Autoencoder model) => Guard(() =>
        model.Save(In(WeightsFile.Name)));

    /// <summary>Writes the texts that classes stand for, <c>classes.json</c>, where there are any.</summary>
    public void WriteTexts(IReadOnlyList<ColumnBinding> columns) => Guard(() => ClassTexts.Write(Path, columns));

    /// <inheritdoc/>
    public void Dispose()
    {
        _events?.Dispose();
        _lock?.Dispose();
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);

    private string Who() => FolderOwner.Read(Path) is { } owner
        ? FormattableString.Invariant($": process {owner.Process} trains '{owner.Model}' since {owner.Started:yyyy-MM-dd HH:mm} UTC")
        : "";

    /// <summary>Moves results into a folder within, in the place of those that were there: a run folder that can be resumed.</summary>
    private string SetAside()
    {
        var previous = In(PreviousName);
        Directory.CreateDirectory(previous);
        foreach (var name in Results.Append(FolderOwner.FileName))
        {
            var (from, to) = (In(name), System.IO.Path.Combine(previous, name));
            if (Directory.Exists(to))
            {
                Directory.Delete(to, recursive: true);
            }

            File.Delete(to);
            if (Directory.Exists(from))
            {
                Directory.Move(from, to);
            }
            else if (File.Exists(from))
            {
                File.Move(from, to);
            }
        }

        return previous;
    }

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException(
                $"The output folder '{Path}' cannot be written: {e.Message} {WriteAdvice.For(e)}, or choose another folder.",
                e);
        }
    }
}
