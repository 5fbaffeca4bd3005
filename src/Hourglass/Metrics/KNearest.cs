using static System.FormattableString;

namespace Hourglass.Metrics;

/// <summary>
/// The nearest points of a training set, by Euclidean distance. Every distance is computed (Fix and Hodges, 1951), on all cores, a block
/// of queries with a block of the training set at a time; besides the result that takes k numbers for each query.
/// </summary>
public static class KNearest
{
    private const int Queries = 32;
    private const int Numbers = 1 << 14;

    /// <summary>The k nearest training points of each query, nearest first; of the same distance those first that come first.</summary>
    /// <param name="train">The training set, <c>[N, d]</c>.</param>
    /// <param name="queries">The queries, <c>[M, d]</c>. One that is in the training set is its own nearest.</param>
    /// <param name="k">How many, 1 to N.</param>
    /// <returns>Their places in the training set, <c>[M, k]</c>, and their distances, <c>[M, k]</c>.</returns>
    /// <exception cref="DataException">
    /// There are no points, one is not finite, the widths differ, or k is below 1 or above N.
    /// </exception>
    public static (int[,] Places, double[,] Distances) Neighbours(Points train, Points queries, int k)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(queries);
        train.Check(nameof(train));
        queries.Check(nameof(queries));
        queries.CheckWidth(nameof(queries), train.Width, nameof(train));
        Given.AtLeast(1, k);
        if (k > train.Count)
        {
            throw new DataException(Invariant($"k is {k}, and train has {train.Count} points; ask for no more than there are."));
        }

        var (places, squares) = (new int[queries.Count, k], new double[queries.Count, k]);
        Parallel.For(0, (queries.Count + Queries - 1) / Queries, block => Search(train, queries, block * Queries, places, squares));
        for (var i = 0; i < queries.Count; i++)
        {
            for (var j = 0; j < k; j++)
            {
                squares[i, j] = Math.Sqrt(squares[i, j]);
            }
        }

        return (places, squares);
    }

    /// <summary>The distance of each query from its k-th nearest training point: an anomaly score (Ramaswamy et al., 2000).</summary>
    /// <param name="train">The training set, <c>[N, d]</c>.</param>
    /// <param name="queries">The queries, <c>[M, d]</c>.</param>
    /// <param name="k">Which neighbour, 1 to N.</param>
    /// <returns><c>[M]</c>, in the points' unit.</returns>
    /// <exception cref="DataException">
    /// There are no points, one is not finite, the widths differ, or k is below 1 or above N.
    /// </exception>
    public static double[] Distances(Points train, Points queries, int k)
    {
        var (_, distances) = Neighbours(train, queries, k);
        return [.. Enumerable.Range(0, distances.GetLength(0)).Select(i => distances[i, k - 1])];
    }

    /// <summary>
    /// The class that most of the k nearest have; where several have as many, that of them whose nearest is nearer (Cover and Hart, 1967).
    /// </summary>
    /// <param name="train">The training set, <c>[N, d]</c>.</param>
    /// <param name="labels">Its classes, <c>[N]</c>, from 0 on.</param>
    /// <param name="queries">The queries, <c>[M, d]</c>.</param>
    /// <param name="k">How many vote, 1 to N.</param>
    /// <returns><c>[M]</c>.</returns>
    /// <exception cref="DataException">The same; or the labels are not as many as the points, or one is negative.</exception>
    public static int[] Classify(Points train, ReadOnlySpan<int> labels, Points queries, int k)
    {
        ArgumentNullException.ThrowIfNull(train);
        Given.Paired(train.Count, nameof(train), labels.Length, nameof(labels));
        Given.Classes(labels, nameof(labels));
        var (places, _) = Neighbours(train, queries, k);
        var found = new int[queries.Count];
        for (var i = 0; i < found.Length; i++)
        {
            var votes = new Dictionary<int, int>();
            for (var j = 0; j < k; j++)
            {
                var label = labels[places[i, j]];
                votes[label] = votes.GetValueOrDefault(label) + 1;
            }

            // From the nearest on: the first that has as many votes as any.
            var (most, nearest) = (votes.Values.Max(), 0);
            while (votes[labels[places[i, nearest]]] < most)
            {
                nearest++;
            }

            found[i] = labels[places[i, nearest]];
        }

        return found;
    }

    private static void Search(Points train, Points queries, int first, int[,] places, double[,] squares)
    {
        var (end, k, rows) = (Math.Min(first + Queries, queries.Count), places.GetLength(1), Math.Max(1, Numbers / train.Width));
        for (var start = 0; start < train.Count; start += rows)
        {
            var stop = Math.Min(start + rows, train.Count);
            for (var query = first; query < end; query++)
            {
                for (var row = start; row < stop; row++)
                {
                    var limit = row >= k ? squares[query, k - 1] : double.PositiveInfinity;
                    Insert(places, squares, query, row, Points.SquaredDistance(train[row], queries[query], limit), Math.Min(row, k));
                }
            }
        }
    }

    /// <summary>Puts a point among those that are known, if it is nearer than one of them or they are not k yet.</summary>
    private static void Insert(int[,] places, double[,] squares, int query, int row, double square, int known)
    {
        var k = places.GetLength(1);
        if (known == k && square >= squares[query, k - 1])
        {
            return;
        }

        var place = Math.Min(known, k - 1);
        for (; place > 0 && squares[query, place - 1] > square; place--)
        {
            (squares[query, place], places[query, place]) = (squares[query, place - 1], places[query, place - 1]);
        }

        (squares[query, place], places[query, place]) = (square, row);
    }
}
