namespace Hourglass.Diagrams;

/// <summary>
/// How far down each node stands: column by column, so that the lines to its neighbours are as level as the order allows. What is best
/// for a column is the least sum of squares under "at least so far below the one above", which pooling of neighbours that collide finds.
/// </summary>
internal static class DiagramLevels
{
    private const int Sweeps = 24;

    /// <summary>Sets the upper edges; the least is 0.</summary>
    public static void Assign(IReadOnlyList<List<DiagramNode>> columns)
    {
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            // By what each reads at first, then by its readers too.
            foreach (var column in sweep % 2 == 0 ? columns : columns.Reverse())
            {
                Settle(column, right: sweep > 0);
            }
        }

        DiagramTrunks.Straighten(columns);
        var top = columns.SelectMany(column => column).Select(node => node.Y).DefaultIfEmpty(0).Min();
        foreach (var node in columns.SelectMany(column => column))
        {
            node.Y -= top;
        }
    }

    private static void Settle(List<DiagramNode> column, bool right)
    {
        // Distances from the first node that the order leaves at least.
        var offsets = new double[column.Count];
        for (var i = 1; i < column.Count; i++)
        {
            offsets[i] = offsets[i - 1] + column[i - 1].Height + DiagramNode.Gap(column[i - 1], column[i]);
        }

        var blocks = new List<(double Sum, double Weight, int Count)>();
        for (var i = 0; i < column.Count; i++)
        {
            var (wanted, weight) = Wanted(column[i], right);
            blocks.Add(((wanted - offsets[i]) * weight, weight, 1));
            while (blocks.Count > 1 && blocks[^2].Sum / blocks[^2].Weight >= blocks[^1].Sum / blocks[^1].Weight)
            {
                var (a, b) = (blocks[^2], blocks[^1]);
                blocks.RemoveRange(blocks.Count - 2, 2);
                blocks.Add((a.Sum + b.Sum, a.Weight + b.Weight, a.Count + b.Count));
            }
        }

        var at = 0;
        foreach (var (sum, weight, count) in blocks)
        {
            for (var end = at + count; at < end; at++)
            {
                column[at].Y = (sum / weight) + offsets[at];
            }
        }
    }

    private static (double Y, double Weight) Wanted(DiagramNode node, bool right)
    {
        var (sum, weight) = (0.0, 0.0);
        foreach (var piece in node.Left)
        {
            sum += piece.Weight * (piece.Y0 - piece.ToPort);
            weight += piece.Weight;
        }

        foreach (var piece in right ? node.Right : [])
        {
            sum += piece.Weight * (piece.Y1 - piece.FromPort);
            weight += piece.Weight;
        }

        return weight > 0 ? (sum / weight, weight) : (node.Y, 0.01);
    }
}
