using System.Text;

namespace Hourglass.Diagrams;

/// <summary>Draws a diagram as SVG: one element, no scripts, nothing from elsewhere.</summary>
internal sealed class DiagramSvg
{
    private const double Top = 74;
    private const double Margin = 20;
    private const double LegendHeight = 34;
    private const double NameSize = 20;

    private readonly SvgCanvas _svg = new();
    private readonly Diagram _diagram;
    private readonly DiagramLayout _layout;
    private readonly DiagramBoxes _boxes;
    private readonly HashSet<int> _codes;

    private DiagramSvg(Diagram diagram)
    {
        _diagram = diagram;
        _layout = DiagramLayout.Of(diagram, Top);
        _boxes = new DiagramBoxes(_svg, diagram.Boxes.Select(box => box.Count).DefaultIfEmpty(1).Max());
        _codes = [.. diagram.Boxes.Where(box => box.Kind == "code").Select(box => box.Id)];
    }

    /// <summary>The picture.</summary>
    /// <param name="diagram">What is drawn.</param>
    /// <param name="theme">Its colours.</param>
    public static string Draw(Diagram diagram, DiagramTheme theme) => new DiagramSvg(diagram).Draw(theme);

    private string Draw(DiagramTheme theme)
    {
        var legend = new DiagramLegend(_diagram);
        var name = DiagramTexts.Width(_diagram.Name, NameSize) + (2 * Margin);
        var width = SvgCanvas.N(Math.Max(Math.Max(_layout.Width, name), legend.Width + (2 * Margin)));
        var height = SvgCanvas.N(_layout.Bottom + LegendHeight);
        _svg.Write(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{DiagramStyle.Class}\" role=\"img\" width=\"{width}\" height=\"{height}\" "
            + $"viewBox=\"0 0 {width} {height}\">\n");
        _svg.Title(Summary());
        _svg.Write($"\n<style>\n{DiagramStyle.Of(theme)}\n</style>\n<rect class=\"paper\" width=\"{width}\" height=\"{height}\"/>\n");
        _svg.Text("name", Margin, 34, _diagram.Name);
        var parameters = DiagramTexts.Parameters(_diagram.Parameters);
        _svg.Text("small muted", Margin, 54, parameters.Length > 0 ? parameters : "no parameters");
        foreach (var card in _layout.Cards)
        {
            _boxes.Draw(card);
        }

        foreach (var route in _layout.Routes)
        {
            Draw(route);
        }

        legend.Draw(_svg, Margin, _layout.Bottom + LegendHeight - 12);
        _svg.Write("</svg>\n");
        return _svg.ToString();
    }

    private string Summary() => $"The model {_diagram.Name}: {string.Join("; ", _diagram.Cards.Select(Words))}.";

    private static string Words(DiagramCard card) => card.Kind == "objective"
        ? $"{card.Title} {string.Join(" + ", card.Boxes.Select(box => box.Text))}"
        : card.Title;

    private void Draw(DiagramRoute route)
    {
        var path = new StringBuilder();
        var at = (double.NaN, double.NaN);
        foreach (var stroke in route.Strokes)
        {
            if (at != (stroke.X0, stroke.Y0))
            {
                path.Append('M').Append(SvgCanvas.N(stroke.X0)).Append(' ').Append(SvgCanvas.N(stroke.Y0));
            }

            path.Append(Way(stroke));
            at = (stroke.X1, stroke.Y1);
        }

        // A code's own colour goes with what it is read by.
        _svg.Open(_codes.Contains(route.From) ? "code" : route.Role);
        _svg.Path($"line {route.Kind}", path.ToString());
        foreach (var (x, y, isLeft) in route.Arrows)
        {
            _svg.Head(x, y, isLeft ? (-1, 0) : (1, 0));
        }

        _svg.Close();
    }

    private static string Way(DiagramStroke stroke)
    {
        var (first, second) = stroke.Bends;
        var end = $"{SvgCanvas.N(stroke.X1)} {SvgCanvas.N(stroke.Y1)}";
        return stroke.IsStraight
            ? $"L{end}"
            : $"C{SvgCanvas.N(first.X)} {SvgCanvas.N(first.Y)} {SvgCanvas.N(second.X)} {SvgCanvas.N(second.Y)} {end}";
    }
}
