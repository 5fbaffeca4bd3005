using Hourglass.Compiler.Syntax.Lexing;

namespace Hourglass.Compiler.Syntax.Recovery;

/// <summary>Cuts tokens into statements before any of them is parsed, so that a mistake in one leaves the others alone.</summary>
internal static class Splitter
{
    /// <summary>
    /// Index behind the statement that begins at <paramref name="first"/>: at the next start, at <c>;</c> (among settings also <c>,</c>),
    /// or at the brace that closes the body. Unclosed brackets end with it.
    /// </summary>
    public static int EndOf(TokenList tokens, int first, Level level)
    {
        var open = new Brackets();
        for (var at = first; ; at++)
        {
            var token = tokens[at];
            if (at >= tokens.End || (at > first && BeginsStatement(tokens, at, first, level, open)))
            {
                return Math.Min(at, tokens.End);
            }

            if (token.IsOpening)
            {
                open.Push(token.Kind);
            }
            else if (token.Kind == '}' && !open.Holds('{'))
            {
                return at;
            }
            else if (token.IsClosing)
            {
                open.Pop(token.Kind);
                if (token.Kind == '}' && level == Level.File && open.IsEmpty)
                {
                    return at + 1;
                }
            }
            else if (open.IsEmpty && (token.Kind == ';' || (token.Kind == ',' && level == Level.Settings)))
            {
                return at;
            }
        }
    }

    /// <summary>For each opening brace the index of its partner, or -1; braces alone count.</summary>
    public static Dictionary<int, int> MatchBraces(TokenList tokens)
    {
        var partners = new Dictionary<int, int>();
        var open = new Stack<int>();
        for (var at = 0; at < tokens.End; at++)
        {
            if (tokens[at].Kind == '{')
            {
                partners[at] = -1;
                open.Push(at);
            }
            else if (tokens[at].Kind == '}' && open.Count > 0)
            {
                partners[open.Pop()] = at;
            }
        }

        return partners;
    }

    private static bool BeginsStatement(TokenList tokens, int at, int first, Level level, Brackets open) =>
        Starts.Declaration(tokens, at)
        || Starts.Complete(tokens, at)
        || (!open.IsEmpty && !open.Holds('{') && level != Level.Settings && Starts.Objective(tokens, at))
        || (open.IsEmpty && Starts.Plain(tokens, at, first, level));

    /// <summary>The brackets that are open, in order.</summary>
    private sealed class Brackets
    {
        private readonly Stack<char> _open = new();
        private readonly int[] _counts = new int['}' + 1];

        public bool IsEmpty => _open.Count == 0;

        public bool Holds(char opening) => _counts[opening] > 0;

        public void Push(char opening)
        {
            _open.Push(opening);
            _counts[opening]++;
        }

        /// <summary>Closes the nearest partner and what was left open inside it; a bracket without partner closes nothing.</summary>
        public void Pop(char closing)
        {
            var opening = SegmentParser.Partner(closing);
            while (Holds(opening))
            {
                var popped = _open.Pop();
                _counts[popped]--;
                if (popped == opening)
                {
                    return;
                }
            }
        }
    }
}
