using System.ComponentModel;
using System.Diagnostics;

namespace Hourglass.Cli.Lsp;

/// <summary>The process that a server belongs to.</summary>
internal static class ClientProcess
{
    /// <summary>Waits until a process is gone; it may be gone already.</summary>
    public static async Task EndOfAsync(int id, CancellationToken cancellation)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            await process.WaitForExitAsync(cancellation);
        }
        catch (ArgumentException)
        {
            // There is none of that number.
        }
        catch (Exception unknown) when (unknown is Win32Exception or InvalidOperationException or NotSupportedException)
        {
            // It is there and may not be waited for: then the end of the stream is what ends the server.
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OperationCanceledException)
        {
            // The server ends before.
        }
    }
}
