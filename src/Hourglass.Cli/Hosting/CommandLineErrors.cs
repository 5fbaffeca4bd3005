using System.CommandLine;

namespace Hourglass.Cli.Hosting;

/// <summary>What is wrong with a command line, in one message.</summary>
internal static class CommandLineErrors
{
    /// <summary>The first error, and where the help is.</summary>
    public static string Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = command is RootCommand ? "hourglass" : $"hourglass {command.Name}";
        return $"{parsed.Errors[0].Message.TrimEnd('.')}. See `{path} --help`.";
    }
}
