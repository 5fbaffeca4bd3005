namespace Hourglass.Editor;

/// <summary>A text that an editor shows behind a place, such as a stage's output shape.</summary>
public sealed record ShapeHint(LinePosition Place, string Text, string Tooltip);
