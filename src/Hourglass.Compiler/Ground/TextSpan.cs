namespace Hourglass.Compiler.Ground;

/// <summary>A zero-based position in a text.</summary>
/// <param name="Line">Number of line breaks before it.</param>
/// <param name="Column">UTF-16 code units between the line's start and it.</param>
public readonly record struct LinePosition(int Line, int Column) : IComparable<LinePosition>
{
    /// <inheritdoc/>
    public int CompareTo(LinePosition other) => Line != other.Line ? Line.CompareTo(other.Line) : Column.CompareTo(other.Column);
}

/// <summary>
/// A range of a source text, in lines and columns rather than offsets: what a tree says about places then survives an edit of a comment,
/// or of another line, and with it everything that is cached by the tree's value.
/// </summary>
/// <param name="Start">Position of the first character.</param>
/// <param name="End">Position just behind the last one; equal to <paramref name="Start"/> for a place between two characters.</param>
public readonly record struct TextSpan(LinePosition Start, LinePosition End)
{
    /// <summary>The smallest range that holds both.</summary>
    public TextSpan Union(TextSpan other) =>
        new(Start.CompareTo(other.Start) <= 0 ? Start : other.Start, End.CompareTo(other.End) >= 0 ? End : other.End);

    /// <summary>The position just behind the range, as an empty range.</summary>
    public TextSpan Behind => new(End, End);

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"({Start.Line + 1},{Start.Column + 1})-({End.Line + 1},{End.Column + 1})");
}
