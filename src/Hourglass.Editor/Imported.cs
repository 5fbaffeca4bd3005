namespace Hourglass.Editor;

/// <summary>What an import leads to.</summary>
/// <param name="Path">The full path that it names; null where its text names none.</param>
/// <param name="Text">The text of that file; null where there is none, or it cannot be read.</param>
/// <param name="Refusal">Why it cannot be imported; null where it can, or where there is no such file.</param>
public sealed record Imported(string? Path, string? Text, Hourglass.Compiler.ImportRefusal? Refusal);
