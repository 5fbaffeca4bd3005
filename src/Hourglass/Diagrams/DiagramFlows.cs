using System.Globalization;

namespace Hourglass.Diagrams;

/// <summary>How values go through what a box encloses: around it to an addition, or to each of several heads.</summary>
internal static class DiagramFlows
{
    private const double Radius = 7;

    /// <summary>Draws the ways.</summary>
    /// <param name="card">The card.</param>
    /// <param name="placed">The box.</param>
    /// <param name="flow">Draws a path.</param>
    /// <param name="head">Draws the head of an arrow.</param>
    public static void Enclosed(
        PlacedCard card, PlacedBox placed, Action<string> flow, Action<double, double, (int X, int Y)> head)
    {
        if (placed.IsSum)
        {
            Sum(card, placed, flow, head);
        }
        else
        {
            Heads(card, placed, flow, head);
        }
    }

    /// <summary>In at one end; around the chain and through it to the addition at the other.</summary>
    private static void Sum(PlacedCard card, PlacedBox placed, Action<string> flow, Action<double, double, (int X, int Y)> head)
    {
        var (chain, down) = (placed.Chains[0], placed.Rises ? -1 : 1);
        var (first, last) = (chain[0], chain[^1]);
        var x = card.X + first.X + (first.Width / 2);
        var begin = card.Y + (placed.Rises ? placed.Y + placed.Height : placed.Y + placed.HeadHeight);
        var entry = card.Y + (placed.Rises ? first.Y + first.Height : first.Y);
        var exit = card.Y + (placed.Rises ? last.Y : last.Y + last.Height);
        var sum = exit + (down * (PlacedBox.ChainGap + Radius));
        var end = card.Y + (placed.Rises ? placed.Y + placed.HeadHeight : placed.Y + placed.Height);
        flow($"M{N(x)} {N(begin)}V{N(entry - (5 * down))}");
        head(x, entry, (0, down));
        flow($"M{N(x)} {N(exit)}V{N(sum - (down * (Radius + 5)))}");
        head(x, sum - (down * Radius), (0, down));
        var lane = card.X + placed.X + placed.Width - (PlacedBox.Lane / 2);
        var turn = begin + (down * 5);
        flow($"M{N(x)} {N(turn)}H{N(lane - 6)}Q{N(lane)} {N(turn)} {N(lane)} {N(turn + (6 * down))}V{N(sum - (6 * down))}"
            + $"Q{N(lane)} {N(sum)} {N(lane - 6)} {N(sum)}H{N(x + Radius + 5)}");
        head(x + Radius, sum, (-1, 0));
        flow($"M{N(x - Radius)} {N(sum)}a{N(Radius)} {N(Radius)} 0 1 0 {N(2 * Radius)} 0a{N(Radius)} {N(Radius)} 0 1 0 {N(-2 * Radius)} 0Z"
            + $"M{N(x - 4)} {N(sum)}H{N(x + 4)}M{N(x)} {N(sum - 4)}V{N(sum + 4)}");
        flow($"M{N(x)} {N(sum + (Radius * down))}V{N(end)}");
    }

    /// <summary>A rail at the left, with an arrow to each head.</summary>
    private static void Heads(PlacedCard card, PlacedBox placed, Action<string> flow, Action<double, double, (int X, int Y)> head)
    {
        var rail = card.X + placed.X + (PlacedBox.Lane / 2);
        var ends = placed.Chains.Select(chain => (X: card.X + chain[0].X, Y: card.Y + chain[0].Port)).ToArray();
        var begin = card.Y + (placed.Rises ? placed.Y + placed.Height : placed.Y + placed.HeadHeight);
        var furthest = placed.Rises ? ends.Min(end => end.Y) : ends.Max(end => end.Y);
        flow($"M{N(rail)} {N(begin)}V{N(furthest)}");
        foreach (var (x, y) in ends)
        {
            flow($"M{N(rail)} {N(y)}H{N(x - 5)}");
            head(x, y, (1, 0));
        }
    }

    private static string N(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
