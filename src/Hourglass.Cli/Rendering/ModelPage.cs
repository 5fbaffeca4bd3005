using System.Net;
using System.Text;
using Hourglass.Compiler.Binding;

namespace Hourglass.Cli.Rendering;

/// <summary>Models as pictures on one page: one file, without scripts, in the colours that who looks at it prefers.</summary>
internal static class ModelPage
{
    /// <summary>How the name of its file ends.</summary>
    public const string Extension = ".html";

    private const string Style = """
        :root { color-scheme: light dark; }
        body { font: 16px/1.5 system-ui, sans-serif; margin: 1.5rem; color: #1f2328; background: #fff; }
        h1 { font-size: 1.2rem; }
        p { max-width: 50rem; }
        section { margin: 2rem 0; }
        .scroll { overflow-x: auto; }
        @media (prefers-color-scheme: dark) { body { color: #e6edf3; background: #0d1117; } a { color: #4493f8; } }
        """;

    /// <summary>The page.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="models">The models.</param>
    public static string Html(string title, IReadOnlyList<BindingResult> models)
    {
        var html = new StringBuilder(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Append("<title>" + Text(title) + "</title>\n<style>\n" + Style + "\n</style>\n</head>\n<body>\n");
        html.Append("<h1>" + Text(title) + "</h1>\n");
        if (models.Count > 1)
        {
            var links = models.Select(binding => $"<a href=\"#{binding.Model.Name}\">{binding.Model.Name}</a>");
            html.Append("<p>" + string.Join(", ", links) + "</p>\n");
        }

        foreach (var binding in models)
        {
            html.Append("<section id=\"" + binding.Model.Name + "\">\n");
            if (!string.IsNullOrWhiteSpace(binding.Model.Doc))
            {
                html.Append("<p>" + Text(binding.Model.Doc.Trim()) + "</p>\n");
            }

            html.Append("<div class=\"scroll\">\n" + ModelPicture.Svg(binding) + "</div>\n</section>\n");
        }

        return html.Append("</body>\n</html>\n").ToString();
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
