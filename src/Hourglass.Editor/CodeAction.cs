namespace Hourglass.Editor;

/// <summary>A change that an editor offers at a place.</summary>
/// <param name="Title">For the menu.</param>
/// <param name="Edits">Edits of this file.</param>
/// <param name="Mends">The diagnostic that it mends.</param>
/// <param name="IsPreferred">Whether it is the one thing to do.</param>
public sealed record CodeAction(string Title, IReadOnlyList<TextEdit> Edits, Diagnostic Mends, bool IsPreferred);
