using System.CommandLine;
using Hourglass.Compiler.Diagnostics;

namespace Hourglass.Cli.Hosting;

/// <summary>What is wrong with a command line, in one message on one line.</summary>
internal static class CommandLineErrors
{
    /// <summary>The first error, the word that was probably meant, and where the help is.</summary>
    public static string Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = command is RootCommand ? "hourglass" : $"hourglass {command.Name}";
        var message = Message(parsed, command).TrimEnd('.');
        return $"{message}{(message.EndsWith('?') ? "" : ".")} See `{path} --help`.";
    }

    private static string Message(ParseResult parsed, Command command)
    {
        if (parsed.UnmatchedTokens.Count == 0)
        {
            return command is RootCommand ? $"No command: give one of {string.Join(", ", command.Subcommands.Select(c => c.Name))}" : OneLine(parsed.Errors[0].Message);
        }

        var unknown = parsed.UnmatchedTokens[0];
        var isOption = unknown.StartsWith('-');
        var known = isOption ? command.Options.Select(option => option.Name) : command.Subcommands.Select(subcommand => subcommand.Name);
        var near = DidYouMean.Closest(unknown, known) is { } word ? $"; did you mean {word}?" : "";
        var kind = isOption ? "option" : command is RootCommand ? "command" : "argument";
        return $"There is no {kind} '{unknown}'{(kind == "argument" ? " here" : "")}{near}";
    }

    private static string OneLine(string message) => string.Join(' ', message.Split((char[])['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
