using Hourglass.Compiler.Syntax.Lexing;
using Sprache;

namespace Hourglass.Compiler.Syntax.Grammar;

/// <summary>What the parsers met on their way: the furthest place they could not pass, and what would have let them.</summary>
internal sealed class ParseTrace(CancellationToken cancellation)
{
    private const int StepsBetweenChecks = 1_024;
    private int _steps;

    /// <summary>Index of the furthest token that did not fit.</summary>
    public int Furthest { get; private set; } = -1;

    /// <summary>What was expected there, in the order of the grammar.</summary>
    public List<string> Expected { get; } = [];

    /// <summary>An error behind which parsing went on as if nothing had happened.</summary>
    public Diagnostic? Forgiven { get; private set; }

    /// <summary>Notes that <paramref name="expected"/> was not found.</summary>
    public void Miss(int position, string expected)
    {
        if (position > Furthest)
        {
            Furthest = position;
            Expected.Clear();
        }

        if (position == Furthest && !Expected.Contains(expected))
        {
            Expected.Add(expected);
        }
    }

    /// <summary>Notes that a parser asks for a token; a list can be as long as the text.</summary>
    public void Step()
    {
        if (++_steps % StepsBetweenChecks == 0)
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Keeps the first error that does not stop the parser.</summary>
    public void Forgive(Diagnostic diagnostic) => Forgiven ??= diagnostic;
}

/// <summary>A range of tokens as Sprache's input: each token is the character of its kind, each position a token's index.</summary>
internal sealed class TokenInput(TokenList tokens, int position, int end, ParseTrace trace) : IInput
{
    private Dictionary<object, object>? _memos;

    public TokenList Tokens => tokens;

    public ParseTrace Trace => trace;

    public Token Token => tokens[position];

    public string Source => "";

    public char Current => AtEnd ? TokenKind.End : tokens[position].Kind;

    public bool AtEnd => position >= end;

    public int Position => position;

    public int Line => AtEnd ? 0 : Token.Span.Start.Line + 1;

    public int Column => AtEnd ? 0 : Token.Span.Start.Column + 1;

    public IDictionary<object, object> Memos => _memos ??= [];

    public char Ahead(int count) => position + count < end ? tokens[position + count].Kind : TokenKind.End;

    public IInput Advance() => Skip(1);

    public TokenInput Skip(int count) => new(tokens, position + count, end, trace);

    public bool Equals(IInput? other) => other is TokenInput input && input.Tokens == tokens && input.Position == position;

    public override bool Equals(object? obj) => obj is IInput other && Equals(other);

    public override int GetHashCode() => position;
}
