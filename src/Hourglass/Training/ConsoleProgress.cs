using System.Globalization;
using Spectre.Console;

namespace Hourglass.Training;

/// <summary>
/// Tells the console how training goes: a live bar and a line an epoch where somebody watches, the lines alone where the output is
/// redirected. All say how long training has taken and how long it will at this pace. Numbers are the same in every culture.
/// </summary>
/// <param name="console">The console; the standard output by default.</param>
/// <param name="time">The clock; the system's by default.</param>
public sealed class ConsoleProgress(IAnsiConsole? console = null, TimeProvider? time = null) : IProgress<TrainingProgress>
{
    private const int BarWidth = 24;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly IAnsiConsole _console = console ?? AnsiConsole.Console;
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Pace _pace = new(time ?? TimeProvider.System);
    private long _drawnAt;
    private bool _drawn;
    private bool _isGone;

    /// <inheritdoc/>
    /// <remarks>A console that is gone, as that of a closed terminal, is no reason to lose a training: it goes on in silence.</remarks>
    public void Report(TrainingProgress value)
    {
        if (_isGone)
        {
            return;
        }

        try
        {
            Write(value);
        }
        catch (IOException)
        {
            _isGone = true;
        }
    }

    private void Write(TrainingProgress value)
    {
        if (value.Notice is { } notice)
        {
            WriteLine(notice);
            return;
        }

        var times = _pace.At(((value.Epoch - 1) * (long)value.Steps) + value.Step, value.Epochs * (long)value.Steps);
        if (value.Completed is { } metrics)
        {
            WriteLine($"{EpochLine(metrics, value.Epochs)}  {Pace.Text(times)}");
        }
        else if (_console.Profile.Capabilities.Interactive && _console.Profile.Capabilities.Ansi && IsTime())
        {
            _console.Write(new ControlCode("\r" + BarLine(value, Pace.Text(times), _console.Profile.Width) + "\u001b[K"));
            _drawn = true;
        }
    }

    /// <summary>The line of a completed epoch: every term for training, and for examples set aside and the test split.</summary>
    public static string EpochLine(EpochMetrics metrics, int epochs)
    {
        var width = epochs.ToString(CultureInfo.InvariantCulture).Length;
        var epoch = metrics.Epoch.ToString(CultureInfo.InvariantCulture).PadLeft(width);
        var phase = metrics.Phase is { } name ? name + "  " : "";
        var aside = metrics.Validation is null ? "" : $"  set aside {Terms(metrics.Validation)}";
        var test = metrics.Test.Count == 0 ? "" : $"  test {Terms(metrics.Test)}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {epoch}/{epochs}  {phase}train {Terms(metrics.Train)}{aside}{test}  {metrics.Seconds:0.0} s  ")
            + string.Create(CultureInfo.InvariantCulture, $"{metrics.PeakMemoryBytes >> 20} MB");
    }

    /// <summary>
    /// The live line within an epoch. In a narrow console the bar is shorter, then the end is cut: a line that wraps could not be drawn
    /// over.
    /// </summary>
    internal static string BarLine(TrainingProgress value, string times, int width)
    {
        var before = string.Create(CultureInfo.InvariantCulture, $"epoch {value.Epoch}/{value.Epochs}  ");
        var behind = string.Create(CultureInfo.InvariantCulture, $"  {value.Step}/{value.Steps}  total {value.Total:G5}  {times}");
        var room = Math.Max(width - 1, 0);
        var size = Math.Clamp(room - before.Length - behind.Length, 0, BarWidth);
        var filled = value.Steps == 0 ? 0 : (int)((long)size * value.Step / value.Steps);
        var line = $"{before}{new string('━', filled)}{new string('─', size - filled)}{behind}";
        return line.Length > room ? line[..room] : line;
    }

    /// <summary>The total first: it is what goes down.</summary>
    private static string Terms(IReadOnlyDictionary<string, double> terms) => string.Join(
        ' ',
        terms.OrderBy(pair => pair.Key == TermAverages.Total ? 0 : 1)
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:0.####}")));

    private bool IsTime()
    {
        var now = _time.GetTimestamp();
        if (_drawn && _time.GetElapsedTime(_drawnAt, now) < Interval)
        {
            return false;
        }

        _drawnAt = now;
        return true;
    }

    private void WriteLine(string line)
    {
        if (_drawn)
        {
            _console.Write(new ControlCode("\r\u001b[K"));
            _drawn = false;
        }

        // Not through Spectre's paragraphs: they would break a long line at the console's assumed width, 80 where the output is a file.
        _console.Profile.Out.Writer.WriteLine(line);
        _console.Profile.Out.Writer.Flush();
    }
}
