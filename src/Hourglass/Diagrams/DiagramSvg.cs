using System.Globalization;
using System.Net;
using System.Text;

namespace Hourglass.Diagrams;

/// <summary>Draws a diagram as SVG: one element, no scripts, nothing from elsewhere.</summary>
internal sealed class DiagramSvg
{
    private const double Top = 74;
    private const double Margin = 20;
    private const double LegendHeight = 34;
    private const double BarHeight = 3;
    private const double Sample = 26;

    private readonly StringBuilder _svg = new();
    private readonly Diagram _diagram;
    private readonly DiagramLayout _layout;
    private readonly long _largest;

    private DiagramSvg(Diagram diagram)
    {
        _diagram = diagram;
        _layout = DiagramLayout.Of(diagram, Top);
        _largest = diagram.Boxes.Select(box => box.Count).DefaultIfEmpty(1).Max();
    }

    /// <summary>The picture.</summary>
    /// <param name="diagram">What is drawn.</param>
    /// <param name="theme">Its colours.</param>
    public static string Draw(Diagram diagram, DiagramTheme theme) => new DiagramSvg(diagram).Draw(theme);

    private string Draw(DiagramTheme theme)
    {
        var width = Math.Max(
            Math.Max(_layout.Width, DiagramTexts.Width(_diagram.Name, 20) + (2 * Margin)),
            Legend().Sum(sign => LegendWidth(sign.Text)) + Margin);
        var height = _layout.Bottom + LegendHeight;
        _svg.Append(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{DiagramStyle.Class}\" role=\"img\" width=\"{N(width)}\" "
            + $"height=\"{N(height)}\" viewBox=\"0 0 {N(width)} {N(height)}\">\n<title>{Escape(Summary())}</title>\n");
        _svg.Append(CultureInfo.InvariantCulture, $"<style>\n{DiagramStyle.Of(theme)}\n</style>\n");
        _svg.Append($"<rect class=\"paper\" width=\"{N(width)}\" height=\"{N(height)}\"/>\n");
        Text(Margin, 34, "name", _diagram.Name);
        Text(Margin, 54, "small muted", DiagramTexts.Parameters(_diagram.Parameters) is { Length: > 0 } count ? count : "no parameters");
        foreach (var card in _layout.Cards)
        {
            Card(card);
        }

        foreach (var route in _layout.Routes)
        {
            Route(route);
        }

        DrawLegend(height - 12);
        return _svg.Append("</svg>\n").ToString();
    }

    /// <summary>What the signs mean that are there, each with the class of its sample; a bar has none.</summary>
    private IEnumerable<(string? Line, string Text)> Legend()
    {
        (string? Line, string Text)[] all =
        [
            (null, "numbers of an example, on a logarithmic scale"),
            ("tied", "the same weights"),
            ("weights", "reads the weights"),
            ("sides", "told apart by the critic"),
            ("presence", "which elements are there"),
        ];
        return all.Where(sign => sign.Line is null || _diagram.Lines.Any(line => line.Kind == sign.Line));
    }

    private void DrawLegend(double y)
    {
        _svg.Append("<g class=\"training\">\n");
        var x = Margin;
        foreach (var (line, text) in Legend())
        {
            if (line is null)
            {
                Rectangle("size", x, y - 5, Sample, BarHeight, 1.5);
            }
            else
            {
                _svg.Append($"<path class=\"line {line}\" d=\"M{N(x)} {N(y - 3.5)}h{N(Sample)}\"/>");
            }

            Text(x + Sample + 6, y, "small muted", text);
            x += LegendWidth(text);
        }

        _svg.Append("</g>\n");
    }

    private static double LegendWidth(string text) => Sample + 6 + DiagramTexts.Width(text, DiagramTexts.Small) + 24;

    private string Summary() => $"The model {_diagram.Name}: {string.Join("; ", _diagram.Cards.Select(Words))}.";

    private static string Words(DiagramCard card) => card.Kind == "objective"
        ? $"{card.Title} {string.Join(" + ", card.Boxes.Select(box => box.Text))}"
        : card.Title;

    private void Card(PlacedCard card)
    {
        _svg.Append($"<g class=\"{card.Card.Kind}\">\n");
        Rectangle("frame", card.X, card.Y, card.Width, card.Height, 10);
        Text(card.X + PlacedCard.Padding, card.Y + 20, "title", DiagramTexts.Shown(card.Card.Title));
        Text(card.X + card.Width - PlacedCard.Padding, card.Y + 20, "small muted end", card.Parameters);
        if (card.Card.Note is { } note)
        {
            Text(card.X + PlacedCard.Padding, card.Y + 36, "small muted", note);
        }

        foreach (var box in card.Boxes)
        {
            Box(card, box);
        }

        if (!card.Card.IsList)
        {
            Chain(card, card.Boxes);
        }

        _svg.Append("</g>\n");
    }

    private void Box(PlacedCard card, PlacedBox placed)
    {
        var (box, x, y) = (placed.Box, card.X + placed.X, card.Y + placed.Y);
        _svg.Append($"<g{(box.Kind == "code" ? " class=\"code\"" : "")}><title>{Escape(Tooltip(box))}</title>");
        var kind = placed.IsVariable ? "variable" : box.Kind == "noise" ? "box noise" : placed.Chains.Count > 0 ? "inner" : "box";
        Rectangle(kind, x, y, placed.Width, placed.Height, placed.IsVariable ? placed.Height / 2 : 5);
        var (left, right) = (DiagramTexts.Left(box), DiagramTexts.Right(box));
        if (placed.IsVariable)
        {
            Text(x + 14, y + 17, "title", DiagramTexts.Shown(box.Text));
            Text(x + placed.Width - 14, y + 17, "small muted end", string.Join(" · ", new[] { left, right }.Where(text => text.Length > 0)));
        }
        else
        {
            Text(x + 10, y + 17, "large", DiagramTexts.Shown(box.Text));
            Text(x + 10, y + 32, "small muted", left.Length > 0 ? left : right);
            Text(x + placed.Width - 10, y + 32, "small muted end", left.Length > 0 ? right : "");
        }

        Size(placed, x, y);
        _svg.Append("</g>\n");
        foreach (var inner in placed.Chains.SelectMany(chain => chain))
        {
            Box(card, inner);
        }

        Enclosed(card, placed);
    }

    /// <summary>A bar as wide as the value has numbers: encoders narrow, decoders widen.</summary>
    private void Size(PlacedBox placed, double x, double y)
    {
        if (placed.Box.Count == 0)
        {
            return;
        }

        var most = placed.Width - (placed.IsVariable ? 28 : 16);
        var width = Math.Max(3, most * Math.Log2(1 + placed.Box.Count) / Math.Log2(1 + _largest));
        var bottom = y + (placed.Chains.Count > 0 ? placed.HeadHeight : placed.Height) - BarHeight - 0.5;
        Rectangle("size", x + ((placed.Width - width) / 2), bottom, width, BarHeight, 1.5);
    }

    private static string Tooltip(DiagramBox box) => string.Join(
        " · ",
        new[] { box.Text, box.Shape, box.Layer, box.Note, DiagramTexts.Parameters(box.Parameters) }.Where(text => !string.IsNullOrEmpty(text)));

    private void Enclosed(PlacedCard card, PlacedBox placed)
    {
        if (placed.Chains.Count == 0)
        {
            return;
        }

        foreach (var chain in placed.Chains)
        {
            Chain(card, chain);
        }

        DiagramFlows.Enclosed(card, placed, Flow, Head);
    }

    /// <summary>Arrows from box to box.</summary>
    private void Chain(PlacedCard card, IReadOnlyList<PlacedBox> chain)
    {
        for (var i = 1; i < chain.Count; i++)
        {
            var (from, to) = (chain[i - 1], chain[i]);
            var x = card.X + from.X + (from.Width / 2);
            var (y0, y1) = from.Rises ? (from.Y, to.Y + to.Height) : (from.Y + from.Height, to.Y);
            Flow($"M{N(x)} {N(card.Y + y0)}V{N(card.Y + y1 + (from.Rises ? 5 : -5))}");
            Head(x, card.Y + y1, from.Rises ? (0, -1) : (0, 1));
        }
    }

    private void Route(DiagramRoute route)
    {
        var path = new StringBuilder();
        var at = (double.NaN, double.NaN);
        foreach (var stroke in route.Strokes)
        {
            if (at != (stroke.X0, stroke.Y0))
            {
                path.Append($"M{N(stroke.X0)} {N(stroke.Y0)}");
            }

            var (first, second) = stroke.Bends;
            path.Append(stroke.IsStraight
                ? $"L{N(stroke.X1)} {N(stroke.Y1)}"
                : $"C{N(first.X)} {N(first.Y)} {N(second.X)} {N(second.Y)} {N(stroke.X1)} {N(stroke.Y1)}");
            at = (stroke.X1, stroke.Y1);
        }

        var isCode = _diagram.Boxes.Any(box => box.Id == route.From && box.Kind == "code");
        _svg.Append($"<g class=\"{(isCode ? "code" : route.Role)}\"><path class=\"line {route.Kind}\" d=\"{path}\"/>");
        foreach (var (x, y, isLeft) in route.Arrows)
        {
            Head(x, y, isLeft ? (-1, 0) : (1, 0));
        }

        _svg.Append("</g>\n");
    }

    private void Flow(string path) => _svg.Append($"<path class=\"flow\" d=\"{path}\"/>");

    /// <summary>A head whose point is at a place.</summary>
    private void Head(double x, double y, (int X, int Y) way)
    {
        var (backX, backY) = (x - (7 * way.X), y - (7 * way.Y));
        _svg.Append(
            $"<path class=\"head\" d=\"M{N(x)} {N(y)}L{N(backX + (3.6 * way.Y))} {N(backY + (3.6 * way.X))}"
            + $"L{N(backX - (3.6 * way.Y))} {N(backY - (3.6 * way.X))}Z\"/>");
    }

    private void Rectangle(string kind, double x, double y, double width, double height, double radius) => _svg.Append(
        $"<rect class=\"{kind}\" x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(height)}\" rx=\"{N(radius)}\"/>");

    private void Text(double x, double y, string kind, string text)
    {
        if (text.Length > 0)
        {
            _svg.Append($"<text class=\"{kind}\" x=\"{N(x)}\" y=\"{N(y)}\">{Escape(text)}</text>\n");
        }
    }

    /// <summary>Text with what means something to XML replaced, and without what it cannot hold.</summary>
    private static string Escape(string text) =>
        WebUtility.HtmlEncode(string.Concat(text.Where(character => character >= ' ' && character is not ('\ufffe' or '\uffff'))));

    private static string N(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
