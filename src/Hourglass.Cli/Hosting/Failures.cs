using System.Runtime.InteropServices;
using Hourglass.Compiler.Diagnostics;

namespace Hourglass.Cli.Hosting;

/// <summary>Turns whatever went wrong into one message and an exit code; a stack trace helps no user.</summary>
internal static class Failures
{
    /// <summary>Prints the message on the error stream.</summary>
    /// <returns>The exit code.</returns>
    public static int Print(ToolConsole console, Exception exception)
    {
        ToolConsole.WriteLine(console.Error, "error: " + Describe(exception));
        return exception switch
        {
            ToolException tool => tool.ExitCode,
            OperationCanceledException => ExitCodes.Interrupted,
            _ => ExitCodes.Failure,
        };
    }

    private static string Describe(Exception exception) => exception switch
    {
        ToolException or HourglassException => exception.Message,
        OperationCanceledException => "stopped.",
        UnauthorizedAccessException or IOException => exception.Message,
        DllNotFoundException or TypeInitializationException { InnerException: DllNotFoundException or NotSupportedException } or NotSupportedException =>
            $"libtorch cannot be loaded here: {FirstLine((exception.InnerException ?? exception).Message)} Look whether this system is among those that the tool is built for.",

        // libtorch's own: the first line says what, the others are its call stack.
        ExternalException or OutOfMemoryException => $"torch failed: {FirstLine(exception.Message)}",
        _ => $"{HostErrors.InternalId.Id}: the tool failed with {exception.GetType().Name}: {FirstLine(exception.Message)} This is a mistake of the tool; please report it with the model's text.",
    };

    private static string FirstLine(string text) => text.Split('\n')[0].Trim() is { Length: > 0 } line ? line.TrimEnd('.') + "." : "no message.";
}
