using System.Text;

namespace Hourglass.Cli.Lsp.Answers;

/// <summary>What a snippet writes where there is nobody to fill in its places.</summary>
internal static class SnippetText
{
    /// <summary>
    /// The text: <c>dense($1)</c> is <c>dense()</c>, <c>${1:n}</c> is <c>n</c>, and of <c>${1|relu,tanh|}</c> the first word is taken.
    /// </summary>
    public static string Plain(string snippet)
    {
        var text = new StringBuilder();
        var at = 0;
        Append(snippet, ref at, within: false, text);
        return text.ToString();
    }

    /// <summary>Appends up to the end of the text, or of the place.</summary>
    private static void Append(string snippet, ref int at, bool within, StringBuilder text)
    {
        while (at < snippet.Length)
        {
            var sign = snippet[at++];
            switch (sign)
            {
                case '\\' when at < snippet.Length:
                    text.Append(snippet[at++]);
                    break;
                case '}' when within:
                    return;
                case '$' when at < snippet.Length && char.IsAsciiLetterOrDigit(snippet[at]):
                    SkipName(snippet, ref at);
                    break;
                case '$' when at < snippet.Length && snippet[at] == '{':
                    at++;
                    Place(snippet, ref at, text);
                    break;
                default:
                    text.Append(sign);
                    break;
            }
        }
    }

    private static void Place(string snippet, ref int at, StringBuilder text)
    {
        SkipName(snippet, ref at);
        var sign = at < snippet.Length ? snippet[at++] : '}';
        switch (sign)
        {
            case '}':
                break;
            case '|':
                var end = snippet.IndexOf("|}", at, StringComparison.Ordinal);
                var words = snippet[at..(end < 0 ? snippet.Length : end)];
                text.Append(words.Split(',')[0]);
                at = end < 0 ? snippet.Length : end + 2;
                break;
            default:
                Append(snippet, ref at, within: true, text);
                break;
        }
    }

    private static void SkipName(string snippet, ref int at)
    {
        while (at < snippet.Length && (char.IsAsciiLetterOrDigit(snippet[at]) || snippet[at] == '_'))
        {
            at++;
        }
    }
}
