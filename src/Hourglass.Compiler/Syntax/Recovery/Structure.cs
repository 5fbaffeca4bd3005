using Hourglass.Compiler.Syntax.Lexing;

namespace Hourglass.Compiler.Syntax.Recovery;

/// <summary>
/// Tells a cause from its consequences. Behind a brace too many or too few, the other braces of the declaration and every loose piece of a
/// statement seem wrong too; saying so would bury the one mistake. What is wrong inside a statement that begins on a line of its own is a
/// mistake of its own, and a declaration on a line of its own starts afresh.
/// </summary>
internal sealed class Structure(TokenList tokens, DiagnosticBag errors)
{
    private int _declaration;
    private int _cut = -1;
    private int _failedEnd = -1;
    private int _looseEnd = -1;
    private bool _isExplained;

    /// <summary>Whether it is a guess from here on what belongs to what.</summary>
    public bool IsLost { get; private set; }

    /// <summary>
    /// A declaration begins; where it does so in the middle of a line of a declaration that is broken, it is a piece of that.
    /// </summary>
    public void Begin(int at)
    {
        if (!IsLost || StartsLine(at))
        {
            (_declaration, _cut, _failedEnd, _looseEnd) = (at, -1, -1, -1);
            _isExplained = IsLost = false;
        }
    }

    /// <summary>Whether a token is the first of its line, or of what follows a <c>;</c>.</summary>
    public bool StartsLine(int at) =>
        at == 0 || tokens[at - 1].Kind == ';' || tokens[at - 1].Span.End.Line < tokens[at].Span.Start.Line;

    /// <summary>Whether a statement from <paramref name="first"/> on (perhaps its keyword stands before that) speaks for itself.</summary>
    public bool SpeaksForItself(int first) =>
        StartsLine(first) || (tokens[first - 1].IsReserved && StartsLine(first - 1)) || (!IsLost && !IsRest(first));

    /// <summary>
    /// Whether a statement from <paramref name="first"/> on is the rest of one that was cut in two: it may have that one's brackets.
    /// </summary>
    public bool IsRest(int first) => _cut >= 0 && first - _cut is 0 or 1;

    /// <summary>
    /// The brackets of a statement up to <paramref name="end"/> are wrong: a brace that seems to be missing, or too many, there is the same
    /// mistake.
    /// </summary>
    public void Cut(int end)
    {
        _cut = end;

        // The brace may have been meant inside of the statement: then there is one more of them.
        _isExplained |= tokens[end].Kind == '}';
    }

    /// <summary>A statement up to <paramref name="end"/> is wrong: loose tokens behind it on its line are its rest.</summary>
    public void Fail(int end) => _failedEnd = end;

    /// <summary>A brace that is missing at <paramref name="at"/>, or closes nothing there.</summary>
    public void Brace(Diagnostic error, int at)
    {
        if (!_isExplained && at != _cut && at != _looseEnd && !tokens.HidesTextBetween(_declaration, at))
        {
            errors.Add(error);
        }

        Lose();
    }

    /// <summary>The brace at <paramref name="opening"/> is not closed where its partner belongs, before <paramref name="at"/>.</summary>
    public void Unclosed(int opening, int at) => Brace(
        SyntaxErrors.Unclosed(
            "{",
            "}",
            at < tokens.End ? SyntaxErrors.Quote(tokens[at].Text) : null,
            tokens[opening].Span,
            tokens[at - 1].Span.End),
        at);

    /// <summary>From here on places are a guess.</summary>
    public void Lose() => _isExplained = IsLost = true;

    /// <summary>Tokens that begin no statement. Pieces beside one another are one mistake.</summary>
    public void Loose(Diagnostic error, int first, int end)
    {
        if ((_cut >= 0 && first == _cut + 1) || tokens.HidesTextBetween(_declaration, first))
        {
            Lose();
        }

        var isRest = first == _looseEnd || (first == _failedEnd && !StartsLine(first));
        if (!IsLost && !isRest && !tokens.HasErrorBetween(first, end))
        {
            errors.Add(error);
        }

        _looseEnd = end;
    }

    /// <summary>Something that stands in the wrong place.</summary>
    public void Misplaced(Diagnostic error)
    {
        if (!IsLost)
        {
            errors.Add(error);
        }
    }
}
