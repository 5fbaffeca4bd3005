namespace Hourglass.Editor;

/// <summary>The edits of a renaming by file; or why it cannot be.</summary>
public sealed record RenameAnswer(IReadOnlyDictionary<string, IReadOnlyList<TextEdit>> Edits, string? Refusal);
