namespace Hourglass.Diagrams;

/// <summary>Draws cards and their boxes.</summary>
/// <param name="svg">Where.</param>
/// <param name="largest">The most numbers that any value of the model has.</param>
internal sealed class DiagramBoxes(SvgCanvas svg, long largest)
{
    /// <summary>How thick the bars are that show how many numbers a value has.</summary>
    public const double BarHeight = 3;

    private const double FirstLine = 17;
    private const double SecondLine = 32;
    private const double Inset = 10;
    private const double RoundInset = 14;

    /// <summary>Draws a card.</summary>
    public void Draw(PlacedCard card)
    {
        svg.Open(card.Card.Kind);
        svg.Rectangle("frame", (card.X, card.Y), card.Width, card.Height, 10);
        var (left, right) = (card.X + PlacedCard.Padding, card.X + card.Width - PlacedCard.Padding);
        svg.Text("title", left, card.Y + 20, DiagramTexts.Shown(card.Card.Title));
        svg.Text("small muted end", right, card.Y + 20, card.Parameters);
        svg.Text("small muted", left, card.Y + 36, card.Card.Note ?? "");
        foreach (var box in card.Boxes)
        {
            Draw(card, box);
        }

        if (!card.Card.IsList)
        {
            Chain(card, card.Boxes);
        }

        svg.Close();
    }

    private void Draw(PlacedCard card, PlacedBox placed)
    {
        var (box, x, y) = (placed.Box, card.X + placed.X, card.Y + placed.Y);
        svg.Open(box.Kind == "code" ? "code" : "");
        svg.Title(Tooltip(box));
        var kind = placed.IsVariable ? "variable" : box.Kind == "noise" ? "box noise" : placed.Chains.Count > 0 ? "inner" : "box";
        svg.Rectangle(kind, (x, y), placed.Width, placed.Height, placed.IsVariable ? placed.Height / 2 : 5);
        var (left, right) = (DiagramTexts.Left(box), DiagramTexts.Right(box));
        if (placed.IsVariable)
        {
            svg.Text("title", x + RoundInset, y + FirstLine, DiagramTexts.Shown(box.Text));
            svg.Text("small muted end", x + placed.Width - RoundInset, y + FirstLine, left);
        }
        else
        {
            svg.Text("large", x + Inset, y + FirstLine, DiagramTexts.Shown(box.Text));
            svg.Text("small muted", x + Inset, y + SecondLine, left.Length > 0 ? left : right);
            svg.Text("small muted end", x + placed.Width - Inset, y + SecondLine, left.Length > 0 ? right : "");
        }

        Bar(placed, x, y);
        svg.Close();
        foreach (var chain in placed.Chains)
        {
            foreach (var inner in chain)
            {
                Draw(card, inner);
            }

            Chain(card, chain);
        }

        DiagramFlows.Draw(svg, card, placed);
    }

    private static string Tooltip(DiagramBox box) => string.Join(
        " · ",
        new[] { box.Text, box.Shape, box.Layer, box.Note, DiagramTexts.Parameters(box.Parameters) }
            .Where(text => !string.IsNullOrEmpty(text)));

    /// <summary>A bar as wide as the value has numbers: encoders narrow, decoders widen.</summary>
    private void Bar(PlacedBox placed, double x, double y)
    {
        if (placed.Box.Count == 0)
        {
            return;
        }

        var most = placed.Width - (2 * (placed.IsVariable ? RoundInset : BarHeight + 5));
        var width = Math.Max(BarHeight, most * Math.Log2(1 + placed.Box.Count) / Math.Log2(1 + largest));
        var bottom = y + (placed.Chains.Count > 0 ? placed.HeadHeight : placed.Height) - BarHeight - 0.5;
        svg.Rectangle("size", (x + ((placed.Width - width) / 2), bottom), width, BarHeight, BarHeight / 2);
    }

    /// <summary>Arrows from box to box.</summary>
    private void Chain(PlacedCard card, IReadOnlyList<PlacedBox> chain)
    {
        for (var i = 1; i < chain.Count; i++)
        {
            var (from, to, down) = (chain[i - 1], chain[i], chain[i].Rises ? -1 : 1);
            var x = card.X + from.X + (from.Width / 2);
            var (y0, y1) = from.Rises ? (from.Y, to.Y + to.Height) : (from.Y + from.Height, to.Y);
            svg.Path("flow", $"M{SvgCanvas.N(x)} {SvgCanvas.N(card.Y + y0)}V{SvgCanvas.N(card.Y + y1 - (5 * down))}");
            svg.Head(x, card.Y + y1, (0, down));
        }
    }
}
