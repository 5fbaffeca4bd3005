namespace Hourglass.Compiler.Syntax.Formatting;

/// <summary>What becomes of the white space before a token.</summary>
internal enum GapKind
{
    /// <summary>It stays as it is.</summary>
    Kept,

    /// <summary>Spaces; a line of its own for the token where there is a comment.</summary>
    Spaces,

    /// <summary>The token begins a line.</summary>
    Line,

    /// <summary>The token begins a line as it does now; what stands before that line stays as it is.</summary>
    Indentation,
}

/// <summary>What becomes of empty lines before a token.</summary>
internal enum EmptyLines
{
    /// <summary>There are none.</summary>
    None,

    /// <summary>One stays where there are any.</summary>
    Kept,

    /// <summary>There is one.</summary>
    Wanted,
}

/// <summary>The gap before a token.</summary>
/// <param name="Kind">What becomes of it.</param>
/// <param name="Spaces">The spaces, for <see cref="GapKind.Spaces"/>.</param>
/// <param name="Indent">Of the token, where it begins a line.</param>
/// <param name="Empty">Empty lines.</param>
internal readonly record struct Gap(GapKind Kind, int Spaces, int Indent, EmptyLines Empty)
{
    /// <summary>Of comments on lines of their own, beyond that of the token.</summary>
    public int CommentIndent { get; init; }

    /// <summary>Whether it stands behind an opening brace, where no line is empty.</summary>
    public bool IsFirst { get; init; }

    /// <summary>Whether it stands before a closing brace, where no line is empty.</summary>
    public bool IsLast { get; init; }

    /// <summary>Spaces; with a comment between, the token begins a line at an indentation.</summary>
    public static Gap Of(int spaces, int indent) => new(GapKind.Spaces, spaces, indent, EmptyLines.None);

    /// <summary>The beginning of a line.</summary>
    public static Gap Line(int indent, EmptyLines empty = EmptyLines.None) => new(GapKind.Line, 0, indent, empty);

    /// <summary>The line of a brace that closes what is indented by two.</summary>
    public static Gap Close(int indent) => Line(indent, EmptyLines.Kept) with { CommentIndent = 2, IsLast = true };
}
