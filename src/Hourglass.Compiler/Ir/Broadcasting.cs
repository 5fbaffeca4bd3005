namespace Hourglass.Compiler.Ir;

/// <summary>How values of different sizes meet: as in NumPy, from the last dimension; a value without rows is the same for every row.</summary>
internal static class Broadcasting
{
    public static Extent Join(IEnumerable<Extent> extents)
    {
        var all = extents.ToArray();
        var rows = all.Max(extent => extent.Rows);
        var rank = all.Max(extent => extent.Shape.Rank);
        var sizes = new int[rank];
        for (var i = 0; i < rank; i++)
        {
            var at = all.Select(extent => i - (rank - extent.Shape.Rank) is var own and >= 0 ? extent.Shape[own] : 1).ToArray();
            sizes[i] = at.Contains(0) ? 0 : at.Max();
            if (at.Any(size => size != 1 && size != sizes[i]))
            {
                throw new InvalidOperationException($"{string.Join(" and ", all)} do not fit together.");
            }
        }

        if (all.Any(extent => extent.HasRows && extent.Rows != rows))
        {
            throw new InvalidOperationException($"{string.Join(" and ", all)} have different rows.");
        }

        return new Extent(rows, new Shape(new EquatableArray<int>(sizes)));
    }

    /// <summary>Whether every element of the small one stands for one or more of the large one.</summary>
    public static bool Fits(Extent small, Extent large) => (!small.HasRows || small.Rows == large.Rows) && Join([small, large]) == large;
}
