using System.Globalization;
using Hourglass.Training;

namespace Hourglass.Reports.TensorBoard;

/// <summary>
/// Event files for TensorBoard: the runs <c>train</c>, <c>validation</c> and <c>test</c>, every term of a phase a tag, the
/// epoch as the step. The first write takes the place of what an earlier training, or the part before a resume, left in the folder, and
/// holds its figures too.
/// </summary>
/// <param name="folder">The folder of the runs.</param>
internal sealed class EventLog(string folder) : IDisposable
{
    private readonly Dictionary<string, RecordFile> _runs = new(StringComparer.Ordinal);
    private int _written;

    /// <summary>Appends the epochs that are not in the files yet.</summary>
    public void Write(IReadOnlyList<EpochMetrics> metrics)
    {
        for (; _written < metrics.Count; _written++)
        {
            var epoch = metrics[_written];
            Append("train", epoch, epoch.Train);
            Append("validation", epoch, epoch.Validation ?? new Dictionary<string, double>());
            Append("test", epoch, epoch.Test);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var run in _runs.Values)
        {
            run.Dispose();
        }
    }

    private static double Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;

    private void Append(string name, EpochMetrics epoch, IReadOnlyDictionary<string, double> terms)
    {
        if (terms.Count == 0)
        {
            return;
        }

        if (!_runs.TryGetValue(name, out var run))
        {
            run = _runs[name] = Open(Path.Combine(folder, name));
        }

        var summary = new Summary();
        summary.Value.AddRange(terms.Select(term => new SummaryValue { Tag = TagOf(epoch, term.Key), SimpleValue = (float)term.Value }));
        run.Append(new Event { WallTime = Now, Step = epoch.Epoch, Summary = summary });
    }

    /// <summary>A phase has terms of its own.</summary>
    private static string TagOf(EpochMetrics epoch, string term) => epoch.Phase is { } phase ? $"{phase}/{term}" : term;

    private static RecordFile Open(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var old in Directory.EnumerateFiles(folder, "*.tfevents.*.hourglass"))
        {
            File.Delete(old);
        }

        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"events.out.tfevents.{DateTimeOffset.UtcNow.ToUnixTimeSeconds():0000000000}.hourglass");
        var file = new RecordFile(Path.Combine(folder, name));
        file.Append(new Event { WallTime = Now, FileVersion = "brain.Event:2" });
        return file;
    }
}
