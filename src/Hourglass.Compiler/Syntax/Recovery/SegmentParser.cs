using Hourglass.Compiler.Syntax.Grammar;
using Hourglass.Compiler.Syntax.Lexing;
using Sprache;

namespace Hourglass.Compiler.Syntax.Recovery;

/// <summary>Parses one statement's tokens and reports at most one error about them.</summary>
/// <param name="tokens">The text's tokens.</param>
/// <param name="errors">Takes what is wrong.</param>
/// <param name="structure">What is known of braces.</param>
/// <param name="memory">What the same statements gave before, or null.</param>
/// <param name="cancellation">Stops the work where it is no longer wanted.</param>
internal sealed class SegmentParser(
    TokenList tokens,
    DiagnosticBag errors,
    Structure structure,
    ParseMemory? memory,
    CancellationToken cancellation)
{
    /// <summary>More brackets inside one another than this are refused: the parsers call one another for each.</summary>
    private const int MaximalDepth = 32;

    /// <summary>
    /// More operators in an expression and those around it than this are refused: the tree of a sum is as deep as it is long.
    /// </summary>
    private const int MaximalOperators = 256;

    /// <summary>A keyword used as a name is one mistake, however often the name is written.</summary>
    private readonly HashSet<string> _reserved = new(StringComparer.Ordinal);

    /// <summary>The bracket that goes with one.</summary>
    public static char Partner(char bracket) => bracket switch { '(' => ')', ')' => '(', '[' => ']', ']' => '[', '{' => '}', _ => '{' };

    /// <summary>
    /// What stands between two tokens, or the default where it could not be parsed. <paramref name="quiet"/>: the statement has had its
    /// error.
    /// </summary>
    public T? Parse<T>(Parser<T> parser, int first, int end, string keyword, bool quiet = false)
        where T : class
    {
        cancellation.ThrowIfCancellationRequested();
        var key = memory is null || end <= first ? default : ParseMemory.KeyOf(parser, tokens, first, end);
        if (key.Parser is not null && memory!.Recall<T>(key, tokens[first].Span.Start.Line) is { } known)
        {
            return known;
        }

        if (TooDeep(first, end) is { } tooDeep)
        {
            Report(tooDeep, first, end, quiet);
            return null;
        }

        var trace = new ParseTrace(cancellation);
        var result = parser(new TokenInput(tokens, first, end, trace));
        var complete = result.WasSuccessful && result.Remainder.Position == end;
        if (trace.Forgiven is { } forgiven)
        {
            Report(forgiven, first, end, quiet);
        }
        else if (!complete)
        {
            if (result.WasSuccessful && trace.Furthest < result.Remainder.Position)
            {
                trace.Miss(result.Remainder.Position, "the next statement");
            }

            var unbalanced = Unbalanced(first, end, trace.Furthest);
            if (unbalanced?.Id == SyntaxErrors.UnopenedId.Id && structure.IsRest(first))
            {
                structure.Lose();
            }

            structure.Fail(end);
            Report(unbalanced ?? Unexpected(trace, first, end, keyword), first, end, quiet);
            if (unbalanced is not null || (tokens[end].Kind == '}' && trace.Furthest >= end))
            {
                structure.Cut(end);
            }
        }
        else if (key.Parser is not null)
        {
            memory!.Keep(key, tokens[first].Span.Start.Line, result.Value);
        }

        return result.WasSuccessful ? result.Value : null;
    }

    /// <summary>
    /// Adds an error about a statement, unless its characters are already known to be wrong, or it is a piece of something broken.
    /// </summary>
    public void Report(Diagnostic error, int first, int end, bool quiet = false)
    {
        var isRepeated = error.Id == SyntaxErrors.ReservedId.Id && !_reserved.Add(error.Message);
        if (!quiet && !isRepeated && structure.SpeaksForItself(first) && !tokens.HasErrorBetween(first, end))
        {
            errors.Add(error);
        }
    }

    /// <summary>What stands at an index, in words.</summary>
    public string Found(int at, int end) => at < end
        ? SyntaxErrors.Quote(tokens[at].Text)
        : tokens[at].Kind switch
        {
            TokenKind.End => $"the end of the {tokens.Whole}",
            TokenKind.Word => tokens[at + 1].Kind == ':' ? "the next setting" : "the next statement",
            var sign => SyntaxErrors.Quote(sign.ToString()),
        };

    private Diagnostic Unexpected(ParseTrace trace, int first, int end, string keyword)
    {
        var at = Math.Min(trace.Furthest, end);
        var span = at < end ? tokens[at].Span : at > 0 ? tokens[at - 1].Span.Behind : tokens.SpanOf(at, at);
        var (help, mend) = Help(trace, at, first, end, keyword);
        return mend(SyntaxErrors.Unexpected(Join(trace.Expected), Found(at, end), help, span));
    }

    /// <summary>What to do, in words and as a fix where there is one.</summary>
    private (string Help, Func<Diagnostic, Diagnostic> Mend) Help(ParseTrace trace, int at, int first, int end, string keyword)
    {
        var (kind, text) = at < end ? (tokens[at].Kind, tokens[at].Text) : (TokenKind.End, "");
        var start = tokens[at].Span.Start;
        if (trace.Expected.Contains("`->`") && kind == TokenKind.Word)
        {
            return ($"stages are joined by arrows: `-> {text}`", error => error.PutIn(start, "-> "));
        }

        if (trace.Expected.Contains("`+`") && kind is TokenKind.Word or TokenKind.Number)
        {
            return ($"terms are joined by signs: `+ {text}`", error => error.PutIn(start, "+ "));
        }

        if (kind == ',')
        {
            return ("commas stand between arguments only: remove it", error => error.LeftOut());
        }

        if (trace.Expected.Contains("`,`")
            && kind == TokenKind.Word
            && text[0] == 'x'
            && at > first
            && tokens[at - 1].Kind == TokenKind.Number)
        {
            return ($"sizes are separated by commas: `{tokens[at - 1].Text}, {text.Substring(1)}`", error => error.Mended(
                $"write `{tokens[at - 1].Text}, {text.Substring(1)}`",
                new TextEdit(new TextSpan(tokens[at - 1].Span.Start, tokens[at].Span.End), $"{tokens[at - 1].Text}, {text.Substring(1)}")));
        }

        if (trace.Expected.Contains("`,`") && kind is TokenKind.Word or TokenKind.Number)
        {
            return ($"commas stand between: `, {text}`", error => error.PutIn(tokens[at - 1].Span.End, ","));
        }

        return (keyword is "" ? "write `name: value`" : $"an example: `{AeKeywords.Example(keyword)}`", error => error);
    }

    private Diagnostic? Unbalanced(int first, int end, int failed)
    {
        var open = new Stack<int>();
        for (var at = first; at < end; at++)
        {
            var token = tokens[at];
            if (token.IsOpening)
            {
                open.Push(at);
            }
            else if (token.IsClosing)
            {
                if (open.Count == 0)
                {
                    return SyntaxErrors.Unopened(token.Text, $"remove it, or open it with `{Partner(token.Kind)}`", token.Span);
                }

                if (tokens[open.Peek()].Kind != Partner(token.Kind))
                {
                    return Unclosed(open.Peek(), failed, end);
                }

                open.Pop();
            }
        }

        return open.Count == 0 ? null : Unclosed(open.Peek(), failed, end);
    }

    private Diagnostic Unclosed(int at, int failed, int end) =>
        SyntaxErrors.Unclosed(
            tokens[at].Text,
            Partner(tokens[at].Kind).ToString(),
            failed > at && failed <= end ? Found(failed, end) : null,
            tokens[at].Span,
            tokens[(failed > at && failed <= end ? failed : end) - 1].Span.End);

    private Diagnostic? TooDeep(int first, int end)
    {
        var open = new Stack<int>();
        int operators = 0, here = 0;
        for (var at = first; at < end; at++)
        {
            var token = tokens[at];
            if (token.IsOpening)
            {
                open.Push(here);
                here = 0;
            }
            else if (token.IsClosing || token.Kind is ',' or TokenKind.Arrow)
            {
                operators -= here;
                here = token.IsClosing && open.Count > 0 ? open.Pop() : 0;
            }
            else if (token.IsOperator)
            {
                operators++;
                here++;
            }

            if (open.Count > MaximalDepth)
            {
                return SyntaxErrors.TooDeep("brackets are nested deeper", MaximalDepth, token.Span);
            }

            if (operators > MaximalOperators)
            {
                return SyntaxErrors.TooDeep("an expression has more operators", MaximalOperators, token.Span);
            }
        }

        return null;
    }

    private static string Join(List<string> expected) => expected.Count < 2
        ? string.Concat(expected)
        : string.Join(", ", expected.Take(expected.Count - 1)) + " or " + expected[expected.Count - 1];
}
