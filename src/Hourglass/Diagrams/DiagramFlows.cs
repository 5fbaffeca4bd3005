namespace Hourglass.Diagrams;

/// <summary>How values go through what a box encloses: around it to an addition, or to each of several heads.</summary>
internal static class DiagramFlows
{
    private const double Radius = 7;
    private const double Corner = 6;

    /// <summary>Draws the ways; none where nothing is enclosed.</summary>
    public static void Draw(SvgCanvas svg, PlacedCard card, PlacedBox placed)
    {
        if (placed.Chains.Count == 0)
        {
            return;
        }

        if (placed.IsSum)
        {
            Sum(svg, card, placed);
        }
        else
        {
            Heads(svg, card, placed);
        }
    }

    /// <summary>In at one end; around the chain and through it to the addition at the other.</summary>
    private static void Sum(SvgCanvas svg, PlacedCard card, PlacedBox placed)
    {
        var (chain, down) = (placed.Chains[0], placed.Rises ? -1 : 1);
        var (first, last) = (chain[0], chain[^1]);
        var (x, lane) = (card.X + first.X + (first.Width / 2), card.X + placed.X + placed.Width - (PlacedBox.Lane / 2));
        var (begin, end) = (Begin(card, placed), card.Y + (placed.Rises ? placed.Y + placed.HeadHeight : placed.Y + placed.Height));
        var entry = card.Y + (placed.Rises ? first.Y + first.Height : first.Y);
        var exit = card.Y + (placed.Rises ? last.Y : last.Y + last.Height);
        var sum = exit + (down * (PlacedBox.ChainGap + Radius));
        svg.Path("flow", $"M{N(x)} {N(begin)}V{N(entry - (5 * down))}");
        svg.Head(x, entry, (0, down));
        svg.Path("flow", $"M{N(x)} {N(exit)}V{N(sum - (down * (Radius + 5)))}");
        svg.Head(x, sum - (down * Radius), (0, down));
        var turn = begin + (down * 5);
        svg.Path(
            "flow",
            $"M{N(x)} {N(turn)}H{N(lane - Corner)}Q{N(lane)} {N(turn)} {N(lane)} {N(turn + (Corner * down))}"
                + $"V{N(sum - (Corner * down))}Q{N(lane)} {N(sum)} {N(lane - Corner)} {N(sum)}H{N(x + Radius + 5)}");
        svg.Head(x + Radius, sum, (-1, 0));
        var half = $"a{N(Radius)} {N(Radius)} 0 1 0";
        svg.Path(
            "flow",
            $"M{N(x - Radius)} {N(sum)}{half} {N(2 * Radius)} 0{half} {N(-2 * Radius)} 0Z"
                + $"M{N(x - 4)} {N(sum)}H{N(x + 4)}M{N(x)} {N(sum - 4)}V{N(sum + 4)}");
        svg.Path("flow", $"M{N(x)} {N(sum + (Radius * down))}V{N(end)}");
    }

    /// <summary>A rail at the left, with an arrow to each head.</summary>
    private static void Heads(SvgCanvas svg, PlacedCard card, PlacedBox placed)
    {
        var rail = card.X + placed.X + (PlacedBox.Lane / 2);
        var ends = placed.Chains.Select(chain => (X: card.X + chain[0].X, Y: card.Y + chain[0].Port)).ToArray();
        var furthest = placed.Rises ? ends.Min(end => end.Y) : ends.Max(end => end.Y);
        svg.Path("flow", $"M{N(rail)} {N(Begin(card, placed))}V{N(furthest)}");
        foreach (var (x, y) in ends)
        {
            svg.Path("flow", $"M{N(rail)} {N(y)}H{N(x - 5)}");
            svg.Head(x, y, (1, 0));
        }
    }

    /// <summary>Where the value comes in.</summary>
    private static double Begin(PlacedCard card, PlacedBox placed) =>
        card.Y + (placed.Rises ? placed.Y + placed.Height : placed.Y + placed.HeadHeight);

    private static string N(double number) => SvgCanvas.N(number);
}
