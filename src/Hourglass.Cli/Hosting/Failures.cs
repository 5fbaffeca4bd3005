using Hourglass.Compiler.Diagnostics;
using Hourglass.Training;

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
        _ when TorchFailure.Is(exception) => $"torch failed: {FirstLine(exception.Message)}",
        _ => $"{HostErrors.InternalId.Id}: the tool failed with {exception.GetType().Name}: {FirstLine(exception.Message)} "
            + "This is a mistake of the tool; please report it with the model's text.",
    };

    /// <summary>The first line of a text, ended by one full stop.</summary>
    public static string FirstLine(string text) => TorchFailure.FirstLine(text);
}
