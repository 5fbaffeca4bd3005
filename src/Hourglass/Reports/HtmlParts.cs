using System.Globalization;
using System.Net;
using System.Text;

namespace Hourglass.Reports;

/// <summary>What the pages have in common: one file each, pictures inside, no scripts.</summary>
internal static class HtmlParts
{
    /// <summary>What ends a page.</summary>
    public const string End = "</body>\n</html>\n";

    private const string Style = """
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
        body { color: #1b1f24; background: #fff; }
        h1, h2, h3 { line-height: 1.2; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: .2rem .8rem; border-bottom: 1px solid #d8dee4; text-align: right; }
        th:first-child, td:first-child { text-align: left; }
        figure { margin: 1rem 0; }
        img { max-width: 100%; border: 1px solid #d8dee4; }
        figcaption, .note { color: #57606a; }
        .scroll { overflow-x: auto; }
        .wide { position: relative; left: 50%; transform: translateX(-50%); width: max-content; max-width: 96vw; overflow-x: auto; }
        """;

    /// <summary>Begins a page.</summary>
    /// <param name="html">The page.</param>
    /// <param name="title">Its title and heading.</param>
    public static void Open(StringBuilder html, string title)
    {
        html.Append(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, "
            + "initial-scale=1\">\n");
        html.Append(CultureInfo.InvariantCulture, $"<title>{Text(title)}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n");
        html.Append(CultureInfo.InvariantCulture, $"<h1>{Text(title)}</h1>\n");
    }

    /// <summary>A picture with its heading, or why there is none.</summary>
    public static void Figure(StringBuilder html, Picture picture)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h2>{Text(picture.Title)}</h2>\n");
        if (picture.Png is { } png)
        {
            html.Append(
                CultureInfo.InvariantCulture,
                $"<figure>\n<img alt=\"{Text(picture.Title)}\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\">\n"
                    + $"<figcaption>{Text(picture.Caption)}</figcaption>\n</figure>\n");
        }
        else
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">{Text(picture.Caption)}</p>\n");
        }
    }

    /// <summary>Text, with what means something to a browser replaced.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);
}
