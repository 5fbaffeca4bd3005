using System.Diagnostics;
using System.Globalization;

namespace Hourglass.Tests.Cli;

/// <summary>
/// Whoever starts the tests may have told them to ignore a signal, as <c>nohup</c> does and shells do of their background jobs; children
/// inherit that, and .NET respects it.
/// </summary>
internal static class IgnoredSignals
{
    /// <summary>Skips a test whose process does not hear a signal, and ends the process. Known on Linux only.</summary>
    public static void Skip(Process process, int signal)
    {
        var status = string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/status");
        if (File.Exists(status)
            && File.ReadLines(status).FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } mask)
        {
            var ignored = ulong.Parse(mask["SigIgn:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (((ignored >> (signal - 1)) & 1) == 1)
            {
                process.Kill();
                process.WaitForExit();
                Assert.Skip(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The tests were started with signal {signal} ignored, which their children inherit: start them in the "
                        + $"foreground, without nohup."));
            }
        }
    }
}
