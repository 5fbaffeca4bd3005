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
        OutOfMemoryException => "there is not enough memory; take a smaller batch, fewer examples or a smaller model.",
        ExternalException when IsTorchs(exception) => $"torch failed: {FirstLine(exception.Message)}",
        _ => $"{HostErrors.InternalId.Id}: the tool failed with {exception.GetType().Name}: {FirstLine(exception.Message)} "
            + "This is a mistake of the tool; please report it with the model's text.",
    };

    /// <summary>
    /// Whether libtorch itself reports an error. Other libraries throw the same type, and types derived from it; who has thrown it decides.
    /// Of its text the first line says what, the others are its call stack.
    /// </summary>
    private static bool IsTorchs(Exception exception) =>
        exception.GetType() == typeof(ExternalException) && exception.Source == typeof(TorchSharp.torch).Assembly.GetName().Name;

    /// <summary>The first line of a text, ended by one full stop.</summary>
    public static string FirstLine(string text) => text.Split('\n')[0].Trim() is { Length: > 0 } line
        ? line.TrimEnd('.') + "."
        : "no message.";
}
