using Hourglass.Compiler.Syntax.Grammar;
using Hourglass.Compiler.Syntax.Lexing;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Syntax.Recovery;

/// <summary>The declarations of a file, one after the other.</summary>
internal sealed partial class FileParser
{
    /// <summary>Models inside models, which is wrong anyway, are not read any deeper.</summary>
    private const int MaximalNesting = 4;

    private readonly TokenList _tokens;
    private readonly DiagnosticBag _errors = new();
    private readonly Structure _structure;
    private readonly SegmentParser _segments;
    private readonly ModelParser _models;
    private readonly Dictionary<int, int> _braces;
    private readonly List<ImportSyntax> _imports = [];
    private readonly List<Declaration> _declarations = [];
    private Identifier? _namespace;
    private int _at;
    private int _nesting;
    private bool _isNextTorn;
    private bool _isCut;
    private bool _isImportMisplaced;

    private FileParser(TokenList tokens, ParseMemory? memory, CancellationToken cancellation)
    {
        _tokens = tokens;
        _structure = new Structure(tokens, _errors);
        _segments = new SegmentParser(tokens, _errors, _structure, memory, cancellation);
        _models = new ModelParser(tokens, _errors, _segments, _structure);
        _braces = Splitter.MatchBraces(tokens);
    }

    public static ParseResult<SourceFile> Parse(string text, ParseMemory? memory, CancellationToken cancellation)
    {
        var tokens = Lexer.Tokenize(text, 0, "file", cancellation);
        var parser = new FileParser(tokens, memory, cancellation);
        foreach (var (_, error) in tokens.Errors)
        {
            parser._errors.Add(error);
        }

        while (parser._at < tokens.End)
        {
            cancellation.ThrowIfCancellationRequested();
            parser.ParseNext();
        }

        memory?.Turn();
        var span = new TextSpan(default, tokens[tokens.End].Span.End);
        var file = new SourceFile(parser._namespace, parser._imports.ToEquatable(), parser._declarations.ToEquatable(), span);
        return new ParseResult<SourceFile>(file, parser._errors.ToSorted());
    }

    private void ParseNext()
    {
        var token = _tokens[_at];
        if (token.Kind == ';')
        {
            _at++;
        }
        else if (token.Kind == TokenKind.Word && AeKeywords.Declarations.Contains(token.Text))
        {
            if (!_isCut)
            {
                _structure.Begin(_at);
            }

            ParseDeclaration(token.Text, quiet: false);
        }
        else if (token.IsStatementKeyword)
        {
            _structure.Misplaced(SyntaxErrors.Misplaced(
                token.Text,
                "outside of a model",
                "put it between the braces of a model: `model Vae { ... }`",
                token.Span));
            SkipToDeclaration();
        }
        else if (Starts.Meant(_tokens, _at, AeKeywords.Declarations) is { } meant)
        {
            _structure.Begin(_at);
            _errors.Add(SyntaxErrors.UnknownStatement(token.Text, "a declaration", meant, AeKeywords.Declarations, token.Span));
            ParseDeclaration(meant, quiet: true);
        }
        else
        {
            var first = _at;
            SkipToDeclaration();
            if (token.Kind == '}')
            {
                _structure.Brace(SyntaxErrors.Unopened(token.Text, "remove it", token.Span), first);
            }
            else
            {
                var error = token.IsClosing
                    ? SyntaxErrors.Unopened(token.Text, "remove it", token.Span)
                    : SyntaxErrors.UnknownStatement(token.Text, "a declaration", null, AeKeywords.Declarations, token.Span);
                _structure.Loose(error, first, _at);
            }
        }
    }

    /// <summary>What belongs to no declaration is one mistake, however long it is.</summary>
    private void SkipToDeclaration()
    {
        var depth = 0;
        var isTorn = false;
        do
        {
            depth += _tokens[_at].Kind switch { '{' => 1, '}' => -1, _ => 0 };
            isTorn |= _tokens[_at].IsStatementKeyword || _tokens[_at].Kind is '{' or '}' or '~' or '=';
            _at++;
        }
        while (_at < _tokens.End && !((depth <= 0 || IsLeft(_at)) && (Starts.Declaration(_tokens, _at) || _tokens[_at].Is("extern"))));

        if (!isTorn)
        {
            return;
        }

        // It may have been torn from the declaration before it, or from the one behind.
        _isNextTorn = true;
        if (_declarations.Count > 0)
        {
            _declarations[_declarations.Count - 1] = _declarations[_declarations.Count - 1] with { IsIncomplete = true };
        }
    }

    private bool IsLeft(int at) => _structure.StartsLine(at) && _tokens[at].Span.Start.Column == 0;

    private void Add(Declaration? declaration)
    {
        if (declaration is not null)
        {
            _declarations.Add(_isNextTorn || _structure.IsLost ? declaration with { IsIncomplete = true } : declaration);
        }

        _isNextTorn = false;
    }

    private void ParseDeclaration(string keyword, bool quiet)
    {
        if (keyword == "model")
        {
            ParseModel(quiet);
            return;
        }

        var first = _at;
        _at = Math.Max(Splitter.EndOf(_tokens, first, Level.File), first + 1);
        var (span, doc) = (_tokens.SpanOf(first, _at), _tokens[first].Doc);
        switch (keyword)
        {
            case "namespace":
                var name = _segments.Parse(StatementGrammar.Namespace, first + 1, _at, keyword, quiet);
                if (_namespace is not null || _imports.Count + _declarations.Count > 0)
                {
                    var where = _namespace is not null ? "twice in this file" : "behind other declarations";
                    _segments.Report(
                        SyntaxErrors.Misplaced(keyword, where, "a file has one namespace, at its beginning", _tokens[first].Span),
                        first,
                        _at,
                        quiet);
                }

                _namespace ??= name;
                break;
            case "import":
                if (_segments.Parse(StatementGrammar.Import, first + 1, _at, keyword, quiet) is { } path && path.Text.Length > 1)
                {
                    _imports.Add(MakeImport(path, span));
                }

                if (_declarations.Count > 0 && !_isImportMisplaced)
                {
                    // Those that follow stand there with it.
                    _isImportMisplaced = true;
                    _segments.Report(
                        SyntaxErrors.Misplaced(
                            keyword,
                            "behind other declarations",
                            "imports stand before the first const, block or model",
                            _tokens[first].Span),
                        first,
                        _at,
                        quiet);
                }

                break;
            case "const":
                var constant = _segments.Parse(StatementGrammar.Const, first + 1, _at, keyword, quiet);
                Add(constant is null
                    ? Unread(first, span, name => new ConstDeclaration(name, doc, new NumberExpression("0", 0, name.Span), span))
                    : constant with { Doc = doc, Span = span });
                break;
            case "block":
                var block = _segments.Parse(StatementGrammar.Block, first + 1, _at, keyword, quiet);
                Add(block is null
                    ? Unread(first, span, name => new BlockDeclaration(name, doc, default, new StageChain(default, name.Span), span))
                    : block with { Doc = doc, Span = span });
                _at += block is null && _tokens[_at].Kind == '}' ? 1 : 0;
                break;
            default:
                var declared = _segments.Parse(StatementGrammar.Extern, first + 1, _at, keyword, quiet);
                Add(declared is null ? null : new ExternDeclaration(declared with { Span = span }));
                break;
        }
    }

    /// <summary>A declaration that has a name at least: what reads it then says nothing more.</summary>
    private Declaration? Unread(int first, TextSpan span, Func<Identifier, Declaration> make)
    {
        var name = _tokens[first + 1];
        return name.Kind == TokenKind.Word && !name.IsReserved && name.Span.End.CompareTo(span.End) <= 0
            ? make(Terminals.Name(name)) with { IsIncomplete = true }
            : null;
    }

    private static ImportSyntax MakeImport(Token path, TextSpan span)
    {
        var (start, end) = (path.Span.Start, path.Span.End);
        var inner = new TextSpan(start with { Column = start.Column + 1 }, path.IsClosed ? end with { Column = end.Column - 1 } : end);
        return new ImportSyntax(path.Unquoted, inner, span);
    }
}
