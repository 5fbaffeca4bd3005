using Hourglass.Compiler.Syntax;
using Hourglass.Editor.Documents;

namespace Hourglass.Editor.Features;

/// <summary>A bracket that is open at the cursor.</summary>
/// <param name="Sign">The bracket.</param>
/// <param name="Word">The word before it; empty where there is none.</param>
/// <param name="Start">Offset of that word, or of the bracket.</param>
/// <param name="Commas">How many commas stand between it and the cursor, outside of other brackets.</param>
/// <param name="Name">The name of the argument at the cursor, <c>bias:</c>, or null.</param>
internal sealed record OpenBracket(char Sign, string Word, int Start, int Commas, string? Name);

/// <summary>
/// Where the cursor stands, by the tokens before it alone: it holds for texts that nothing can parse, as those are that are being typed.
/// </summary>
internal sealed class Cursor
{
    private static readonly string[] Separators = ["{", "}", ";"];

    private Cursor(int offset, int wordStart, int wordEnd) => (Offset, WordStart, WordEnd) = (offset, wordStart, wordEnd);

    /// <summary>Its offset.</summary>
    public int Offset { get; }

    /// <summary>Where the word at the cursor begins; the cursor itself where there is none.</summary>
    public int WordStart { get; }

    /// <summary>Where that word ends.</summary>
    public int WordEnd { get; }

    /// <summary>The keyword of the declaration or statement around the cursor; empty where none has begun.</summary>
    public string Statement { get; private set; } = "";

    /// <summary>Whether the cursor stands in the braces of a model.</summary>
    public bool IsInModel { get; private set; }

    /// <summary>Whether a statement or declaration may begin here, as the word before ends one, or none has begun.</summary>
    public bool MayBegin { get; private set; }

    /// <summary>The brackets that are open inside the statement, the outermost first.</summary>
    public IReadOnlyList<OpenBracket> Open { get; private set; } = [];

    /// <summary>The token before the word at the cursor; empty where there is none.</summary>
    public string Before { get; private set; } = "";

    /// <summary>What the tokens before a place say of it.</summary>
    public static Cursor At(TextDocument document, int offset)
    {
        var text = document.Text;
        var (start, end) = (offset, offset);
        while (start > 0
            && (ScannedToken.IsWordPart(text[start - 1]) || (text[start - 1] == '.' && start > 1 && char.IsLetter(text[start - 2]))))
        {
            start--;
        }

        while (end < text.Length && ScannedToken.IsWordPart(text[end]))
        {
            end++;
        }

        var cursor = new Cursor(offset, start, end);
        cursor.Read(text, TokensUpTo(text, start));
        return cursor;
    }

    /// <summary>Closing brackets for those that are open in the statement.</summary>
    public string Closers => string.Concat(Open.Reverse().Select(bracket => bracket.Sign switch { '(' => ')', '[' => ']', _ => '}' }));

    /// <summary>The tokens of the declaration that a place lies in: from the last line that begins with its keyword.</summary>
    private static ScannedToken[] TokensUpTo(string text, int offset)
    {
        var from = 0;
        for (var line = offset; line > 0;)
        {
            line = text.LastIndexOf('\n', line - 1);
            var word = new string([.. text.Skip(line + 1).Take(10).TakeWhile(char.IsAsciiLetterLower)]);
            if (line < 0 || AeKeywords.Declarations.Contains(word))
            {
                from = Math.Max(0, line + 1);
                break;
            }
        }

        return [.. ScannedToken.Scan(text, from, offset).Where(token => token.Kind != ScannedKind.Comment)];
    }

    private void Read(string text, ScannedToken[] tokens)
    {
        var open = new List<OpenBracket>();
        var (modelDepth, last) = (-1, "");
        for (var i = 0; i < tokens.Length; i++)
        {
            var word = text[tokens[i].Start..tokens[i].End];
            var next = i + 1 < tokens.Length ? text[tokens[i + 1].Start..tokens[i + 1].End] : "";
            if (tokens[i].Kind == ScannedKind.Word && Begins(word, last, open))
            {
                Statement = word;
                IsInModel = IsInModel && AeKeywords.IsStatement(word) && !(word == "extern" && modelDepth < 0);
                open.RemoveAll(bracket => bracket.Sign != '{' || bracket.Word != "model");
            }
            else if (word is "(" or "[" or "{")
            {
                var before = i > 0 && tokens[i - 1].Kind == ScannedKind.Word ? text[tokens[i - 1].Start..tokens[i - 1].End] : "";
                var isModel = word == "{" && Statement == "model" && !IsInModel;
                var start = before.Length > 0 ? tokens[i - 1].Start : tokens[i].Start;
                open.Add(new OpenBracket(word[0], isModel ? "model" : before, start, 0, null));
                IsInModel |= isModel;
                modelDepth = isModel ? open.Count : modelDepth;
                Statement = isModel ? "" : Statement;
            }
            else if (word is ")" or "]" or "}")
            {
                Close(word[0], open);
            }
            else if (open.Count > 0 && word == ",")
            {
                open[^1] = open[^1] with { Commas = open[^1].Commas + 1, Name = null };
            }
            else if (open.Count > 0 && open[^1].Sign == '(' && tokens[i].Kind == ScannedKind.Word && next == ":")
            {
                open[^1] = open[^1] with { Name = word };
            }

            last = word;
        }

        Before = last;
        Open = [.. open.Where(bracket => bracket.Word != "model" || bracket.Sign != '{')];
        MayBegin = Open.All(bracket => bracket.Sign == '{' && bracket.Word is "train")
            && (last.Length == 0 || Separators.Contains(last) || last is ")" or "]"
                || char.IsAsciiLetterOrDigit(last[^1]) || last[^1] == '"');
    }

    private bool Begins(string word, string last, List<OpenBracket> open) =>
        (IsInModel ? AeKeywords.IsStatement(word) : AeKeywords.Declarations.Contains(word))
        && last is not ("->" or "(" or "," or ":" or "=" or "~" or "+" or "-" or "*" or "/")
        && !(Statement == "extern" && word is "block")
        && open.All(bracket => bracket.Sign == '{');

    private void Close(char closing, List<OpenBracket> open)
    {
        var opening = closing switch { ')' => '(', ']' => '[', _ => '{' };
        var at = open.FindLastIndex(bracket => bracket.Sign == opening);
        if (at < 0)
        {
            return;
        }

        if (opening == '{' && open[at].Word == "model")
        {
            (IsInModel, Statement) = (false, "");
        }
        else if (opening == '{' && open.Take(at).All(bracket => bracket.Word == "model") && Statement != "block")
        {
            Statement = Statement is "train" or "encode" or "decode" or "predict" or "prior" or "critic" ? "" : Statement;
        }

        open.RemoveRange(at, open.Count - at);
    }
}
