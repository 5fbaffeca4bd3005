using System.Diagnostics;

namespace Hourglass.Cli.Lsp;

/// <summary>The process that a server belongs to.</summary>
internal static class ClientProcess
{
    /// <summary>Its end mostly closes the stream, too, which ends the server at once.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Waits until a process is gone; it may be gone already.</summary>
    public static async Task EndOfAsync(int id, CancellationToken cancellation)
    {
        while (IsThere(id))
        {
            await Task.Delay(Interval, cancellation);
        }
    }

    private static bool IsThere(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
