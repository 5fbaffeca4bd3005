using Hourglass.Compiler.Syntax.Grammar;
using Hourglass.Compiler.Syntax.Lexing;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Syntax.Recovery;

/// <summary>The statements of a model, one after the other.</summary>
internal sealed class ModelParser(TokenList tokens, DiagnosticBag errors, SegmentParser segments, Structure structure)
{
    private readonly BracedParser _braced = new(tokens, structure, segments);

    /// <summary>The statements from <paramref name="at"/> on to the brace that closes the model.</summary>
    /// <param name="at">The first token behind the opening brace; afterwards the first behind the closing one.</param>
    /// <param name="opening">Index of the opening brace, or -1 where it was forgotten and reported.</param>
    /// <param name="isClosed">Whether braces alone, counted, say that the model is closed: a declaration before that is misplaced.</param>
    /// <param name="misplaced">Parses a declaration that stands inside the model and returns the index behind it.</param>
    public EquatableArray<Statement> ParseBody(ref int at, int opening, bool isClosed, Func<int, int> misplaced)
    {
        var statements = new List<Statement>();
        while (true)
        {
            if (tokens[at].Kind == ';')
            {
                at++;
            }
            else if (tokens[at].Kind == '}')
            {
                if (!ContinuesBehind(at))
                {
                    at++;
                    break;
                }

                structure.Brace(SyntaxErrors.ClosesEarly(tokens[at].Span), at);
                at++;
            }
            else if (Starts.Declaration(tokens, at) && isClosed && !StartsOver(at, opening))
            {
                at = misplaced(at);
            }
            else if (at >= tokens.End || Starts.Declaration(tokens, at))
            {
                if (opening >= 0)
                {
                    structure.Unclosed(opening, at);
                }

                break;
            }
            else if (ParseStatement(ref at) is { } statement)
            {
                statements.Add(statement);
            }
        }

        return statements.ToEquatable();
    }

    /// <summary>
    /// Whether a declaration stands so far to the left that it belongs to the file, whatever the number of braces says: somewhere else
    /// there is one too many.
    /// </summary>
    private bool StartsOver(int at, int opening)
    {
        var column = tokens[at].Span.Start.Column;
        return opening >= 0 && structure.StartsLine(at) && column <= ColumnOfLine(opening)
            && (!structure.StartsLine(opening + 1) || tokens[opening + 1].Span.Start.Column > column);
    }

    private int ColumnOfLine(int at)
    {
        while (!structure.StartsLine(at))
        {
            at--;
        }

        return tokens[at].Span.Start.Column;
    }

    private bool ContinuesBehind(int brace) =>
        Starts.Complete(tokens, brace + 1) || Starts.Objective(tokens, brace + 1);

    /// <summary>One statement, or null where it could not be parsed; <paramref name="at"/> moves behind it in any case.</summary>
    private Statement? ParseStatement(ref int at)
    {
        var token = tokens[at];
        if (token.IsStatementKeyword)
        {
            return ParseKnown(ref at, token.Text, quiet: false);
        }

        if (Starts.Meant(tokens, at, AeKeywords.Statements) is { } meant)
        {
            errors.Add(SyntaxErrors.UnknownStatement(token.Text, "a statement", meant, AeKeywords.Statements, token.Span));
            return ParseKnown(ref at, meant, quiet: true);
        }

        var end = Math.Max(Splitter.EndOf(tokens, at, Level.Model), at + 1);
        structure.Loose(NoStatement(at), at, end);
        at = end;
        return null;
    }

    private Diagnostic NoStatement(int at)
    {
        var (token, next) = (tokens[at], tokens[at + 1].Kind);
        return token.Kind switch
        {
            TokenKind.Word when next is '=' or '~' => SyntaxErrors.MissingRole(token.Text, next, token.Span),
            TokenKind.Word when next is ':' => SyntaxErrors.Unexpected(
                "a statement",
                SyntaxErrors.Quote(token.Text),
                "data begins with its keyword: `data x: unit[784]`",
                token.Span),
            TokenKind.Word => SyntaxErrors.UnknownStatement(token.Text, "a statement", null, AeKeywords.Statements, token.Span),
            _ when token.IsClosing => SyntaxErrors.Unopened(token.Text, "remove it", token.Span),
            _ => SyntaxErrors.Unexpected(
                "a statement",
                SyntaxErrors.Quote(token.Text),
                $"a statement begins with one of {string.Join(", ", AeKeywords.Statements)}",
                token.Span),
        };
    }

    private Statement? ParseKnown(ref int at, string keyword, bool quiet)
    {
        var first = at;
        if (keyword == "train")
        {
            return _braced.ParseTrain(ref at, quiet);
        }

        if (AeKeywords.IsRole(keyword) && tokens[at + 1].Kind == '{')
        {
            return _braced.ParseRole(ref at, RoleOf(keyword), keyword);
        }

        at = Math.Max(Splitter.EndOf(tokens, first, Level.Model), first + 1);
        return ParseRest(keyword, first + 1, at, tokens[first].Doc, tokens.SpanOf(first, at), quiet);
    }

    /// <summary>A statement without braces from the token behind its keyword.</summary>
    public Statement? ParseRest(string keyword, int first, int end, string? doc, TextSpan span, bool quiet = false)
    {
        switch (keyword)
        {
            case "data":
                var data = segments.Parse(StatementGrammar.Data, first, end, keyword, quiet);
                return data is null ? null : data with { Doc = doc, Span = span };
            case "minimize":
                var objective = segments.Parse(ExpressionGrammar.Terms.LabelledSum, first, end, keyword, quiet);
                return objective is null ? null : new MinimizeStatement(objective, span);
            case "extern":
                var declared = segments.Parse(StatementGrammar.Extern, first, end, keyword, quiet);
                return declared is null ? null : declared with { Span = span };
            default:
                var binding = segments.Parse(StatementGrammar.Binding, first, end, keyword, quiet);
                return binding is null
                    ? null
                    : new RoleStatement(RoleOf(keyword), EquatableArray.Of(binding with { Doc = doc }), false, span);
        }
    }

    private static Role RoleOf(string keyword) => keyword switch
    {
        "encode" => Role.Encode,
        "decode" => Role.Decode,
        "predict" => Role.Predict,
        "prior" => Role.Prior,
        "critic" => Role.Critic,
        _ => throw new ArgumentOutOfRangeException(nameof(keyword), keyword, "Not a role."),
    };
}
