using Hourglass.Compiler.Catalogue;

namespace Hourglass.Editor.Features;

/// <summary>Collects completions for one place.</summary>
/// <param name="span">What choosing one replaces.</param>
internal sealed class CompletionList(TextSpan span)
{
    private readonly List<Completion> _items = [];

    /// <summary>All of them.</summary>
    public IReadOnlyList<Completion> Items => _items;

    /// <summary>A word that stands for itself.</summary>
    public void Add(string word, CompletionKind kind, string detail, string documentation = "", int rank = 5) =>
        Add(word, word, false, kind, detail, documentation, rank);

    /// <summary>A word with a text of its own.</summary>
    public void Add(string label, string text, bool isSnippet, CompletionKind kind, string detail, string documentation, int rank)
    {
        if (_items.All(item => item.Label != label || item.Kind != kind))
        {
            _items.Add(new Completion(
                label, kind, detail, documentation, new TextEdit(span, text), isSnippet, $"{NumberText.Of(rank)}{label}"));
        }
    }

    /// <summary>A word of the catalogue with its arguments to fill in.</summary>
    public void Add(CatalogueEntry entry, Signature signature, CompletionKind kind, string detail, int rank)
    {
        var arguments = Samples.Snippet(signature);
        var body = entry is StageEntry { TakesBody: true } ? " { $0 }" : "";
        Add(
            entry.Name,
            entry.Name + (body.Length > 0 ? arguments.Replace("$0", "", StringComparison.Ordinal) : arguments) + body,
            arguments.Length + body.Length > 0,
            kind,
            detail,
            EntryText.Markdown(entry),
            rank);
    }
}
