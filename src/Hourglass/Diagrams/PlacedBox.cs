namespace Hourglass.Diagrams;

/// <summary>A box in its place within a card.</summary>
/// <param name="box">The box.</param>
/// <param name="rises">Whether its card is drawn upwards.</param>
internal sealed class PlacedBox(DiagramBox box, bool rises)
{
    /// <summary>Between two boxes of a chain: room for an arrow.</summary>
    public const double ChainGap = 16;

    /// <summary>The room of the sign of an addition, with the arrow to it.</summary>
    public const double SumRoom = 36;

    /// <summary>Where the path around an addition, or the one to several heads, runs.</summary>
    public const double Lane = 22;

    private const double LineHeight = 15;
    private const double Padding = 10;
    private const double HeadGap = 8;

    /// <summary>The box.</summary>
    public DiagramBox Box => box;

    /// <summary>Whether its card is drawn upwards.</summary>
    public bool Rises => rises;

    /// <summary>What it encloses.</summary>
    public IReadOnlyList<IReadOnlyList<PlacedBox>> Chains { get; } =
        [.. (box.Chains ?? []).Select(chain => chain.Select(inner => new PlacedBox(inner, rises)).ToArray())];

    /// <summary>The left edge, from the card's.</summary>
    public double X { get; private set; }

    /// <summary>The upper edge, from the card's.</summary>
    public double Y { get; private set; }

    /// <summary>The width.</summary>
    public double Width { get; private set; }

    /// <summary>The height.</summary>
    public double Height => HeadHeight + Enclosed;

    /// <summary>The height of its own text.</summary>
    public double HeadHeight => (HasMore ? 2 * LineHeight : LineHeight) + 11;

    /// <summary>Where lines leave and arrive: in the middle of its own text.</summary>
    public double Port => Y + (HeadHeight / 2);

    /// <summary>Whether a value goes around what it encloses, and is added to that.</summary>
    public bool IsSum => box.Kind == "residual";

    /// <summary>Whether it is a variable, which others read.</summary>
    public bool IsVariable => box.Kind is "code" or "variable";

    /// <summary>Whether it has a second line.</summary>
    public bool HasMore => !IsVariable && (DiagramTexts.Left(box).Length > 0 || DiagramTexts.Right(box).Length > 0);

    /// <summary>The box and all that it encloses.</summary>
    public IEnumerable<PlacedBox> WithEnclosed => Chains.SelectMany(chain => chain).SelectMany(inner => inner.WithEnclosed).Prepend(this);

    /// <summary>The least width.</summary>
    public double LeastWidth
    {
        get
        {
            var (left, right) = (DiagramTexts.Left(box), DiagramTexts.Right(box));
            var more = DiagramTexts.Width(left, DiagramTexts.Small) + DiagramTexts.Width(right, DiagramTexts.Small)
                + (left.Length > 0 && right.Length > 0 ? 14 : 0);
            var first = DiagramTexts.Width(DiagramTexts.Shown(box.Text), DiagramTexts.Large) + (IsVariable ? 12 + more : 0);
            var own = Math.Max(first, IsVariable ? 0 : more) + (2 * Padding);
            return Chains.SelectMany(chain => chain).Select(inner => inner.LeastWidth + Lane + Right).Append(own).Max();
        }
    }

    /// <summary>What stands at the right of what it encloses; a way around has it in the middle.</summary>
    private double Right => IsSum ? Lane : Padding;

    private double Enclosed => Chains.Count == 0 ? 0
        : IsSum ? ChainGap + Chains.Sum(HeightOf) + SumRoom
        : Chains.Sum(HeightOf) + (HeadGap * (Chains.Count - 1)) + Padding;

    /// <summary>Gives it a place.</summary>
    public void Place(double x, double y, double width)
    {
        (X, Y, Width) = (x, y, width);
        var left = x + Lane;
        var at = y + HeadHeight + (IsSum ? rises ? SumRoom : ChainGap : 0);
        foreach (var chain in rises ? Chains.Reverse() : Chains)
        {
            foreach (var inner in rises ? chain.Reverse() : chain)
            {
                inner.Place(left, at, width - Lane - Right);
                at += inner.Height + ChainGap;
            }

            at += HeadGap - ChainGap;
        }
    }

    private static double HeightOf(IReadOnlyList<PlacedBox> chain) => chain.Sum(inner => inner.Height) + (ChainGap * (chain.Count - 1));
}
