using System.Globalization;

namespace Hourglass.Compiler.Syntax;

/// <summary>What can be wrong with a text before any name in it is looked up: <c>AE0xxx</c>.</summary>
public static class SyntaxErrors
{
    /// <summary>AE0001.</summary>
    public static readonly DiagnosticDescriptor UnexpectedId = new("AE0001", Severity.Error, "Something else was expected here");

    /// <summary>AE0002.</summary>
    public static readonly DiagnosticDescriptor UnknownStatementId = new(
        "AE0002",
        Severity.Error,
        "No statement or declaration begins with this word");

    /// <summary>AE0003.</summary>
    public static readonly DiagnosticDescriptor MissingRoleId = new("AE0003", Severity.Error, "A binding has no role");

    /// <summary>AE0004.</summary>
    public static readonly DiagnosticDescriptor UnclosedId = new("AE0004", Severity.Error, "A bracket is never closed");

    /// <summary>AE0005.</summary>
    public static readonly DiagnosticDescriptor UnopenedId = new("AE0005", Severity.Error, "A closing bracket closes nothing");

    /// <summary>AE0006.</summary>
    public static readonly DiagnosticDescriptor ReservedId = new("AE0006", Severity.Error, "A keyword cannot be a name");

    /// <summary>AE0007.</summary>
    public static readonly DiagnosticDescriptor MisspeltId = new("AE0007", Severity.Error, "A sign is spelt as in another language");

    /// <summary>AE0008.</summary>
    public static readonly DiagnosticDescriptor StrayId = new("AE0008", Severity.Error, "A character has no meaning in the language");

    /// <summary>AE0009.</summary>
    public static readonly DiagnosticDescriptor UnclosedStringId = new("AE0009", Severity.Error, "A string does not end on its line");

    /// <summary>AE0010.</summary>
    public static readonly DiagnosticDescriptor WrongCommentId = new("AE0010", Severity.Error, "Comments begin with two slashes");

    /// <summary>AE0011.</summary>
    public static readonly DiagnosticDescriptor WrongNumberId = new("AE0011", Severity.Error, "A number cannot be read");

    /// <summary>AE0012.</summary>
    public static readonly DiagnosticDescriptor MisplacedId = new(
        "AE0012",
        Severity.Error,
        "A statement or declaration stands in the wrong place");

    /// <summary>AE0013.</summary>
    public static readonly DiagnosticDescriptor TooDeepId = new("AE0013", Severity.Error, "An expression is nested too deeply or too long");

    /// <summary>AE0014.</summary>
    public static readonly DiagnosticDescriptor OneClauseId = new(
        "AE0014",
        Severity.Error,
        "An attribute holds one statement without its keyword");

    /// <summary>All of them, by id.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        UnexpectedId, UnknownStatementId, MissingRoleId, UnclosedId, UnopenedId, ReservedId, MisspeltId,
        StrayId, UnclosedStringId, WrongCommentId, WrongNumberId, MisplacedId, TooDeepId, OneClauseId,
    ];

    /// <summary>Found something other than what the grammar allows here.</summary>
    public static Diagnostic Unexpected(string expected, string found, string? help, TextSpan span) =>
        Make(UnexpectedId, $"expected {expected}, found {found}", span, help);

    /// <summary>A word that begins nothing, with the keyword that was probably meant, if any.</summary>
    public static Diagnostic UnknownStatement(string word, string place, string? meant, IEnumerable<string> keywords, TextSpan span) =>
        Make(
            UnknownStatementId,
            $"expected {place}, found {Quote(word)}",
            span,
            meant is null ? $"{place} begins with one of {string.Join(", ", keywords)}" : $"did you mean `{meant}`?").Replaced(meant);

    /// <summary><c>z ~ x -> ...</c> without <c>encode</c>, <c>decode</c>, ….</summary>
    public static Diagnostic MissingRole(string name, char sign, TextSpan span) =>
        Make(
            MissingRoleId,
            $"expected a role before {Quote(name)}, found none",
            span,
            $"say what it is for: `encode {Cut(name)} {sign} ...`, or decode, predict, prior or critic")
            .PutIn(span.Start, "encode ")
            .PutIn(span.Start, "decode ");

    /// <summary>An opening bracket without its partner, which may stand behind <paramref name="last"/>.</summary>
    public static Diagnostic Unclosed(string opening, string closing, string? before, TextSpan span, LinePosition last) =>
        Make(UnclosedId, $"`{opening}` is never closed", span, before is null ? $"add `{closing}`" : $"add `{closing}` before {before}")
            .PutIn(last, closing != "}" ? closing : last.Line > span.Start.Line ? "\n}" : " }");

    /// <summary>A closing bracket without its partner.</summary>
    public static Diagnostic Unopened(string closing, string help, TextSpan span) =>
        Make(UnopenedId, $"`{closing}` closes nothing", span, help).LeftOut();

    /// <summary>A brace behind which the model's statements go on.</summary>
    public static Diagnostic ClosesEarly(TextSpan span) =>
        Make(UnopenedId, "`}` closes the model, but more of its statements follow", span, "remove it").LeftOut();

    /// <summary>A keyword where a new name is introduced.</summary>
    public static Diagnostic Reserved(string word, string what, TextSpan span) =>
        Make(ReservedId, $"expected {what}, found the keyword `{word}`", span, $"choose another name, for example `{word}_`")
            .Replaced($"{word}_");

    /// <summary>A sign that means the same elsewhere.</summary>
    public static Diagnostic Misspelt(string wrong, string right, TextSpan span) =>
        Make(MisspeltId, $"expected `{right}`, found `{wrong}`", span, $"write `{right}`").Replaced(right);

    /// <summary>A text between quotes of another language.</summary>
    public static Diagnostic MisspeltQuotes(string wrong, string text, TextSpan span) =>
        Make(MisspeltId, $"expected `\"`, found `{wrong}`", span, "write `\"`").Replaced($"\"{text}\"");

    /// <summary>Characters that no token contains.</summary>
    public static Diagnostic StrayCharacters(string characters, TextSpan span) =>
        Make(StrayId, $"{Quote(characters)} has no meaning here", span, "remove it").LeftOut();

    /// <summary>A string without its second quote.</summary>
    public static Diagnostic UnclosedString(TextSpan span) =>
        Make(UnclosedStringId, "the string does not end on its line", span, "add `\"`").PutIn(span.End, "\"");

    /// <summary>Another language's comment.</summary>
    public static Diagnostic WrongComment(string sign, TextSpan span) =>
        Make(WrongCommentId, $"expected a comment with `//`, found `{sign}`", span, "comments begin with `//` and end with the line")
            .Replaced(sign == "#" ? "//" : null);

    /// <summary>A malformed or too large number.</summary>
    public static Diagnostic WrongNumber(string text, string help, TextSpan span) =>
        Make(WrongNumberId, $"{Quote(text)} cannot be read as a number", span, help);

    /// <summary>Right in itself, but not here.</summary>
    public static Diagnostic Misplaced(string keyword, string where, string help, TextSpan span) =>
        Make(MisplacedId, $"`{keyword}` stands {where}", span, help);

    /// <summary>More than any model needs, and more than a stack may bear.</summary>
    public static Diagnostic TooDeep(string what, int limit, TextSpan span) =>
        Make(
            TooDeepId,
            string.Format(CultureInfo.InvariantCulture, "{0} than {1}", what, limit),
            span,
            "give a part of it a name of its own");

    /// <summary>A clause that holds more than its attribute says.</summary>
    public static Diagnostic OneClause(string keyword, string message, string help, TextSpan span) =>
        Make(OneClauseId, $"the `{keyword}` clause {message}", span, help);

    /// <summary>Text in backticks, short and printable.</summary>
    internal static string Quote(string text) => $"`{Cut(text)}`";

    private static string Cut(string text)
    {
        var cut = text.Length <= 32 ? text : text.Substring(0, 31) + "…";
        return string.Concat(cut.Select(c =>
            char.IsControl(c)
            || char.IsSurrogate(c)
            || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse
                ? $"U+{((int)c).ToString("X4", CultureInfo.InvariantCulture)}"
                : c.ToString()));
    }

    private static Diagnostic Make(DiagnosticDescriptor descriptor, string message, TextSpan span, string? help) =>
        new(descriptor.Id, descriptor.Severity, message, span, help);
}
