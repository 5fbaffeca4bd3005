using System.Globalization;

namespace Hourglass.Training;

/// <summary>
/// How long a training has gone on, and how long it will at the pace that it has had so far. A resumed training's pace is that of the steps
/// since, and evaluation counts as it falls between them.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class Pace(TimeProvider time)
{
    private long _began = time.GetTimestamp();
    private (long Done, long At)? _first;
    private long _last;

    /// <summary>
    /// The time since this object was made, or since another training began; and the time left, null where nothing is or where no step has
    /// been timed.
    /// </summary>
    /// <param name="done">Steps done in all epochs.</param>
    /// <param name="total">Steps of all epochs.</param>
    public (TimeSpan Elapsed, TimeSpan? Left) At(long done, long total)
    {
        var now = time.GetTimestamp();
        if (done < _last)
        {
            (_began, _first) = (now, null);
        }

        // The first step pays for what is compiled when it is needed: the pace is that of the steps behind it.
        _first ??= (done, now);
        _last = done;
        var timed = done - _first.Value.Done;
        TimeSpan? left = timed > 0 && done < total ? time.GetElapsedTime(_first.Value.At, now) * ((double)(total - done) / timed) : null;
        return (time.GetElapsedTime(_began, now), left);
    }

    /// <summary>Such as <c>1:02:03 elapsed, 0:45 left</c>.</summary>
    public static string Text((TimeSpan Elapsed, TimeSpan? Left) times) =>
        $"{Text(times.Elapsed)} elapsed{(times.Left is { } left ? $", {Text(left)} left" : "")}";

    /// <summary>Minutes and seconds, and hours where there are some: whole seconds, as a watch shows them.</summary>
    private static string Text(TimeSpan span) => span < TimeSpan.FromHours(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{span.Minutes}:{span.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalHours}:{span.Minutes:00}:{span.Seconds:00}");
}
