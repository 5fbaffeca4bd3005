using Hourglass.Compiler.Syntax;
using Hourglass.Generators.Reporting;

namespace Hourglass.Generators.Classes;

/// <summary>From the lines of a class's assembled model (<see cref="ClassModel"/>) back into the string literals.</summary>
internal static class VirtualLines
{
    public static int CountOf(string text) => new LineMap(text).PositionOf(text.Length).Line + 1;

    /// <summary>Where the assembled model has its name.</summary>
    public static TextSpan ClassName(string name) => new(new LinePosition(0, 0), new LinePosition(0, name.Length));

    /// <summary>The same diagnostic in the C# file, its fixes in the clauses' texts.</summary>
    public static PlacedDiagnostic Place(AnnotatedClass type, Diagnostic diagnostic)
    {
        var (path, place) = PlaceSpan(type, diagnostic.Span);
        var related = diagnostic.Related
            .Select(r => (Place: PlaceSpan(type, r.Span), r.Message))
            .Where(r => r.Place.Path == path)
            .Select(r => new RelatedSpan(r.Place.Place.Lines, r.Message));
        var fixes = diagnostic.Fixes.Select(fix => InClause(type, fix)).OfType<ClauseFix>();
        var placed = diagnostic with { Span = place.Lines, Related = related.ToEquatable(), Fixes = EquatableArray<Fix>.Empty };
        return new PlacedDiagnostic(path, placed) { Start = place.Start, End = place.End, Fixes = fixes.ToEquatable() };
    }

    /// <summary>A fix whose edits all are in one clause; null for another.</summary>
    private static ClauseFix? InClause(AnnotatedClass type, Fix fix)
    {
        var places = fix.Edits
            .Select(edit => (Start: Find(type, edit.Span.Start), End: Find(type, edit.Span.End), edit.Text))
            .OrderBy(edit => edit.Start?.Offset)
            .ToArray();
        if (places.FirstOrDefault().Start is not { } first
            || !places.All(edit => edit.Start?.Clause == first.Clause && edit.End?.Clause == first.Clause))
        {
            return null;
        }

        var edits = places.Select(
            edit => new ClauseEdit(edit.Start!.Value.Offset, edit.End!.Value.Offset - edit.Start.Value.Offset, edit.Text));
        return new ClauseFix(fix.Title, type.Clauses.Clauses[first.Clause].Text ?? "", edits.ToEquatable());
    }

    private static (string Path, SourcePlace Place) PlaceSpan(AnnotatedClass type, TextSpan span)
    {
        var (path, start) = CharacterAt(type, span.Start, isEnd: false);
        var (endPath, end) = CharacterAt(type, span.End, isEnd: span.End.CompareTo(span.Start) > 0);
        return endPath == path && end.End >= start.Start
            ? (path, span.End == span.Start ? start.ToBefore() : start.To(end))
            : (path, start);
    }

    /// <summary>The range of the character at a position, or of the one before it for a range's end.</summary>
    private static (string Path, SourcePlace Place) CharacterAt(AnnotatedClass type, LinePosition position, bool isEnd)
    {
        if (Find(type, position) is not { } found)
        {
            return (type.Places.Path, type.Places.Name);
        }

        var place = type.Places.Clauses[found.Clause];
        var index = Math.Max(0, Math.Min(isEnd ? found.Offset - 1 : found.Offset, place.Characters.Count - 1));
        return (place.Path, place.Characters[index]);
    }

    /// <summary>Which clause has a position, and where in its text; null for the class's name.</summary>
    private static (int Clause, int Offset)? Find(AnnotatedClass type, LinePosition position)
    {
        var line = 1;
        for (var i = 0; i < type.Clauses.Clauses.Count && position.Line > 0; i++)
        {
            var text = type.Clauses.Clauses[i].Text ?? "";
            var count = CountOf(text);
            if (position.Line < line + count)
            {
                return (i, new LineMap(text).OffsetOf(new LinePosition(position.Line - line, position.Column)));
            }

            line += count;
        }

        return null;
    }
}
