namespace Hourglass.Diagrams;

/// <summary>
/// The order of each column: sweeps by the mean of the neighbours' places, then exchanges of neighbours as long as fewer lines cross
/// (Sugiyama et al., 1981), and lines that pass several columns are tried above and below all of them.
/// </summary>
internal static class DiagramOrder
{
    private const int Sweeps = 12;

    /// <summary>Pieces that may be counted to find a better way for each line that passes columns; beyond, that takes too long.</summary>
    private const int MostCounted = 400_000;

    /// <summary>Orders the nodes of each column.</summary>
    public static void Sort(IReadOnlyList<List<DiagramNode>> columns)
    {
        Stack(columns);
        var trunks = DiagramTrunks.Of(columns);
        var pieces = columns.Sum(column => column.Sum(node => node.Right.Count));
        var best = Order(columns);
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
            foreach (var trunk in trunks.Count * pieces > MostCounted ? [] : trunks)
            {
                Lead(columns, trunk, isAbove: true);
                Lead(columns, trunk, isAbove: false);
            }

            var found = Crossings(columns);
            if (found < least)
            {
                (least, best) = (found, Order(columns));
            }
        }

        Restore(columns, best);
    }

    private static DiagramNode[][] Order(IReadOnlyList<List<DiagramNode>> columns) => [.. columns.Select(column => column.ToArray())];

    private static void Restore(IReadOnlyList<List<DiagramNode>> columns, DiagramNode[][] order)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            columns[i].Clear();
            columns[i].AddRange(order[i]);
            Stack(columns[i]);
        }
    }

    /// <summary>Leads a line around all that it passes, if fewer lines cross then.</summary>
    private static void Lead(IReadOnlyList<List<DiagramNode>> columns, IReadOnlyList<DiagramNode> trunk, bool isAbove)
    {
        var (before, crossings) = (Order(columns), Crossings(columns));
        foreach (var node in trunk)
        {
            var column = columns[node.Column];
            column.Remove(node);
            column.Insert(isAbove ? 0 : column.Count, node);
            Stack(column);
        }

        if (Crossings(columns) >= crossings)
        {
            Restore(columns, before);
        }
    }

    /// <summary>How many pairs of pieces between two columns cross, over all columns.</summary>
    private static int Crossings(IReadOnlyList<List<DiagramNode>> columns) => columns.Sum(Crossings);

    private static int Crossings(List<DiagramNode> column)
    {
        double[] ends =
        [
            .. column.SelectMany(node => node.Right).OrderBy(piece => piece.Y0).ThenBy(piece => piece.Y1).Select(piece => piece.Y1),
        ];
        return Inversions(ends, new double[ends.Length], 0, ends.Length);
    }

    /// <summary>How many pairs stand the wrong way round, by merging.</summary>
    private static int Inversions(double[] ends, double[] merged, int begin, int end)
    {
        if (end - begin < 2)
        {
            return 0;
        }

        var middle = (begin + end) / 2;
        var count = Inversions(ends, merged, begin, middle) + Inversions(ends, merged, middle, end);
        var (i, j) = (begin, middle);
        for (var k = begin; k < end; k++)
        {
            if (j == end || (i < middle && ends[i] <= ends[j]))
            {
                merged[k] = ends[i++];
            }
            else
            {
                merged[k] = ends[j++];
                count += middle - i;
            }
        }

        Array.Copy(merged, begin, ends, begin, end - begin);
        return count;
    }

    /// <summary>Exchanges neighbours of a column whose lines cross less often the other way round.</summary>
    private static void Exchange(IReadOnlyList<List<DiagramNode>> columns)
    {
        foreach (var column in columns)
        {
            for (var i = 1; i < column.Count; i++)
            {
                if (Crossings(column[i], column[i - 1]) < Crossings(column[i - 1], column[i]))
                {
                    (column[i - 1], column[i]) = (column[i], column[i - 1]);
                }
            }

            Stack(column);
        }
    }

    private static int Crossings(DiagramNode above, DiagramNode below) =>
        above.Left.Sum(piece => below.Left.Count(other => other.Y0 < piece.Y0))
        + above.Right.Sum(piece => below.Right.Count(other => other.Y1 < piece.Y1));

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
