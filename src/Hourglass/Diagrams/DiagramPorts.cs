namespace Hourglass.Diagrams;

/// <summary>
/// Where lines meet a box: one below the other, in the order in which they come, so that heads of arrows can be told apart.
/// </summary>
internal static class DiagramPorts
{
    private const double Step = 8;

    /// <summary>Spreads the ends over the heights of their boxes.</summary>
    public static void Spread(IReadOnlyList<DiagramBundle> bundles)
    {
        var pieces = bundles.SelectMany(bundle => bundle.Pieces).ToArray();
        foreach (var arriving in pieces.Where(piece => piece.ToBox is not null).GroupBy(piece => piece.ToBox!))
        {
            var ordered = arriving.OrderBy(piece => piece.Y0).ToArray();
            Spread(arriving.Key, ordered.Length, (i, offset) => ordered[i].ToPort += offset);
        }

        var ofBoxes = bundles.Where(bundle => bundle.From.Box is not null && bundle.Pieces.Count > 0);
        foreach (var leaving in ofBoxes.GroupBy(bundle => bundle.From.Box!))
        {
            var ordered = leaving.OrderBy(bundle => bundle.Pieces.Average(piece => piece.Y1)).ToArray();
            Spread(leaving.Key, ordered.Length, (i, offset) =>
            {
                foreach (var piece in ordered[i].Pieces.Where(piece => piece.FromBox is not null))
                {
                    piece.FromPort += offset;
                }
            });
        }
    }

    private static void Spread(PlacedBox box, int count, Action<int, double> move)
    {
        var step = count > 1 ? Math.Min(Step, (box.HeadHeight - 12) / (count - 1)) : 0;
        for (var i = 0; i < count; i++)
        {
            move(i, step * (i - ((count - 1) / 2.0)));
        }
    }
}
