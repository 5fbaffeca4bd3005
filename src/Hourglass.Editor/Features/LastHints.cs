using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Editor.Documents;

namespace Hourglass.Editor.Features;

/// <summary>
/// The hints of models when they could last be parsed: while a statement is being typed, the lines that did not change keep theirs, and
/// nothing on the screen jumps.
/// </summary>
internal sealed class LastHints
{
    private readonly Dictionary<string, IReadOnlyList<(string Line, ShapeHint Hint)>> _models = new(StringComparer.Ordinal);

    /// <summary>The hints of a model: those of now, and on lines that have none those of before.</summary>
    public IEnumerable<ShapeHint> Of(TextDocument document, ModelDeclaration model, IReadOnlyList<ShapeHint> now)
    {
        if (!model.IsIncomplete)
        {
            _models[model.Name.Text] = [.. now.Select(hint => (document.LineAt(hint.Place.Line), hint))];
            return now;
        }

        if (!_models.TryGetValue(model.Name.Text, out var before))
        {
            return now;
        }

        var hinted = now.Select(hint => hint.Place.Line).ToHashSet();
        var lines = Enumerable.Range(model.Span.Start.Line, model.Span.End.Line - model.Span.Start.Line + 1)
            .Where(line => !hinted.Contains(line))
            .ToLookup(document.LineAt, StringComparer.Ordinal);
        return now.Concat(before.SelectMany(
            old => lines[old.Line].Take(1).Select(line => old.Hint with { Place = old.Hint.Place with { Line = line } })));
    }
}
