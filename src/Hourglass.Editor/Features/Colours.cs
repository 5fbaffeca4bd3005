using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Syntax;
using Hourglass.Editor.Analysis;
using Hourglass.Editor.Documents;

namespace Hourglass.Editor.Features;

/// <summary>The colours of a text.</summary>
internal static class Colours
{
    /// <summary>The coloured pieces in a range, by place; none spans a line's end.</summary>
    public static IReadOnlyList<ColouredToken> Of(FileAnalysis file, TextSpan? range)
    {
        var document = file.Document;
        var (from, to) = range is { } span
            ? (document.OffsetOf(span.Start with { Column = 0 }), document.OffsetOf(span.End with { Column = int.MaxValue }))
            : (0, document.Text.Length);
        var tokens = ScannedToken.Scan(document.Text, from, to).ToArray();
        var found = new List<ColouredToken>(tokens.Length);
        for (var i = 0; i < tokens.Length; i++)
        {
            var next = i + 1 < tokens.Length && tokens[i + 1].Kind == ScannedKind.Sign ? document.Text[tokens[i + 1].Start] : '\0';
            if (Of(file, tokens[i], next) is { } coloured)
            {
                found.Add(coloured);
            }
        }

        return found;
    }

    private static ColouredToken? Of(FileAnalysis file, ScannedToken token, char next)
    {
        var span = file.Document.SpanOf(token.Start, token.End);
        return token.Kind switch
        {
            ScannedKind.Comment => new ColouredToken(span, TokenColour.Comment, false),
            ScannedKind.Text => new ColouredToken(span, TokenColour.String, false),
            ScannedKind.Number => new ColouredToken(span, TokenColour.Number, false),
            ScannedKind.Sign => "(){}[],:;".Contains(file.Document.Text[token.Start], StringComparison.Ordinal)
                ? null
                : new ColouredToken(span, TokenColour.Operator, false),
            _ => OfWord(file, span, file.Document.Text[token.Start..token.End], next),
        };
    }

    private static ColouredToken OfWord(FileAnalysis file, TextSpan span, string word, char next)
    {
        if (file.Names.At(span.Start) is { } place && place.Span.Start == span.Start)
        {
            return new ColouredToken(span, ColourOf(place.Name), place.IsDeclaration);
        }

        return new ColouredToken(
            span,
            AeKeywords.IsReserved(word) ? TokenColour.Keyword : next == ':' ? TokenColour.Parameter : TokenColour.Word,
            false);
    }

    private static TokenColour ColourOf(SourceName name) => name.Kind switch
    {
        NameKind.Constant => TokenColour.Constant,
        NameKind.Block or NameKind.Extern => TokenColour.Block,
        NameKind.Model => TokenColour.Model,
        NameKind.Parameter => TokenColour.Parameter,
        NameKind.Data => TokenColour.Data,
        NameKind.Variable => TokenColour.Variable,
        NameKind.Label or NameKind.Phase or NameKind.Term => TokenColour.Label,
        _ => name.Entry switch
        {
            DistributionEntry or PriorEntry or BijectionEntry => TokenColour.Distribution,
            StageEntry => TokenColour.Stage,
            TermEntry or WeightScheduleEntry => TokenColour.Term,
            DomainEntry => TokenColour.Domain,
            SettingEntry => TokenColour.Setting,
            _ => TokenColour.Word,
        },
    };
}
