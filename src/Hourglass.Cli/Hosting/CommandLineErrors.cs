using System.CommandLine;
using System.CommandLine.Invocation;
using Hourglass.Compiler.Diagnostics;

namespace Hourglass.Cli.Hosting;

/// <summary>What is wrong with a command line, in one message on one line.</summary>
internal static class CommandLineErrors
{
    /// <summary>The first error, the word that was probably meant, and where the help is; null where the line is right.</summary>
    /// <param name="args">The words of the line.</param>
    /// <param name="parsed">What the parser made of them.</param>
    public static string? Describe(IReadOnlyList<string> args, ParseResult parsed)
    {
        var (command, root) = (parsed.CommandResult.Command, parsed.RootCommandResult.Command);
        var own = args.SkipWhile(word => word != command.Name).Skip(1).ToArray();
        var before = OptionWords.Complaint([.. args.Take(args.Count - own.Length)], root, []);
        var wrong = before ?? OptionWords.Complaint(own, command, root.Options);
        if (wrong is null && parsed.Action is not ParseErrorAction)
        {
            return null;
        }

        var path = command is RootCommand || before is not null ? "hourglass" : $"hourglass {command.Name}";
        var message = (wrong ?? Message(parsed, command)).TrimEnd('.');
        return $"{message}{(message.EndsWith('?') ? "" : ".")} See `{path} --help`.";
    }

    private static string Message(ParseResult parsed, Command command)
    {
        if (parsed.UnmatchedTokens.Count == 0)
        {
            return command is RootCommand
                ? $"No command: give one of {string.Join(", ", command.Subcommands.Select(c => c.Name))}"
                : OneLine(parsed.Errors[0].Message);
        }

        var unknown = parsed.UnmatchedTokens[0];
        var near = DidYouMean.Closest(unknown, command.Subcommands.Select(subcommand => subcommand.Name)) is { } word
            ? $"; did you mean {word}?"
            : "";
        return command is RootCommand ? $"There is no command '{unknown}'{near}" : $"There is no argument '{unknown}' here{near}";
    }

    private static string OneLine(string message) =>
        string.Join(' ', message.Split((char[])['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
