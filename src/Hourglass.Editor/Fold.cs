namespace Hourglass.Editor;

/// <summary>Lines that can be folded away.</summary>
public sealed record Fold(int FirstLine, int LastLine, bool IsComment);
