namespace Hourglass.Diagrams;

/// <summary>What the signs of a picture mean, of those that are there.</summary>
/// <param name="diagram">What is drawn.</param>
internal sealed class DiagramLegend(Diagram diagram)
{
    private const double Sample = 26;
    private const double Gap = 6;
    private const double Between = 24;

    /// <summary>The class of a sample, and what it means; a bar has no line.</summary>
    private static readonly (string? Line, string Text)[] All =
    [
        (null, "numbers of an example, on a logarithmic scale"),
        ("tied", "the same weights"),
        ("weights", "reads the weights"),
        ("sides", "told apart by the critic"),
        ("presence", "which elements are there"),
    ];

    private readonly (string? Line, string Text)[] _signs =
        [.. All.Where(sign => sign.Line is null || diagram.Lines.Any(line => line.Kind == sign.Line))];

    /// <summary>How wide it is.</summary>
    public double Width => _signs.Sum(sign => WidthOf(sign.Text)) - Between;

    /// <summary>Draws it on a line.</summary>
    public void Draw(SvgCanvas svg, double x, double y)
    {
        svg.Open("training");
        foreach (var (line, text) in _signs)
        {
            if (line is null)
            {
                svg.Rectangle("size", (x, y - 5), Sample, DiagramBoxes.BarHeight, DiagramBoxes.BarHeight / 2);
            }
            else
            {
                svg.Path($"line {line}", $"M{SvgCanvas.N(x)} {SvgCanvas.N(y - 3.5)}h{SvgCanvas.N(Sample)}");
            }

            svg.Text("small muted", x + Sample + Gap, y, text);
            x += WidthOf(text);
        }

        svg.Close();
    }

    private static double WidthOf(string text) => Sample + Gap + DiagramTexts.Width(text, DiagramTexts.Small) + Between;
}
