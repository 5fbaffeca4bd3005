namespace Hourglass.Compiler.Syntax.Lexing;

/// <summary>A text's tokens, the last of which is the end, and what was wrong with its characters.</summary>
internal sealed class TokenList(string text, Token[] tokens, IReadOnlyList<(int Offset, Diagnostic Diagnostic)> errors, string whole)
{
    /// <summary>The text that they are cut from.</summary>
    public string Text => text;

    /// <summary>Index of the end.</summary>
    public int End => tokens.Length - 1;

    /// <summary>The tokens.</summary>
    public Token[] All => tokens;

    /// <summary>What the text is, for «the end of the …».</summary>
    public string Whole => whole;

    /// <summary>Errors in characters, by offset.</summary>
    public IReadOnlyList<(int Offset, Diagnostic Diagnostic)> Errors => errors;

    /// <summary>The token at an index, or the end behind the last.</summary>
    public Token this[int index] => tokens[Math.Min(index, End)];

    /// <summary>From one token's first to another's last character.</summary>
    public TextSpan SpanOf(int first, int behindLast) =>
        behindLast <= first
            ? new TextSpan(this[first].Span.Start, this[first].Span.Start)
            : new TextSpan(this[first].Span.Start, this[behindLast - 1].Span.End);

    /// <summary>Whether a character between these tokens was wrong: what the grammar says about them is then a consequence.</summary>
    public bool HasErrorBetween(int first, int behindLast) => ErrorsBetween(first, behindLast).Any();

    /// <summary>
    /// Whether between these tokens a string or a comment of another language runs on to the end of its line: signs in it are not seen.
    /// </summary>
    public bool HidesTextBetween(int first, int behindLast) =>
        ErrorsBetween(first, behindLast).Any(id => id == SyntaxErrors.UnclosedStringId.Id || id == SyntaxErrors.WrongCommentId.Id);

    private IEnumerable<string> ErrorsBetween(int first, int behindLast)
    {
        var from = first == 0 ? 0 : this[first].Start;
        var to = behindLast > End ? int.MaxValue : behindLast == End ? int.MaxValue : this[behindLast].Start;
        int low = 0, high = errors.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (errors[middle].Offset < from)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        for (; low < errors.Count && errors[low].Offset < to; low++)
        {
            yield return errors[low].Diagnostic.Id;
        }
    }
}
