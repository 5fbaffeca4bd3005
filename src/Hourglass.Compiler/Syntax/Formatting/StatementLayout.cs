using Hourglass.Compiler.Syntax.Lexing;

namespace Hourglass.Compiler.Syntax.Formatting;

/// <summary>
/// Lays out the tokens of one statement. Lines that were begun before an arrow, before a term of a sum or behind a comma are begun there
/// again; others where a line would be too long. Braces of stages whose content was on lines of its own have it so.
/// </summary>
internal sealed class StatementLayout(FormatPlan plan)
{
    /// <summary>The longest line, where it can be cut at all.</summary>
    public const int LineWidth = 140;

    private readonly FormatSource _source = plan.Source;
    private int _first;
    private int _end;
    private int _column;
    private int _indent;
    private bool _isSum;

    /// <summary>Where the line ends that is being written.</summary>
    public int Column => _column;

    /// <summary>A statement from its first token on, which is placed.</summary>
    /// <param name="first">The first token.</param>
    /// <param name="end">Behind the last.</param>
    /// <param name="continued">The indentation of further lines.</param>
    /// <param name="isSum">Whether lines may begin with a plus or a minus.</param>
    public void Lay(int first, int end, int continued, bool isSum = false)
    {
        (_first, _end, _isSum) = (first, end, isSum);
        Chain(first + 1, end, continued);
    }

    /// <summary>
    /// Leaves out the signs from <paramref name="from"/> on before a token. One that has documentation stays, or it would be the token's.
    /// </summary>
    public void Separate(int from, int at, Gap line)
    {
        for (var sign = from; sign < at; sign++)
        {
            if (_source[sign].Doc is not null)
            {
                _source.Drop(from, sign);
                Place(sign, line);
                from = sign + 1;
            }
        }

        _source.Drop(from, at);
    }

    /// <summary>Places a token.</summary>
    public void Place(int at, Gap gap)
    {
        plan[at] = gap;
        var isLine = gap.Kind != GapKind.Spaces || _source.HasComment(at);
        _indent = isLine ? gap.Indent : _indent;
        _column = (isLine ? gap.Indent : _column + gap.Spaces) + _source.Length(at);
    }

    private void Chain(int from, int end, int continued)
    {
        var depth = 0;
        for (var at = from; at < end; at++)
        {
            depth -= _source[at].IsClosing ? 1 : 0;
            var isLine = WantsLine(at, depth) || (IsJoint(at, depth) && _column + WidthUpToJoint(at, end) > LineWidth);
            var indent = continued + (2 * depth);
            Place(at, isLine ? Gap.Line(indent) : Gap.Of(plan.SpacesBefore(at, _first), indent));
            if (_source[at].Kind == '{' && _source.PartnerOf(at) is var close && IsSpread(at, close))
            {
                var outer = _indent;
                Place(at + 1, Gap.Line(outer + 2));
                Chain(at + 2, close, outer + 2);
                Place(close, Gap.Close(outer));
                at = close;
                continue;
            }

            depth += _source[at].IsOpening ? 1 : 0;
        }
    }

    /// <summary>Whether a line that is too long is cut before a token.</summary>
    private bool IsJoint(int at, int depth) =>
        depth == 0 && (_source[at].Kind == TokenKind.Arrow || (_isSum && _source[at].Kind is '+' or '-' && !plan.IsUnary(at, _first)));

    /// <summary>Whether a line was begun here before, or must be as a comment ends the one before.</summary>
    private bool WantsLine(int at, int depth)
    {
        if (_source.HasComment(at))
        {
            return true;
        }

        // A line that was begun behind an arrow begins before it.
        return _source[at].Kind == TokenKind.Arrow || IsJoint(at, depth)
            ? _source.HasLine(at) || (at + 1 < _end && _source.HasLine(at + 1) && !_source.HasComment(at + 1))
            : _source[at - 1].Kind == ',' && _source.HasLine(at);
    }

    private bool IsSpread(int opening, int close) =>
        IsSpreadAlready(opening, close) || _column + plan.WidthOf(opening + 1, close + 1, _first) > LineWidth;

    private bool IsSpreadAlready(int opening, int close)
    {
        if (_source.HasLine(opening + 1))
        {
            return true;
        }

        for (var at = opening + 2; at <= close; at++)
        {
            if (WantsLine(at, depth: 1))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Characters from a joint to where the line can next be cut, or is.</summary>
    private int WidthUpToJoint(int joint, int end)
    {
        var (width, depth) = (0, 0);
        for (var at = joint; at < end; at++)
        {
            depth -= _source[at].IsClosing ? 1 : 0;
            if (at > joint && (IsJoint(at, depth) || WantsLine(at, depth)))
            {
                break;
            }

            width += plan.SpacesBefore(at, _first) + _source.Length(at);
            if (_source[at].Kind == '{' && IsSpreadAlready(at, _source.PartnerOf(at)))
            {
                break;
            }

            depth += _source[at].IsOpening ? 1 : 0;
        }

        return width;
    }
}
