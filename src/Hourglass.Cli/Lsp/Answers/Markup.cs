using Hourglass.Cli.Lsp.Protocol;

namespace Hourglass.Cli.Lsp.Answers;

/// <summary>Markdown as it is, or as plain text for clients that take no other.</summary>
internal static class Markup
{
    private const string Fence = "```";

    /// <summary>The content of a text; null of an empty one.</summary>
    public static MarkupContent? Of(string markdown, bool takesMarkdown) => (markdown.Length, takesMarkdown) switch
    {
        (0, _) => null,
        (_, true) => new MarkupContent("markdown", markdown),
        _ => new MarkupContent("plaintext", Plain(markdown)),
    };

    /// <summary>Markdown without its marks: those of code, strong text and links, and the fences.</summary>
    public static string Plain(string markdown)
    {
        var lines = markdown.Split('\n').Where(line => !line.TrimStart().StartsWith(Fence, StringComparison.Ordinal));
        var text = string.Join('\n', lines).Replace("**", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal);
        for (var at = text.IndexOf("](", StringComparison.Ordinal); at >= 0; at = text.IndexOf("](", at, StringComparison.Ordinal))
        {
            var (open, close) = (text.LastIndexOf('[', at), text.IndexOf(')', at));
            if (open < 0 || close < 0)
            {
                break;
            }

            text = text[..open] + text[(open + 1)..at] + text[(close + 1)..];
            at = open;
        }

        return text;
    }
}
