namespace Hourglass.Cli.Hosting;

/// <summary>Words of a command line that the tool proposes.</summary>
internal static class ShellWord
{
    /// <summary>The word as a shell takes it for one.</summary>
    public static string Quote(string word) => word.Any(
        c => char.IsWhiteSpace(c) || c is '\'' or '"' or '&' or '|' or ';' or '$' or '(' or ')' or '*')
        ? "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'"
        : word;
}
