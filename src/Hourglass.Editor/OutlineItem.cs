namespace Hourglass.Editor;

/// <summary>A part of a file, for an outline.</summary>
public sealed record OutlineItem(
    string Name, string Detail, OutlineKind Kind, TextSpan Span, TextSpan NameSpan, IReadOnlyList<OutlineItem> Children);
