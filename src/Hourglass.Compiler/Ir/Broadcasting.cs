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
        int? column = null;
        for (var i = 0; i < rank; i++)
        {
            var own = all.Select(extent => (Extent: extent, At: i - (rank - extent.Shape.Rank))).Where(pair => pair.At >= 0).ToArray();
            var grows = own.Where(pair => pair.Extent.Column == pair.At).ToArray();
            column = grows.Length > 0 ? i : column;
            var meeting = own.Where(pair => grows.Length == 0 || pair.Extent.Column == pair.At || pair.Extent.Shape[pair.At] != 1).ToArray();
            var at = meeting.Select(pair => pair.Extent.Shape[pair.At]).ToArray();
            sizes[i] = at.Length == 0 ? 1 : at.Contains(0) ? 0 : at.Max();
            if (at.Any(size => size != 1 && size != sizes[i]) || (grows.Length > 0 && meeting.Any(pair => pair.Extent.Column != pair.At)))
            {
                throw new InvalidOperationException($"{string.Join(" and ", all)} do not fit together.");
            }
        }

        if (all.Any(extent => extent.HasRows && extent.Rows != rows))
        {
            throw new InvalidOperationException($"{string.Join(" and ", all)} have different rows.");
        }

        return new Extent(rows, new Shape(new EquatableArray<int>(sizes))) { Column = column };
    }

    /// <summary>Whether every element of the small one stands for one or more of the large one.</summary>
    public static bool Fits(Extent small, Extent large) => (!small.HasRows || small.Rows == large.Rows) && Join([small, large]) == large;
}
