using Hourglass.Cli.Hosting;
using Hourglass.Datasets;

namespace Hourglass.Cli.Commands;

/// <summary>The options about files of values, as words of a command line.</summary>
internal static class CsvWords
{
    /// <summary>Reads them.</summary>
    /// <param name="command">The command that they belong to, for messages.</param>
    /// <param name="separator">A mark or its name; null where the file says it.</param>
    /// <param name="mark">The decimal mark or its name, or null.</param>
    /// <param name="header">Whether the first line has names.</param>
    /// <param name="columns">Names, several of them separated by commas in one word; none for all.</param>
    /// <exception cref="ToolException">A word is none of these.</exception>
    public static CsvOptions Read(string command, string? separator, string? mark, bool header, IReadOnlyList<string> columns) => new()
    {
        Separator = separator is null ? null : Separator(command, separator),
        Decimal = mark is null ? '.' : Decimal(command, mark),
        Header = header,
        Columns = columns.Count == 0
            ? null
            : [.. columns.SelectMany(word => word.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
    };

    private static char Separator(string command, string word) => word.ToLowerInvariant() switch
    {
        "comma" => ',',
        "semicolon" => ';',
        "bar" or "pipe" => '|',
        "tab" or "\\t" => '\t',
        "blank" or "space" => ' ',
        { Length: 1 } => word[0],
        _ => throw new ToolException(
            $"--separator takes one of , ; | tab blank, or another single mark, found '{word}'. See `hourglass {command} --help`.",
            ExitCodes.CommandLine),
    };

    private static char Decimal(string command, string word) => word.ToLowerInvariant() switch
    {
        "." or "point" => '.',
        "," or "comma" => ',',
        _ => throw new ToolException(
            $"--decimal takes . or , found '{word}'. See `hourglass {command} --help`.",
            ExitCodes.CommandLine),
    };
}
