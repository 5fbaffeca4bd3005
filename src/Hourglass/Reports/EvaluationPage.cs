using System.Globalization;
using System.Text;
using Hourglass.Evaluation;

namespace Hourglass.Reports;

/// <summary>The page of an evaluation: its figures, what was left out and why, and diagrams.</summary>
internal static class EvaluationPage
{
    /// <summary>The file's name.</summary>
    public const string Name = "evaluation.html";

    private const string Begin = "<!-- evaluation -->\n";
    private const string End = "<!-- /evaluation -->\n";

    /// <summary>Writes the page.</summary>
    public static string Write(EvaluationReport report)
    {
        var html = new StringBuilder();
        HtmlParts.Open(html, $"{report.Model}: evaluation");
        Figures(html, report);
        if (report.LeftOut.Count > 0)
        {
            html.Append("<h2>Left out</h2>\n<table>\n");
            foreach (var left in report.LeftOut)
            {
                html.Append(
                    CultureInfo.InvariantCulture,
                    $"<tr><td>{HtmlParts.Text(left.Metric)}</td><td>{HtmlParts.Text(left.Why)}</td></tr>\n");
            }

            html.Append("</table>\n");
        }

        if (DrawingLibrary.WhyNot() is { } why)
        {
            html.Append(
                CultureInfo.InvariantCulture,
                $"<p class=\"note\">Diagrams cannot be drawn here: {HtmlParts.Text(why)} Add the package SkiaSharp.NativeAssets of this "
                    + $"platform.</p>\n");
        }
        else
        {
            foreach (var picture in EvaluationPlots.Of(report))
            {
                HtmlParts.Figure(html, picture);
            }
        }

        return html.Append(HtmlParts.End).ToString();
    }

    /// <summary>A training's page with the figures of an evaluation at its end, in the place of a former one's.</summary>
    /// <returns>The page as it is where it is none that a training wrote.</returns>
    public static string AppendTo(string page, EvaluationReport report)
    {
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        var rest = begin >= 0 && end > begin ? page[..begin] + page[(end + End.Length)..] : page;
        if (!rest.EndsWith(HtmlParts.End, StringComparison.Ordinal))
        {
            return page;
        }

        var html = new StringBuilder(rest[..^HtmlParts.End.Length]).Append(Begin).Append("<h2>Evaluation</h2>\n");
        html.Append(CultureInfo.InvariantCulture, $"<p><a href=\"{Name}\">With diagrams, and what was left out</a></p>\n");
        Figures(html, report);
        return html.Append(End).Append(HtmlParts.End).ToString();
    }

    private static void Figures(StringBuilder html, EvaluationReport report)
    {
        var split = report.Split.ToString().ToLowerInvariant();
        html.Append(
            CultureInfo.InvariantCulture,
            $"<p>On {HtmlParts.Text(report.Data)}: {report.Examples} examples of the {split} split, seed {report.Seed}.</p>\n");
        html.Append(
            "<div class=\"scroll\">\n<table>\n<tr><th>metric</th><th>figure</th><th>value</th><th>standard error</th><th>unit</th></tr>\n");
        foreach (var figure in report.Figures)
        {
            var error = figure.StandardError is { } number ? Number(number) : "";
            html.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td>{HtmlParts.Text(figure.Metric)}</td><td>{HtmlParts.Text(figure.Name)}</td><td>{Number(figure.Value)}</td>"
                    + $"<td>{error}</td><td>{HtmlParts.Text(figure.Unit)}</td></tr>\n");
        }

        html.Append("</table>\n</div>\n");
    }

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
