namespace Hourglass.Diagrams;

/// <summary>
/// Lines that pass columns run straight as far as the room between their neighbours allows, level with where they come from if they can.
/// </summary>
internal static class DiagramTrunks
{
    /// <summary>Straightens them; the order of the columns stays.</summary>
    public static void Straighten(IReadOnlyList<List<DiagramNode>> columns)
    {
        foreach (var trunk in Of(columns))
        {
            Straighten(columns, trunk);
        }
    }

    /// <summary>The places of each line that passes columns, from column to column.</summary>
    public static IReadOnlyList<IReadOnlyList<DiagramNode>> Of(IReadOnlyList<List<DiagramNode>> columns) =>
    [
        .. columns.SelectMany(column => column).Where(node => node.Card is null && node.Left[0].From.Card is not null).Select(Trunk),
    ];

    private static List<DiagramNode> Trunk(DiagramNode first)
    {
        List<DiagramNode> trunk = [first];
        while (trunk[^1].Right.Find(piece => piece.To.Card is null) is { } next)
        {
            trunk.Add(next.To);
        }

        return trunk;
    }

    private static void Straighten(IReadOnlyList<List<DiagramNode>> columns, IReadOnlyList<DiagramNode> trunk)
    {
        for (var begin = 0; begin < trunk.Count;)
        {
            var (least, most) = Room(columns[trunk[begin].Column], trunk[begin]);
            var end = begin + 1;
            for (; end < trunk.Count; end++)
            {
                var (low, high) = Room(columns[trunk[end].Column], trunk[end]);
                if (Math.Max(least, low) > Math.Min(most, high))
                {
                    break;
                }

                (least, most) = (Math.Max(least, low), Math.Min(most, high));
            }

            // Where there is no room at all, rounding may leave less than none.
            var y = Math.Max(least, Math.Min(most, Wanted(trunk, begin, end)));
            for (; begin < end; begin++)
            {
                trunk[begin].Y = y;
            }
        }
    }

    /// <summary>Where it comes from, or where it goes, whichever leaves it where it is.</summary>
    private static double Wanted(IReadOnlyList<DiagramNode> trunk, int begin, int end)
    {
        var ends = trunk[end - 1].Right;
        return begin == 0 ? trunk[0].Left[0].Y0
            : end == trunk.Count && ends.Count > 0 ? ends.Average(piece => piece.Y1)
            : trunk[begin - 1].Y;
    }

    private static (double Least, double Most) Room(List<DiagramNode> column, DiagramNode node)
    {
        var at = column.IndexOf(node);
        var above = at > 0 ? column[at - 1] : null;
        var below = at + 1 < column.Count ? column[at + 1] : null;
        return (
            above is null ? double.NegativeInfinity : above.Y + above.Height + DiagramNode.Gap(above, node),
            below is null ? double.PositiveInfinity : below.Y - node.Height - DiagramNode.Gap(node, below));
    }
}
