namespace Hourglass.Editor;

/// <summary>A coloured piece of one line.</summary>
public sealed record ColouredToken(TextSpan Span, TokenColour Colour, bool IsDeclaration);
