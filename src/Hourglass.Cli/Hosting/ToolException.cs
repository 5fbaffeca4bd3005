namespace Hourglass.Cli.Hosting;

/// <summary>Something that the user can mend; its message is all that is printed.</summary>
/// <param name="message">Where, what was found, what was expected and what to do.</param>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
internal sealed class ToolException(string message, int exitCode = ExitCodes.Failure) : Exception(message)
{
    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
