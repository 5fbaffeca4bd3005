namespace Hourglass.Compiler.Ir;

/// <summary>
/// How values of different sizes meet: as in NumPy, from the last dimension; a value without rows is the same for every row.
/// </summary>
internal static class Broadcasting
{
    public static Extent Join(IEnumerable<Extent> extents)
    {
        var all = extents as IReadOnlyList<Extent> ?? [.. extents];
        var (rows, rank) = (0, 0);
        foreach (var extent in all)
        {
            (rows, rank) = (Math.Max(rows, extent.Rows), Math.Max(rank, extent.Shape.Rank));
        }

        var sizes = Enumerable.Repeat(1, rank).ToArray();
        int? column = null;
        foreach (var extent in all)
        {
            if (extent.Column is { } own)
            {
                column = own + rank - extent.Shape.Rank;
            }
        }

        foreach (var extent in all)
        {
            var lead = rank - extent.Shape.Rank;
            for (var i = 0; i < extent.Shape.Rank; i++)
            {
                if (extent.IsOne(i))
                {
                    continue;
                }

                var (size, at) = (extent.Shape[i], lead + i);
                if ((sizes[at] != 1 && sizes[at] != size) || (column == at) != (extent.Column == i))
                {
                    throw new InvalidOperationException($"{string.Join(" and ", all)} do not fit together.");
                }

                sizes[at] = size;
            }

            if (extent.HasRows && extent.Rows != rows)
            {
                throw new InvalidOperationException($"{string.Join(" and ", all)} have different rows.");
            }
        }

        return new Extent(rows, new Shape(new EquatableArray<int>(sizes))) { Column = column };
    }

    /// <summary>Whether every element of the small one stands for one or more of the large one.</summary>
    public static bool Fits(Extent small, Extent large) => (!small.HasRows || small.Rows == large.Rows) && Join([small, large]) == large;
}
