using static System.FormattableString;

namespace Hourglass.Metrics;

/// <summary>
/// Which column each row takes, no column twice, so that the costs are least in sum (Kuhn, 1955; Munkres, 1957). By shortest augmenting
/// paths, O(rows² · columns) (Jonker and Volgenant, 1987).
/// </summary>
public static class Assignment
{
    /// <summary>Finds it.</summary>
    /// <param name="costs"><c>[rows, columns]</c>, no more rows than columns; any finite numbers.</param>
    /// <returns>The column of each row, <c>[rows]</c>.</returns>
    /// <exception cref="DataException">There are no rows, or more than columns, or a cost is not finite.</exception>
    public static int[] Least(double[,] costs)
    {
        ArgumentNullException.ThrowIfNull(costs);
        var (rows, columns) = (costs.GetLength(0), costs.GetLength(1));
        Given.Some(rows, nameof(costs));
        if (rows > columns)
        {
            throw new DataException(Invariant(
                $"costs has {rows} rows and {columns} columns; each row takes a column of its own. Transpose it, or add columns."));
        }

        new Points(costs).Check(nameof(costs));

        // Prices of rows and columns, none of which costs less than its two; what is taken costs just that.
        var (rowPrices, columnPrices) = (new double[rows], new double[columns]);
        var owners = new int[columns];
        Array.Fill(owners, -1);
        for (var row = 0; row < rows; row++)
        {
            Augment(costs, row, owners, rowPrices, columnPrices);
        }

        var taken = new int[rows];
        for (var column = 0; column < columns; column++)
        {
            if (owners[column] >= 0)
            {
                taken[owners[column]] = column;
            }
        }

        return taken;
    }

    /// <summary>Gives one more row a column, along the shortest path of exchanges to a free one.</summary>
    private static void Augment(double[,] costs, int row, int[] owners, double[] rowPrices, double[] columnPrices)
    {
        var columns = owners.Length;
        var (shortest, before, seen) = (new double[columns], new int[columns], new bool[columns]);
        Array.Fill(shortest, double.PositiveInfinity);
        Array.Fill(before, -1);
        var (last, length, owner) = (-1, 0.0, row);
        do
        {
            var (next, nearest) = (-1, double.PositiveInfinity);
            for (var column = 0; column < columns; column++)
            {
                if (seen[column])
                {
                    continue;
                }

                var path = length + costs[owner, column] - rowPrices[owner] - columnPrices[column];
                if (path < shortest[column])
                {
                    (shortest[column], before[column]) = (path, last);
                }

                // Of two that are as near, the free one ends the search.
                if (shortest[column] < nearest || (shortest[column] == nearest && owners[column] < 0 && owners[next] >= 0))
                {
                    (next, nearest) = (column, shortest[column]);
                }
            }

            (last, length, seen[next]) = (next, nearest, true);
            owner = owners[next];
        }
        while (owner >= 0);

        rowPrices[row] += length;
        for (var column = 0; column < columns; column++)
        {
            if (seen[column] && owners[column] >= 0)
            {
                rowPrices[owners[column]] += length - shortest[column];
                columnPrices[column] -= length - shortest[column];
            }
        }

        for (var column = last; column >= 0; column = before[column])
        {
            owners[column] = before[column] >= 0 ? owners[before[column]] : row;
        }
    }
}
