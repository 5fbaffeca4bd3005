namespace Hourglass.Editor;

/// <summary>A piece of a file.</summary>
public sealed record Location(string Path, TextSpan Span);
