using Hourglass.Compiler.Syntax.Lexing;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Syntax.Recovery;

/// <summary>One statement without its keyword, from an attribute's string.</summary>
internal static class ClauseParser
{
    public static ParseResult<Statement?> Parse(string keyword, string text, int firstLine, string? phase)
    {
        if (!AeKeywords.IsStatement(keyword))
        {
            throw new ArgumentOutOfRangeException(nameof(keyword), keyword, "A clause belongs to a statement's keyword.");
        }

        var tokens = Lexer.Tokenize(text, firstLine, "clause", default);
        var errors = new DiagnosticBag();
        foreach (var (_, error) in tokens.Errors)
        {
            errors.Add(error);
        }

        var structure = new Structure(tokens, errors);
        var segments = new SegmentParser(tokens, errors, structure, null, default);
        var statement = keyword == "train"
            ? ParseTrain(tokens, segments, structure, phase)
            : ParseOther(keyword, tokens, errors, segments, structure);
        return new ParseResult<Statement?>(statement, errors.ToSorted());
    }

    private static Statement? ParseOther(
        string keyword,
        TokenList tokens,
        DiagnosticBag errors,
        SegmentParser segments,
        Structure structure)
    {
        var end = tokens.End;
        while (end > 0 && tokens[end - 1].Kind == ';')
        {
            end--;
        }

        if (tokens[0].Is(keyword) && tokens[1].Kind is TokenKind.Word or '{')
        {
            segments.Report(Repeated(keyword, tokens), 0, end);
            return null;
        }

        for (var at = 1; at < end; at++)
        {
            if (tokens[at].Kind == ';' || Starts.Complete(tokens, at) || Starts.Objective(tokens, at) || Starts.Declaration(tokens, at)
                || (tokens[at].Kind is '=' or '~' && at > 2 && tokens[at - 1].Kind == TokenKind.Word && tokens[at - 2].EndsValue))
            {
                var found = tokens[at].Kind is '=' or '~' ? at - 1 : at;
                segments.Report(
                    SyntaxErrors.OneClause(
                        keyword,
                        "holds more than one statement",
                        "give each statement its own attribute",
                        tokens[found].Span),
                    0,
                    end);
                return null;
            }
        }

        return new ModelParser(tokens, errors, segments, structure).ParseRest(keyword, 0, end, tokens[0].Doc, tokens.SpanOf(0, end));
    }

    private static Statement? ParseTrain(TokenList tokens, SegmentParser segments, Structure structure, string? phase)
    {
        if (tokens[0].Is("train") && tokens[1].Kind is TokenKind.Word or '{')
        {
            segments.Report(Repeated("train", tokens), 0, tokens.End);
            return null;
        }

        for (var at = 0; at < tokens.End; at++)
        {
            if (tokens[at].Kind is '{' or '}')
            {
                segments.Report(
                    SyntaxErrors.OneClause(
                        "train",
                        "holds a brace",
                        "write the settings without braces, each phase in an attribute of its own",
                        tokens[at].Span),
                    0,
                    tokens.End);
                return null;
            }

            if (Starts.Complete(tokens, at) || Starts.Declaration(tokens, at))
            {
                segments.Report(
                    SyntaxErrors.OneClause("train", "holds another statement", "give each statement its own attribute", tokens[at].Span),
                    0,
                    tokens.End);
                return null;
            }
        }

        var first = 0;
        var (settings, minimize) = new BracedParser(tokens, structure, segments).ParseSettings(ref first, -1);
        var span = tokens.SpanOf(0, tokens.End);
        return new TrainStatement(phase is null ? null : new Identifier(phase, tokens.SpanOf(0, 0)), settings, minimize, span);
    }

    private static Diagnostic Repeated(string keyword, TokenList tokens) =>
        SyntaxErrors.OneClause(keyword, "repeats its keyword", $"the attribute says it already: remove `{keyword}`", tokens[0].Span);
}
