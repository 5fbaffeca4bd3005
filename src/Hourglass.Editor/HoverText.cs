namespace Hourglass.Editor;

/// <summary>What stands under the pointer, in Markdown.</summary>
public sealed record HoverText(string Markdown, TextSpan Span);
