using System.Globalization;
using Spectre.Console;

namespace Hourglass.Training;

/// <summary>
/// Tells the console how training goes: a live bar and a line an epoch where somebody watches, the lines alone where the output is redirected.
/// Numbers are the same in every culture.
/// </summary>
/// <param name="console">The console; the standard output by default.</param>
public sealed class ConsoleProgress(IAnsiConsole? console = null) : IProgress<TrainingProgress>
{
    private const int BarWidth = 24;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly IAnsiConsole _console = console ?? AnsiConsole.Console;
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
        }
        else if (value.Completed is { } metrics)
        {
            WriteLine(EpochLine(metrics, value.Epochs));
        }
        else if (_console.Profile.Capabilities.Interactive && _console.Profile.Capabilities.Ansi && IsTime())
        {
            _console.Write(new ControlCode("\r" + BarLine(value) + "\u001b[K"));
            _drawn = true;
        }
    }

    /// <summary>The line of a completed epoch: every term for training and, where there is one, the test split.</summary>
    public static string EpochLine(EpochMetrics metrics, int epochs)
    {
        var width = epochs.ToString(CultureInfo.InvariantCulture).Length;
        var epoch = metrics.Epoch.ToString(CultureInfo.InvariantCulture).PadLeft(width);
        var test = metrics.Test.Count == 0 ? "" : $"  test {Terms(metrics.Test)}";
        return string.Create(CultureInfo.InvariantCulture, $"epoch {epoch}/{epochs}  train {Terms(metrics.Train)}{test}  {metrics.Seconds:0.0} s  {metrics.PeakMemoryBytes >> 20} MB");
    }

    /// <summary>The live line within an epoch.</summary>
    internal static string BarLine(TrainingProgress value)
    {
        var filled = value.Steps == 0 ? 0 : (int)((long)BarWidth * value.Step / value.Steps);
        var bar = new string('━', filled) + new string('─', BarWidth - filled);
        return string.Create(CultureInfo.InvariantCulture, $"epoch {value.Epoch}/{value.Epochs}  {bar}  {value.Step}/{value.Steps}  total {value.Total:G5}");
    }

    /// <summary>The total first: it is what goes down.</summary>
    private static string Terms(IReadOnlyDictionary<string, double> terms) => string.Join(
        ' ',
        terms.OrderBy(pair => pair.Key == TermAverages.Total ? 0 : 1).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:0.####}")));

    private bool IsTime()
    {
        var now = Environment.TickCount64;
        if (_drawn && now - _drawnAt < Interval.TotalMilliseconds)
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
