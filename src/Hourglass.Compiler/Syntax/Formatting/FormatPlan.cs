using Hourglass.Compiler.Syntax.Lexing;

namespace Hourglass.Compiler.Syntax.Formatting;

/// <summary>What becomes of every gap of a text; those that nobody says anything about stay.</summary>
internal sealed class FormatPlan(FormatSource source)
{
    private readonly Gap[] _gaps = new Gap[source.End + 1];
    private readonly int[] _padding = new int[source.End + 1];
    private readonly List<(int First, int End)> _units = [];

    public FormatSource Source => source;

    public Gap this[int at]
    {
        get => _gaps[at];
        set => _gaps[at] = value;
    }

    /// <summary>The pieces that a range takes whole: statements, what stands before a model's first one, and its brace.</summary>
    public IReadOnlyList<(int First, int End)> Units => _units;

    public void AddUnit(int first, int end) => _units.Add((first, end));

    /// <summary>Spaces beyond those that a token has before it, for columns.</summary>
    public void Pad(int at, int spaces) => _padding[at] = Math.Max(0, spaces);

    /// <summary>Spaces before a token that stays on its line.</summary>
    /// <param name="at">The token.</param>
    /// <param name="first">The first token of its statement.</param>
    public int SpacesBefore(int at, int first) => _padding[at] + (IsClose(source[at - 1], source[at], at - 1, first) ? 0 : 1);

    /// <summary>Whether a sign is that of a number, and does not stand between two.</summary>
    public bool IsUnary(int at, int first) =>
        source[at].Kind is '+' or '-' && (at - 1 == first || !source[at - 1].EndsValue);

    /// <summary>Characters of tokens on one line, with the spaces before each.</summary>
    public int WidthOf(int from, int end, int first)
    {
        var width = 0;
        for (var at = from; at < end; at++)
        {
            width += source.IsDropped(at) ? 0 : SpacesBefore(at, first) + source.Length(at);
        }

        return width;
    }

    /// <summary>Whether a token stands directly behind another one.</summary>
    private bool IsClose(Token before, Token token, int at, int first)
    {
        if (token.Kind is ')' or ']' or ',' or ':' or '?' or '.' || before.Kind is '(' or '[' or '.' || IsUnary(at, first))
        {
            return true;
        }

        return token.Kind switch
        {
            '(' => before.Kind == TokenKind.Word && at != first,
            '[' => (before.Kind == TokenKind.Word && at != first) || before.Kind == ')',
            _ => false,
        };
    }
}
