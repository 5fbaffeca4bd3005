using System.Runtime.ExceptionServices;
using Hourglass.Files;

namespace Hourglass.Datasets.Tables;

/// <summary>
/// Reads a file by a library that believes it: whatever comes of a damaged one is one message. Such libraries throw what they like,
/// from an index that is out of range to a memory that is too large, and some go on for ever.
/// </summary>
internal static class DamagedTable
{
    /// <summary>Far more than any file of this size takes: seconds at least, and bytes a second.</summary>
    private const double LeastSeconds = 60;

    private const double SlowestBytes = 1 << 19;

    /// <summary>Opens the file and reads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">What it ought to be: <c>a Parquet file</c>.</param>
    /// <param name="read">Reads the open file.</param>
    /// <exception cref="DataException">It cannot be read.</exception>
    public static DataSource Guard(string path, string format, Func<FileStream, DataSource> read)
    {
        using var file = RegularFile.OpenRead(path);
        try
        {
            return Within(TimeSpan.FromSeconds(LeastSeconds + (file.Length / SlowestBytes)), () => read(file));
        }
        catch (Exception error) when (error is not DataException)
        {
            throw new DataException(
                $"'{path}' cannot be read as {format}: it is damaged, cut short, or of a kind that is not read ({FirstLine(error)}). "
                + "Fetch it again, or write it anew.",
                error);
        }
    }

    /// <summary>Reads on a thread of its own, which is left to itself where it does not come back.</summary>
    private static DataSource Within(TimeSpan limit, Func<DataSource> read)
    {
        DataSource? source = null;
        ExceptionDispatchInfo? error = null;
        var thread = new Thread(() =>
        {
            try
            {
                source = read();
            }
            catch (Exception e)
            {
                error = ExceptionDispatchInfo.Capture(e);
            }
        })
        {
            IsBackground = true,
            Name = "Hourglass table",
        };
        thread.Start();
        if (!thread.Join(limit))
        {
            throw new TimeoutException(FormattableString.Invariant($"reading it did not end within {limit.TotalSeconds:F0} s"));
        }

        error?.Throw();
        return source!;
    }

    private static string FirstLine(Exception error) => (error is AggregateException { InnerException: { } inner } ? inner : error)
        .Message.Split('\n')[0].Trim().TrimEnd('.');
}
