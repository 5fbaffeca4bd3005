using System.Globalization;

namespace Hourglass.Compiler.Syntax.Lexing;

/// <summary>
/// Cuts a text into tokens. Wrong characters are reported and left out, wrong spellings of a sign count as the sign that was meant.
/// </summary>
internal sealed class Lexer
{
    private static readonly (string Wrong, char Kind, string Right)[] Misspelt =
    [
        ("-->", TokenKind.Arrow, "->"), ("==>", TokenKind.Arrow, "->"), ("=>", TokenKind.Arrow, "->"), ("|>", TokenKind.Arrow, "->"),
        (">>", TokenKind.Arrow, "->"), (">", TokenKind.Arrow, "->"),
        ("→", TokenKind.Arrow, "->"), ("−>", TokenKind.Arrow, "->"), (":=", '=', "="), ("==", '=', "="), ("~=", '~', "~"), ("−", '-', "-"),
        ("×", '*', "*"),
    ];

    private static readonly string MisspeltStarts = string.Concat(Misspelt.Select(sign => sign.Wrong[0]).Distinct());

    private const int StepsBetweenChecks = 1_024;
    private readonly string _text;
    private readonly LineMap _map;
    private readonly int _firstLine;
    private readonly List<Token> _tokens = [];
    private readonly List<(int, Diagnostic)> _errors = [];
    private readonly List<string> _doc = [];
    private int _at;
    private int _line;

    private Lexer(string text, int firstLine) => (_text, _map, _firstLine) = (text, new LineMap(text), firstLine);

    public static TokenList Tokenize(string text, int firstLine, string whole, CancellationToken cancellation)
    {
        var lexer = new Lexer(text, firstLine);
        lexer.Run(cancellation);
        return new TokenList(text, [.. lexer._tokens], lexer._errors, whole);
    }

    private void Run(CancellationToken cancellation)
    {
        for (var steps = 1; _at < _text.Length; steps++)
        {
            if (steps % StepsBetweenChecks == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            Next();
        }

        _doc.Clear();
        Add(TokenKind.End, _at);
    }

    private void Next()
    {
        var c = _text[_at];
        if (char.IsWhiteSpace(c) || c == '\uFEFF')
        {
            _at++;
        }
        else if (c == '#' || At("//") || At("/*"))
        {
            Comment();
        }
        else if (IsWordStart(c))
        {
            Add(TokenKind.Word, SkipWhile(_at, IsWordPart));
        }
        else if (IsDigit(c) || (c == '.' && IsDigit(Peek(1)) && !FollowsWord()))
        {
            Number();
        }
        else if (c == '"' || (c is '\'' or '“' && ClosingQuote() > 0))
        {
            Text();
        }
        else
        {
            Sign(c);
        }
    }

    private void Comment()
    {
        var start = _at;
        if (At("/*"))
        {
            var close = _text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
            _at = close < 0 ? LineEnd() : close + 2;
            Report(start, start + 2, span => SyntaxErrors.WrongComment("/*", span));
            return;
        }

        _at = LineEnd();
        if (_text[start] == '#')
        {
            Report(start, start + 1, span => SyntaxErrors.WrongComment("#", span));
        }
        else if (string.CompareOrdinal(_text, start, "///", 0, 3) == 0 && (start + 3 >= _text.Length || _text[start + 3] != '/'))
        {
            var line = _text.Substring(start + 3, _at - start - 3).TrimEnd();
            _doc.Add(line.StartsWith(" ", StringComparison.Ordinal) ? line.Substring(1) : line);
        }
    }

    private void Number()
    {
        var start = _at;
        var end = SkipWhile(start, IsDigit);
        if (end < _text.Length - 1 && _text[end] == '.' && IsDigit(_text[end + 1]))
        {
            end = SkipWhile(end + 1, IsDigit);
        }

        if (end < _text.Length && _text[end] is 'e' or 'E')
        {
            var digits = end + 1 < _text.Length && _text[end + 1] is '+' or '-' ? end + 2 : end + 1;
            end = digits < _text.Length && IsDigit(_text[digits]) ? SkipWhile(digits, IsDigit) : end;
        }

        var text = _text.Substring(start, end - start);
        if (text[0] == '.')
        {
            Report(start, end, span => SyntaxErrors.WrongNumber(text, "write a digit before the point: `0" + text + "`", span));
        }
        else if (!TryParse(text, out _))
        {
            Report(start, end, span => SyntaxErrors.WrongNumber(text, "numbers reach from -1.8e308 to 1.8e308", span));
        }

        Add(TokenKind.Number, end);
    }

    /// <summary>The value of a number token, in the invariant culture; false where it is too large.</summary>
    public static bool TryParse(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && !double.IsInfinity(value);

    private void Text()
    {
        var start = _at;
        var lineEnd = LineEnd();
        var close = ClosingQuote();
        if (close < 0)
        {
            Report(start, lineEnd, SyntaxErrors.UnclosedString);
        }
        else if (_text[start] != '"')
        {
            Report(start, close + 1, span => SyntaxErrors.MisspeltQuotes(
                _text.Substring(start, 1), _text.Substring(start + 1, close - start - 1), span));
        }

        Add(TokenKind.Text, close < 0 ? lineEnd : close + 1);
    }

    private int ClosingQuote() => _text.IndexOf(_text[_at] == '“' ? '”' : _text[_at], _at + 1, LineEnd() - _at - 1);

    private void Sign(char c)
    {
        foreach (var (wrong, kind, right) in MisspeltStarts.IndexOf(c) < 0 ? [] : Misspelt)
        {
            if (At(wrong))
            {
                Report(_at, _at + wrong.Length, span => SyntaxErrors.Misspelt(wrong, right, span));
                Add(kind, _at + wrong.Length);
                return;
            }
        }

        if (At("->"))
        {
            Add(TokenKind.Arrow, _at + 2);
        }
        else if ("()[]{},:;=~?+-*/.".IndexOf(c) >= 0)
        {
            Add(c, _at + 1);
        }
        else
        {
            var start = _at;
            _at = SkipWhile(start, IsStray);
            Report(start, _at, span => SyntaxErrors.StrayCharacters(_text.Substring(start, _at - start), span));
        }
    }

    private void Add(char kind, int end)
    {
        var text = _text.Substring(_at, end - _at);
        _tokens.Add(new Token(kind, text, _at, SpanOfToken(end), _doc.Count == 0 ? null : string.Join("\n", _doc)));
        _doc.Clear();
        _at = end;
    }

    /// <summary>Tokens come in their order: the line of the one before is where to look first.</summary>
    private TextSpan SpanOfToken(int end)
    {
        while (_line + 1 < _map.Count && _map.StartOf(_line + 1) <= _at)
        {
            _line++;
        }

        var start = new LinePosition(_line + _firstLine, _at - _map.StartOf(_line));
        return _line + 1 < _map.Count && _map.StartOf(_line + 1) <= end
            ? SpanOf(_at, end)
            : new TextSpan(start, start with { Column = start.Column + end - _at });
    }

    private void Report(int start, int end, Func<TextSpan, Diagnostic> make) => _errors.Add((start, make(SpanOf(start, end))));

    private TextSpan SpanOf(int start, int end) => new(Shift(_map.PositionOf(start)), Shift(_map.PositionOf(end)));

    private LinePosition Shift(LinePosition position) => position with { Line = position.Line + _firstLine };

    private int LineEnd()
    {
        var end = _text.IndexOfAny(['\n', '\r'], _at);
        return end < 0 ? _text.Length : end;
    }

    private int SkipWhile(int from, Func<char, bool> fits)
    {
        var end = from + 1;
        while (end < _text.Length && fits(_text[end]))
        {
            end++;
        }

        return end;
    }

    private bool FollowsWord() =>
        _tokens.Count > 0 && _tokens[_tokens.Count - 1].Kind == TokenKind.Word && _at > 0 && IsWordPart(_text[_at - 1]);

    private char Peek(int ahead) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private bool At(string what) => string.CompareOrdinal(_text, _at, what, 0, what.Length) == 0;

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static bool IsWordStart(char c) => c == '_' || char.IsLetter(c);

    private static bool IsWordPart(char c) => c == '_' || char.IsLetterOrDigit(c);

    private static bool IsStray(char c) =>
        !char.IsWhiteSpace(c) && !IsWordPart(c) && "()[]{},:;=~?+-*/.\"'“#|→−×>\uFEFF".IndexOf(c) < 0;
}
