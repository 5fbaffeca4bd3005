namespace Hourglass.Diagrams;

/// <summary>
/// The order of each column: sweeps by the mean of the neighbours' places, then exchanges of neighbours as long as fewer lines cross
/// (Sugiyama et al., 1981).
/// </summary>
internal static class DiagramOrder
{
    private const int Sweeps = 12;

    /// <summary>Orders the nodes of each column.</summary>
    public static void Sort(IReadOnlyList<List<DiagramNode>> columns)
    {
        Stack(columns);
        var best = columns.Select(column => column.ToArray()).ToArray();
        var least = Crossings(columns);
        for (var sweep = 0; sweep < Sweeps && least > 0; sweep++)
        {
            var isBack = sweep % 2 == 1;
            foreach (var column in isBack ? columns.Reverse() : columns)
            {
                var places = column.Select((node, i) => (node, Key: Mean(node, isBack) ?? node.Y, i)).ToArray();
                column.Clear();
                column.AddRange(places.OrderBy(place => place.Key).ThenBy(place => place.i).Select(place => place.node));
                Stack(column);
            }

            Exchange(columns);
            var found = Crossings(columns);
            if (found < least)
            {
                (least, best) = (found, columns.Select(column => column.ToArray()).ToArray());
            }
        }

        for (var i = 0; i < columns.Count; i++)
        {
            columns[i].Clear();
            columns[i].AddRange(best[i]);
        }
    }

    /// <summary>How many pairs of pieces between two columns cross, over all columns.</summary>
    private static int Crossings(IReadOnlyList<List<DiagramNode>> columns) => columns.Sum(Crossings);

    private static int Crossings(List<DiagramNode> column)
    {
        var pieces = column.SelectMany(node => node.Right).ToArray();
        var count = 0;
        for (var i = 0; i < pieces.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (above, below) = (pieces[i].Y0 - pieces[j].Y0, pieces[i].Y1 - pieces[j].Y1);
                count += above * below < 0 ? 1 : 0;
            }
        }

        return count;
    }

    private static void Exchange(IReadOnlyList<List<DiagramNode>> columns)
    {
        for (var c = 0; c < columns.Count; c++)
        {
            for (var i = 1; i < columns[c].Count; i++)
            {
                var before = Around(columns, c);
                Swap(columns[c], i);
                if (Around(columns, c) >= before)
                {
                    Swap(columns[c], i);
                }
            }
        }
    }

    private static int Around(IReadOnlyList<List<DiagramNode>> columns, int c) =>
        Crossings(columns[c]) + (c > 0 ? Crossings(columns[c - 1]) : 0);

    private static void Swap(List<DiagramNode> column, int i)
    {
        (column[i - 1], column[i]) = (column[i], column[i - 1]);
        Stack(column);
    }

    private static void Stack(IReadOnlyList<List<DiagramNode>> columns)
    {
        foreach (var column in columns)
        {
            Stack(column);
        }
    }

    private static void Stack(List<DiagramNode> column)
    {
        var y = 0.0;
        for (var i = 0; i < column.Count; i++)
        {
            y += i > 0 ? DiagramNode.Gap(column[i - 1], column[i]) : 0;
            column[i].Y = y;
            y += column[i].Height;
        }
    }

    private static double? Mean(DiagramNode node, bool isBack)
    {
        var pieces = isBack ? node.Right : node.Left;
        return pieces.Count == 0 ? null : pieces.Average(piece => isBack ? piece.Y1 : piece.Y0);
    }
}
