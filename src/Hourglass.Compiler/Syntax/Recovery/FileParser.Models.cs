using Hourglass.Compiler.Syntax.Grammar;
using Hourglass.Compiler.Syntax.Lexing;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Syntax.Recovery;

/// <content>Models, and what stands inside them that does not belong there.</content>
internal sealed partial class FileParser
{
    private void ParseModel(bool quiet)
    {
        var first = _at;
        var headEnd = HeadEnd(first);
        var isBody = _tokens[headEnd].Kind == '=' && _tokens[headEnd + 1].Kind == '{';
        if (_tokens[headEnd].Kind == '=' && !isBody)
        {
            _at = Math.Max(Splitter.EndOf(_tokens, first, Level.File), first + 1);
            var variant = _segments.Parse(StatementGrammar.Variant, first + 1, _at, "model", quiet);
            Add(variant is null ? null : variant with { Doc = _tokens[first].Doc, Span = _tokens.SpanOf(first, _at) });
            return;
        }

        var errorsBefore = _errors.Count;
        var head = _segments.Parse(StatementGrammar.ModelHead, first + 1, headEnd, "model", quiet);
        head ??= _tokens[first + 1].Kind == TokenKind.Word ? new ModelHead(Terminals.Name(_tokens[first + 1]), default) : null;
        if (isBody)
        {
            _segments.Report(
                SyntaxErrors.Unexpected("`{`", "`=`", "a model's statements stand in braces: `model Vae { ... }`", _tokens[headEnd].Span),
                first,
                headEnd,
                quiet);
            headEnd++;
        }

        var opening = _tokens[headEnd].Kind == '{' ? headEnd : -1;
        var statements = EquatableArray<Statement>.Empty;
        _at = opening < 0 ? headEnd : headEnd + 1;
        if (opening < 0 && _errors.Count == errorsBefore)
        {
            var missing = SyntaxErrors.Unexpected(
                "`{`",
                _segments.Found(headEnd, headEnd),
                "a model's statements stand in braces: `model Vae { ... }`",
                _tokens[headEnd - 1].Span.Behind);
            _segments.Report(missing, first, headEnd, quiet);
        }

        if (opening < 0 && _tokens[headEnd].IsStatementKeyword && !_structure.StartsLine(headEnd) && _structure.StartsLine(headEnd + 1))
        {
            // A keyword stands where the brace belongs.
            _at = ++headEnd;
        }

        if (opening >= 0 || _tokens[headEnd].IsStatementKeyword)
        {
            var isClosed = opening >= 0 && _braces[opening] >= 0;
            statements = _models.ParseBody(ref _at, opening, isClosed, ParseMisplaced);
        }

        if (head is not null)
        {
            Add(new ModelDeclaration(head.Name, _tokens[first].Doc, head.Parameters, statements, _tokens.SpanOf(first, _at)));

            // A model that is cut before its objective goes on in the one that cuts it.
            _isCut = _structure.IsLost && _tokens[_at].Is("model") && !statements.Any(statement => statement is MinimizeStatement);
            _isNextTorn = _isCut;
        }
    }

    /// <summary>A declaration inside a model that is closed: reported, and then read as if it stood outside.</summary>
    private int ParseMisplaced(int at)
    {
        var keyword = _tokens[at].Text;
        _structure.Misplaced(SyntaxErrors.Misplaced(keyword, "inside a model", "move it out of the model's braces", _tokens[at].Span));
        if (keyword == "model")
        {
            _structure.Lose();
        }

        _at = at;
        if (_nesting++ < MaximalNesting)
        {
            ParseDeclaration(keyword, quiet: true);
        }
        else
        {
            _at = Math.Max(Splitter.EndOf(_tokens, at, Level.File), at + 1);
        }

        _nesting--;
        return _at;
    }

    /// <summary>Where a model's name and parameters end: at its brace, at the sign of a variant, or where something else begins.</summary>
    private int HeadEnd(int first)
    {
        var depth = 0;
        for (var at = first + 1; ; at++)
        {
            var kind = _tokens[at].Kind;
            depth += kind switch { '(' => 1, ')' => -1, _ => 0 };
            if (at >= _tokens.End || kind is '{' or '}' or ';' || (kind == '=' && depth <= 0)
                || (at > first + 1 && (Starts.Declaration(_tokens, at) || _tokens[at].IsStatementKeyword)))
            {
                return Math.Min(at, _tokens.End);
            }
        }
    }
}
