namespace Hourglass.Editor;

/// <summary>A change that an editor tells of: a piece, or the whole text where there is none, becomes another.</summary>
public sealed record TextChange(TextSpan? Span, string Text);
