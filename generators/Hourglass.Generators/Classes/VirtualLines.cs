using Hourglass.Compiler.Syntax;
using Hourglass.Generators.Reporting;

namespace Hourglass.Generators.Classes;

/// <summary>From the lines of a class's assembled model (<see cref="ClassModel"/>) back into the string literals.</summary>
internal static class VirtualLines
{
    public static int CountOf(string text) => new LineMap(text).PositionOf(text.Length).Line + 1;

    /// <summary>Where the assembled model has its name.</summary>
    public static TextSpan ClassName(string name) => new(new LinePosition(0, 0), new LinePosition(0, name.Length));

    /// <summary>The same diagnostic in the C# file.</summary>
    public static PlacedDiagnostic Place(AnnotatedClass type, Diagnostic diagnostic)
    {
        var (path, span) = PlaceSpan(type, diagnostic.Span);
        var related = diagnostic.Related
            .Select(r => (Place: PlaceSpan(type, r.Span), r.Message))
            .Where(r => r.Place.Path == path)
            .Select(r => new RelatedSpan(r.Place.Span, r.Message));
        return new PlacedDiagnostic(path, diagnostic with { Span = span, Related = related.ToEquatable() });
    }

    private static (string Path, TextSpan Span) PlaceSpan(AnnotatedClass type, TextSpan span)
    {
        var (path, start) = CharacterAt(type, span.Start, isEnd: false);
        var (endPath, end) = CharacterAt(type, span.End, isEnd: span.End.CompareTo(span.Start) > 0);
        return endPath == path && end.End.CompareTo(start.Start) >= 0
            ? (path, new TextSpan(start.Start, span.End == span.Start ? start.Start : end.End))
            : (path, start);
    }

    /// <summary>The range of the character at a position, or of the one before it for a range's end.</summary>
    private static (string Path, TextSpan Span) CharacterAt(AnnotatedClass type, LinePosition position, bool isEnd)
    {
        var line = 1;
        for (var i = 0; i < type.Clauses.Clauses.Count && position.Line > 0; i++)
        {
            var text = type.Clauses.Clauses[i].Text ?? "";
            var count = CountOf(text);
            if (position.Line < line + count)
            {
                var offset = new LineMap(text).OffsetOf(new LinePosition(position.Line - line, position.Column));
                var place = type.Places.Clauses[i];
                var index = Math.Max(0, Math.Min(isEnd ? offset - 1 : offset, place.Characters.Count - 1));
                return (place.Path, place.Characters[index]);
            }

            line += count;
        }

        return (type.Places.Path, type.Places.Name);
    }
}
