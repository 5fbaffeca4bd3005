using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Hourglass.Training;

/// <summary>The lines of a training in a host's log.</summary>
internal static partial class TrainingLog
{
    /// <summary>Writes what there is to say: an epoch's figures, or a notice. A step says nothing.</summary>
    public static void Write(ILogger logger, string model, TrainingProgress progress)
    {
        if (progress.Notice is { } notice)
        {
            Noticed(logger, model, notice);
        }
        else if (progress.Completed is { } epoch && logger.IsEnabled(LogLevel.Information))
        {
            EpochDone(logger, model, epoch.Epoch, progress.Epochs, Text(epoch.Train), Text(epoch.Test), epoch.Seconds);
        }
    }

    private static string Text(IReadOnlyDictionary<string, double> terms) => terms.Count == 0
        ? "none"
        : string.Join(" ", terms.Select(term => string.Create(CultureInfo.InvariantCulture, $"{term.Key} {term.Value:G6}")));

    [LoggerMessage(Level = LogLevel.Information, Message = "{Model} epoch {Epoch}/{Epochs}: train {Train}; test {Test}; {Seconds} s")]
    private static partial void EpochDone(ILogger logger, string model, int epoch, int epochs, string train, string test, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Model}: {Notice}")]
    private static partial void Noticed(ILogger logger, string model, string notice);
}
