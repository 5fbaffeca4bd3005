using Hourglass.Compiler.Syntax;
using Hourglass.Editor.Documents;

namespace Hourglass.Editor.Features;

/// <summary>New names.</summary>
internal static class Renaming
{
    private static readonly Dictionary<string, IReadOnlyList<TextEdit>> None = [];

    /// <summary>Why something cannot be a name; null where it can.</summary>
    public static string? WhyNot(string name) =>
        name.Length == 0 || !name.All(ScannedToken.IsWordPart) || char.IsAsciiDigit(name[0])
            ? $"`{name}` is no name: letters, digits and `_`, the first of them no digit"
            : AeKeywords.IsReserved(name) ? $"`{name}` is a keyword of the language" : null;

    /// <summary>No renaming, and why.</summary>
    public static RenameAnswer Refuse(string reason) => new(None, reason);
}
