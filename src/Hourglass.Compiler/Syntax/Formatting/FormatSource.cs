using Hourglass.Compiler.Syntax.Lexing;

namespace Hourglass.Compiler.Syntax.Formatting;

/// <summary>A text's tokens, and what stands in the gaps before them.</summary>
internal sealed class FormatSource
{
    private readonly Token[] _tokens;
    private readonly int[] _starts;
    private readonly bool[] _lines;
    private readonly bool[] _comments;
    private readonly bool[] _strays;
    private readonly bool[] _dropped;

    public FormatSource(string text, CancellationToken cancellation)
    {
        Text = text;
        Tokens = Lexer.Tokenize(text, 0, "file", cancellation);
        _tokens = Tokens.All;
        (_starts, _lines, _comments) = (new int[_tokens.Length], new bool[_tokens.Length], new bool[_tokens.Length]);
        (_strays, _dropped) = (new bool[_tokens.Length], new bool[_tokens.Length]);
        for (var at = 0; at < _tokens.Length; at++)
        {
            _starts[at] = at == 0 ? 0 : EndOf(at - 1);
            for (var i = _starts[at]; i < _tokens[at].Start; i++)
            {
                _lines[at] |= text[i] is '\r' or '\n';
                _comments[at] |= text[i] == '/';
            }
        }

        foreach (var (offset, _) in Tokens.Errors)
        {
            var at = At(token => token.Start <= offset);
            _strays[at] |= at == 0 || EndOf(at - 1) <= offset;
        }
    }

    public string Text { get; }

    public TokenList Tokens { get; }

    /// <summary>Index of the end.</summary>
    public int End => Tokens.End;

    public Token this[int at] => _tokens[at];

    /// <summary>Where the gap before a token begins.</summary>
    public int StartOf(int at) => _starts[at];

    /// <summary>Whether the gap before a token has the end of a line.</summary>
    public bool HasLine(int at) => _lines[at];

    /// <summary>Whether the gap before a token has a comment.</summary>
    public bool HasComment(int at) => _comments[at];

    /// <summary>Whether the gap before a token has characters that belong to no text of the language.</summary>
    public bool HasStray(int at) => _strays[at];

    /// <summary>Whether there is but white space before a token on its line.</summary>
    public bool StartsLine(int at)
    {
        var before = _tokens[at].Start - 1;
        while (before >= 0 && Text[before] is not ('\r' or '\n') && char.IsWhiteSpace(Text[before]))
        {
            before--;
        }

        return before < 0 || Text[before] is '\r' or '\n';
    }

    /// <summary>Whether any gap before these tokens has the end of a line.</summary>
    public bool HasLine(int first, int end) => Array.IndexOf(_lines, true, first, end - first) >= 0;

    /// <summary>Characters of a token.</summary>
    public int Length(int at) => _tokens[at].Text.Length;

    /// <summary>The offset behind a token.</summary>
    public int EndOf(int at) => _tokens[at].Start + _tokens[at].Text.Length;

    /// <summary>Leaves out the signs from <paramref name="first"/> on that separate what stands before them from a token.</summary>
    public void Drop(int first, int at)
    {
        for (var sign = first; sign < at; sign++)
        {
            _lines[at] |= _lines[sign];
            _comments[at] |= _comments[sign];
            _dropped[sign] = true;
        }

        _starts[at] = _starts[first];
    }

    /// <summary>Whether a token is left out.</summary>
    public bool IsDropped(int at) => _dropped[at];

    /// <summary>The tokens of a node, the first and the one behind the last.</summary>
    public (int First, int End) RangeOf(TextSpan span) => (At(span.Start), At(span.End));

    /// <summary>The first token of a kind from another one on; the end where there is none.</summary>
    public int PositionOf(char kind, int from)
    {
        while (from < End && _tokens[from].Kind != kind)
        {
            from++;
        }

        return from;
    }

    /// <summary>The brace that closes another one.</summary>
    public int PartnerOf(int opening)
    {
        var depth = 0;
        for (var at = opening; ; at++)
        {
            depth += _tokens[at].Kind switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0 || at == End)
            {
                return at;
            }
        }
    }

    private int At(LinePosition place) => At(token => token.Span.Start.CompareTo(place) < 0);

    /// <summary>The first token, of tokens in order, that something no longer holds for; the end if for all others.</summary>
    private int At(Func<Token, bool> isBefore)
    {
        int low = 0, high = End;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (isBefore(_tokens[middle]))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
