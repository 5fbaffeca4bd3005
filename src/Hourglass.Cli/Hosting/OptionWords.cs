using System.CommandLine;
using Hourglass.Compiler.Diagnostics;

namespace Hourglass.Cli.Hosting;

/// <summary>
/// Looks at the options of a command line before it is parsed. The parser takes a word that it does not know for an argument: a misspelt
/// option would become the file, and its value one argument too many; a value that was forgotten would be the next option.
/// </summary>
internal static class OptionWords
{
    private const string EndOfOptions = "--";

    /// <summary>What is wrong with the first option that is wrong, without a full stop; null where nothing is.</summary>
    /// <param name="words">The words behind the command's name.</param>
    /// <param name="command">The command.</param>
    /// <param name="common">Options of the whole tool, which every command has.</param>
    public static string? Complaint(IReadOnlyList<string> words, Command command, IEnumerable<Option> common)
    {
        var options = command.Options.Concat(common).ToArray();
        for (var at = 0; at < words.Count && words[at] != EndOfOptions; at++)
        {
            if (!IsOption(words[at]))
            {
                continue;
            }

            var parts = words[at].Split(['=', ':'], 2);
            if (Find(options, parts[0]) is not { } option)
            {
                return Unknown(parts[0], command);
            }

            if (parts.Length == 1 && option.Arity.MinimumNumberOfValues > 0)
            {
                at++;
                if (at < words.Count && (words[at] == EndOfOptions || Find(options, words[at].Split('=', 2)[0]) is not null))
                {
                    return $"{option.Name} takes {Value(option)}, found the option {words[at]}";
                }
            }
        }

        return null;
    }

    /// <summary>That there is no such option, and the one that was probably meant.</summary>
    public static string Unknown(string word, Command command)
    {
        var near = DidYouMean.Closest(word, command.Options.Select(option => option.Name)) is { } name ? $"; did you mean {name}?" : "";
        return $"There is no option '{word}'{near}";
    }

    /// <summary>A number below zero is a value.</summary>
    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-' && !char.IsAsciiDigit(word[1]) && word[1] != '.';

    private static Option? Find(IEnumerable<Option> options, string name) =>
        options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name, StringComparer.Ordinal));

    private static string Value(Option option) => option.HelpName is { } name ? $"a value, {name}" : "a value";
}
