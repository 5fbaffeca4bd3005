using Hourglass.Compiler.Syntax.Lexing;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Syntax;

/// <summary>
/// What the statements of a text gave when they were parsed, for a host that parses the same text again after a small change. It changes
/// no result: a statement without errors whose characters and column are the same has the same tree, on another line perhaps. Holds no
/// more than the statements of the last text; not safe for several threads.
/// </summary>
public sealed class ParseMemory
{
    private Generation _last = new();
    private Generation _now = new();

    /// <summary>How many different statements are remembered.</summary>
    public int Count => _last.Anywhere.Count;

    /// <summary>The statements of a text have been parsed: those that it does not have are forgotten.</summary>
    internal void Turn()
    {
        (_last, _now) = (_now, _last);
        _now.Placed.Clear();
        _now.Anywhere.Clear();
    }

    /// <summary>The key of a statement's tokens.</summary>
    internal static Key KeyOf(object parser, TokenList tokens, int first, int end)
    {
        var (from, to) = (tokens[first], tokens[end - 1]);
        return new Key(parser, tokens.Text.Substring(from.Start, to.Start + to.Text.Length - from.Start), from.Span.Start.Column);
    }

    /// <summary>What a statement gave, moved to a line; null where that is not known.</summary>
    internal T? Recall<T>(Key key, int line)
        where T : class
    {
        if (!_last.Placed.TryGetValue((key, line), out var value))
        {
            if (!_last.Anywhere.TryGetValue(key, out var elsewhere) || elsewhere.Value is not SyntaxNode node)
            {
                return null;
            }

            value = SyntaxMover.Down(node, line - elsewhere.Line);
        }

        Keep(key, line, value);
        return (T)value;
    }

    /// <summary>Remembers what a statement gave.</summary>
    internal void Keep(Key key, int line, object value)
    {
        _now.Placed[(key, line)] = value;
        _now.Anywhere[key] = (line, value);
    }

    /// <summary>A statement by its grammar, its characters and the column where it begins.</summary>
    internal readonly record struct Key(object Parser, string Text, int Column);

    /// <summary>The statements of one text, by their lines and wherever they stand.</summary>
    private sealed class Generation
    {
        public Dictionary<(Key, int Line), object> Placed { get; } = [];

        public Dictionary<Key, (int Line, object Value)> Anywhere { get; } = [];
    }
}
