using System.Globalization;
using Hourglass.Evaluation;
using Hourglass.Training;
using Spectre.Console;

namespace Hourglass.Cli.Trained;

/// <summary>A live line about a long computation where somebody watches; nothing elsewhere.</summary>
/// <param name="console">The console.</param>
/// <param name="time">The clock; the system's by default.</param>
internal sealed class EvaluationBar(IAnsiConsole console, TimeProvider? time = null) : IProgress<EvaluationProgress>, IDisposable
{
    private const int Width = 24;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private Pace _pace = new(time ?? TimeProvider.System);
    private string _what = "";
    private long? _drawnAt;

    /// <inheritdoc/>
    public void Report(EvaluationProgress value)
    {
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Capabilities.Ansi)
        {
            return;
        }

        // What is computed is seen at once: it may be long until there is more to say.
        var isOther = value.What != _what || _drawnAt is null;
        if (isOther)
        {
            (_what, _pace) = (value.What, new Pace(_time));
        }

        var times = _pace.At(value.Done, value.Of);
        var now = _time.GetTimestamp();
        if (!isOther && _drawnAt is { } last && _time.GetElapsedTime(last, now) < Interval)
        {
            return;
        }

        _drawnAt = now;
        console.Write(new ControlCode("\r" + Line(value, Pace.Text(times), console.Profile.Width) + "\u001b[K"));
    }

    /// <summary>Tells what is done now, where that is not done example by example.</summary>
    public void Say(string what) => Report(new EvaluationProgress(what, 0, 0));

    /// <summary>Removes the line.</summary>
    public void Dispose()
    {
        if (_drawnAt is not null)
        {
            _drawnAt = null;
            console.Write(new ControlCode("\r\u001b[K"));
        }
    }

    /// <summary>The line; in a narrow console its end is cut, as a line that wraps could not be drawn over.</summary>
    internal static string Line(EvaluationProgress value, string times, int width)
    {
        var filled = value.Of == 0 ? 0 : (int)((long)Width * value.Done / value.Of);
        var line = value.Of == 0 ? $"{value.What} …" : $"{value.What}  {new string('━', filled)}{new string('─', Width - filled)}"
            + string.Create(CultureInfo.InvariantCulture, $"  {value.Done}/{value.Of}  {times}");
        return line.Length > width - 1 ? line[..Math.Max(width - 1, 0)] : line;
    }
}
