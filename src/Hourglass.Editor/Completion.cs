namespace Hourglass.Editor;

/// <summary>A word that fits where the cursor stands.</summary>
/// <param name="Label">As the list shows it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Detail">Its signature and the shape that would come out.</param>
/// <param name="Documentation">Markdown.</param>
/// <param name="Edit">
/// What choosing it writes; with <paramref name="IsSnippet"/>, in the syntax of snippets (<c>$1</c>, <c>${1:n}</c>).
/// </param>
/// <param name="IsSnippet">Whether the text has places to fill in.</param>
/// <param name="Order">What the list is sorted by.</param>
public sealed record Completion(
    string Label, CompletionKind Kind, string Detail, string Documentation, TextEdit Edit, bool IsSnippet, string Order);
