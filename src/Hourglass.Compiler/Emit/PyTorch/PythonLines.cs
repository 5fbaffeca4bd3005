namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>Breaks lines of Python that are too long for readers.</summary>
internal static class PythonLines
{
    /// <summary>The most characters of a line.</summary>
    public const int Longest = 110;

    private const string Step = "    ";

    /// <summary>
    /// A statement as lines: the sum on the right side of an assignment has a line for each summand, a call a line for each argument.
    /// </summary>
    /// <param name="statement">The statement.</param>
    /// <param name="indent">How far it stands from the left.</param>
    public static IEnumerable<string> Broken(string statement, int indent)
    {
        if (indent + statement.Length <= Longest || statement.StartsWith("#", StringComparison.Ordinal))
        {
            return [statement];
        }

        var comment = statement.IndexOf("  # ", StringComparison.Ordinal);
        if (comment > 0)
        {
            return [statement.Substring(comment + 2), .. Broken(statement.Substring(0, comment), indent)];
        }

        var start = StartOf(statement);
        var (head, body) = (statement.Substring(0, start), statement.Substring(start));
        if (Summands(body) is { Count: > 1 } summands)
        {
            return [head + "(", .. summands.SelectMany(part => Inner(part, indent)), ")"];
        }

        if (Chosen(body) is { } chosen)
        {
            return [head + "(", .. chosen.SelectMany(part => Inner(part, indent)), ")"];
        }

        if (LastBracket(body) is not (>= 0 and var open))
        {
            return [statement];
        }

        // The arguments of the last call, one a line.
        var end = MatchOf(body, open);
        var items = Split(body.Substring(open + 1, end - open - 1), ", ");
        if (items.Count < 2 && body.Length - (end - open) > 40)
        {
            return [statement];
        }

        var trailing = items.Count > 1 || body[open] == '[' ? "," : "";
        return
        [
            head + body.Substring(0, open + 1),
            .. items.SelectMany((item, i) => Inner(item + (i + 1 < items.Count ? "," : trailing), indent)),
            body.Substring(end),
        ];
    }

    private static IEnumerable<string> Inner(string part, int indent) => Broken(part, indent + 4).Select(line => Step + line);

    /// <summary>Where the expression begins: behind <c>name = </c>, or <c>return </c>.</summary>
    private static int StartOf(string statement)
    {
        const string Return = "return ";
        if (statement.StartsWith(Return, StringComparison.Ordinal))
        {
            return Return.Length;
        }

        var at = statement.IndexOf(" = ", StringComparison.Ordinal);
        return at > 0 && statement.IndexOfAny(['(', '[']) is var bracket && (bracket < 0 || at < bracket) ? at + 3 : 0;
    }

    /// <summary>The parts of a choice, <c>a</c>, <c>if c</c> and <c>else b</c>; null for anything else.</summary>
    private static IReadOnlyList<string>? Chosen(string text)
    {
        var places = Outside(text).ToArray();
        var (condition, other) = (Place(" if "), Place(" else "));
        return condition > 0 && other > condition && !text.EndsWith(",", StringComparison.Ordinal)
            ? [text.Substring(0, condition), text.Substring(condition + 1, other - condition - 1), text.Substring(other + 1)]
            : null;

        int Place(string word) => places.Where(at => Is(text, at, word)).DefaultIfEmpty(-1).First();
    }

    /// <summary>The summands of a sum, each with its sign before it; one for anything else.</summary>
    private static IReadOnlyList<string> Summands(string text)
    {
        if (text.IndexOf(" if ", StringComparison.Ordinal) >= 0 || text.IndexOf(" for ", StringComparison.Ordinal) >= 0)
        {
            return [text];
        }

        var parts = new List<string>();
        var first = 0;
        foreach (var at in Outside(text))
        {
            if (at > first && (Is(text, at, " + ") || Is(text, at, " - ")))
            {
                parts.Add(text.Substring(first, at - first));
                first = at + 1;
            }
        }

        parts.Add(text.Substring(first));
        return parts.Count > 1 && text.EndsWith(",", StringComparison.Ordinal) ? [text] : parts;
    }

    private static IReadOnlyList<string> Split(string text, string separator)
    {
        var parts = new List<string>();
        var first = 0;
        foreach (var at in Outside(text))
        {
            if (Is(text, at, separator))
            {
                parts.Add(text.Substring(first, at - first));
                first = at + separator.Length;
            }
        }

        parts.Add(text.Substring(first));
        return parts;
    }

    /// <summary>The bracket that opens the widest part of an expression, or -1.</summary>
    private static int LastBracket(string text)
    {
        var (widest, found, depth, inText) = (0, -1, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            inText ^= text[i] == '"';
            if (!inText && text[i] is '(' or '[' && depth++ == 0 && MatchOf(text, i) - i > widest)
            {
                (widest, found) = (MatchOf(text, i) - i, i);
            }

            depth -= !inText && text[i] is ')' or ']' ? 1 : 0;
        }

        return found;
    }

    private static int MatchOf(string text, int open)
    {
        var (depth, inText) = (0, false);
        for (var i = open; i < text.Length; i++)
        {
            inText ^= text[i] == '"';
            depth += inText ? 0 : text[i] switch { '(' or '[' => 1, ')' or ']' => -1, _ => 0 };
            if (depth == 0 && !inText)
            {
                return i;
            }
        }

        return text.Length - 1;
    }

    /// <summary>The places that stand in no bracket and in no text.</summary>
    private static IEnumerable<int> Outside(string text)
    {
        var (depth, inText) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            inText ^= text[i] == '"';
            depth += inText ? 0 : text[i] switch { '(' or '[' => 1, ')' or ']' => -1, _ => 0 };
            if (depth == 0 && !inText)
            {
                yield return i;
            }
        }
    }

    private static bool Is(string text, int at, string part) => string.CompareOrdinal(text, at, part, 0, part.Length) == 0;
}
