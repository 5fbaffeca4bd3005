using System.Text.Json;
using Hourglass.Checkpoints;
using Hourglass.Reports.TensorBoard;

namespace Hourglass.Training;

/// <summary>The output folder of a training.</summary>
internal sealed class RunFolder : IDisposable
{
    private readonly EventLog? _events;

    /// <summary>Makes the folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="tensorBoard">Whether to write event files as well.</param>
    /// <exception cref="TrainingException">It cannot be made.</exception>
    public RunFolder(string path, bool tensorBoard)
    {
        Path = System.IO.Path.GetFullPath(path);
        Guard(() => Directory.CreateDirectory(Path));
        _events = tensorBoard ? new EventLog(System.IO.Path.Combine(Path, "tensorboard")) : null;
    }

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>Where the checkpoint lies.</summary>
    public string CheckpointFolder => System.IO.Path.Combine(Path, "checkpoint");

    /// <summary>Writes <c>metrics.json</c> and, on request, the events.</summary>
    public void WriteMetrics(ModelDescription model, IReadOnlyList<EpochMetrics> metrics) => Guard(() =>
    {
        var file = new MetricsFile(model.Name, model.Terms, metrics);
        AtomicFile.WriteText(System.IO.Path.Combine(Path, "metrics.json"), JsonSerializer.Serialize(file, HourglassJson.Default.MetricsFile) + "\n");
        _events?.Write(metrics);
    });

    /// <summary>Writes the trained weights, <c>model.safetensors</c> under the keys of <c>state_dict</c>.</summary>
    public void WriteModel(Autoencoder model) => Guard(() =>
        model.Save(System.IO.Path.Combine(Path, WeightsFile.Name)));

    /// <inheritdoc/>
    public void Dispose() => _events?.Dispose();

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"The output folder '{Path}' cannot be written: {e.Message} {WriteAdvice.For(e)}, or choose another folder.", e);
        }
    }
}
