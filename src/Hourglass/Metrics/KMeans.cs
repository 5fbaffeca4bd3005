using Hourglass.Datasets;
using static System.FormattableString;

namespace Hourglass.Metrics;

/// <summary>
/// Clusters around centres, to which the squared distances are least in sum. They begin with k-means++ (Arthur and Vassilvitskii, 2007) and
/// are moved by turns (Lloyd, 1982) until no point changes its cluster; the best of several starts is kept. The same seed gives the
/// same clusters on every machine.
/// </summary>
public sealed class KMeans
{
    private readonly Points _centres;

    private KMeans(Points centres, int[] clusters, double inertia, int iterations, bool converged) =>
        (_centres, Clusters, Inertia, Iterations, Converged) = (centres, clusters, inertia, iterations, converged);

    /// <summary>The centres, <c>[K, d]</c>.</summary>
    public Points Centres => _centres;

    /// <summary>The cluster of each point that they were fitted to, <c>[N]</c>.</summary>
    public IReadOnlyList<int> Clusters { get; }

    /// <summary>The squared distances of these points from their centres, in sum.</summary>
    public double Inertia { get; }

    /// <summary>How often the centres of the best start were moved.</summary>
    public int Iterations { get; }

    /// <summary>Whether the points of the best start stayed where they were in the end.</summary>
    public bool Converged { get; }

    /// <summary>Fits centres.</summary>
    /// <param name="data">The points, <c>[N, d]</c>.</param>
    /// <param name="clusters">K, 1 to N.</param>
    /// <param name="seed">Which random numbers are drawn.</param>
    /// <param name="restarts">How many starts.</param>
    /// <param name="iterations">How often the centres are moved at most.</param>
    /// <exception cref="DataException">
    /// There are no points, or fewer than clusters, one is not finite, or one of the numbers is below 1.
    /// </exception>
    public static KMeans Fit(Points data, int clusters, ulong seed = 0, int restarts = 10, int iterations = 300)
    {
        ArgumentNullException.ThrowIfNull(data);
        Given.AtLeast(1, clusters);
        Given.AtLeast(1, restarts);
        Given.AtLeast(1, iterations);
        Check(data, clusters, nameof(clusters));
        var random = new SplitMix64(seed);
        KMeans? best = null;
        for (var start = 0; start < restarts; start++)
        {
            var found = Lloyd(data, Begin(data, clusters, ref random), iterations);

            // The same clusters in another order differ by rounding; which of them is taken must not depend on the processor.
            best = best is null || found.Inertia < best.Inertia * (1 - 1e-9) ? found : best;
        }

        return best!;
    }

    /// <summary>Moves centres that are given.</summary>
    /// <param name="data">The points, <c>[N, d]</c>.</param>
    /// <param name="centres">Where they begin, <c>[K, d]</c>, such as those of another fit.</param>
    /// <param name="iterations">How often they are moved at most.</param>
    /// <exception cref="DataException">
    /// There are no points or no centres, or fewer points than centres, one is not finite, the widths differ, or iterations is below 1.
    /// </exception>
    public static KMeans From(Points data, Points centres, int iterations = 300)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(centres);
        Check(data, centres.Count, "the number of centres");
        centres.Check(nameof(centres));
        centres.CheckWidth(nameof(centres), data.Width, nameof(data));
        Given.AtLeast(1, iterations);
        return Lloyd(data, centres, iterations);
    }

    /// <summary>The nearest centre of each point; of two that are as near, the first.</summary>
    /// <param name="data">The points, <c>[N, d]</c>.</param>
    /// <returns><c>[N]</c>.</returns>
    /// <exception cref="DataException">There are no points, one is not finite, or they have another width than the centres.</exception>
    public int[] Predict(Points data)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.Check(nameof(data));
        data.CheckWidth(nameof(data), _centres.Width, "the centres");
        return Assign(data, _centres).Clusters;
    }

    private static void Check(Points data, int clusters, string name)
    {
        data.Check(nameof(data));
        if (clusters > data.Count)
        {
            throw new DataException(Invariant(
                $"{name} is {clusters}, and data has {data.Count} points; ask for no more than there are."));
        }
    }

    /// <summary>Points of the data, each drawn with the probability of its squared distance to the nearest so far.</summary>
    private static double[,] Begin(Points data, int clusters, ref SplitMix64 random)
    {
        var centres = new double[clusters, data.Width];
        var nearest = new double[data.Count];
        Array.Fill(nearest, double.PositiveInfinity);
        var chosen = random.Below(data.Count);
        for (var k = 0; k < clusters; k++)
        {
            var sum = 0.0;
            Put(centres, k, data[chosen]);
            for (var i = 0; i < data.Count; i++)
            {
                nearest[i] = Math.Min(nearest[i], Points.SquaredDistance(data[i], data[chosen]));
                sum += nearest[i];
            }

            // A centre twice where there are fewer points that differ than clusters; the second stays empty.
            var rest = random.Between(0, sum);
            var last = chosen;
            for (var i = 0; i < data.Count && rest >= 0; i++)
            {
                (last, rest) = nearest[i] > 0 ? (i, rest - nearest[i]) : (last, rest);
            }

            chosen = last;
        }

        return centres;
    }

    private static void Put(double[,] centres, int k, ReadOnlySpan<double> point)
    {
        for (var d = 0; d < point.Length; d++)
        {
            centres[k, d] = point[d];
        }
    }

    private static KMeans Lloyd(Points data, Points centres, int iterations)
    {
        var (clusters, squares) = Assign(data, centres);
        for (var done = 1; done <= iterations; done++)
        {
            centres = Moved(data, centres, clusters, squares);
            var (next, nextSquares) = Assign(data, centres);
            var settled = next.AsSpan().SequenceEqual(clusters);
            (clusters, squares) = (next, nextSquares);
            if (settled)
            {
                return new KMeans(centres, clusters, squares.Sum(), done, true);
            }
        }

        return new KMeans(centres, clusters, squares.Sum(), iterations, false);
    }

    private static (int[] Clusters, double[] Squares) Assign(Points data, Points centres)
    {
        var (clusters, squares) = (new int[data.Count], new double[data.Count]);
        Parallel.For(0, data.Count, i =>
        {
            squares[i] = double.PositiveInfinity;
            for (var k = 0; k < centres.Count; k++)
            {
                var square = Points.SquaredDistance(data[i], centres[k]);
                if (square < squares[i])
                {
                    (clusters[i], squares[i]) = (k, square);
                }
            }
        });
        return (clusters, squares);
    }

    /// <summary>The means of the clusters. An empty one goes to the point that is farthest from its centre, the next to the next.</summary>
    private static Points Moved(Points data, Points centres, int[] clusters, double[] squares)
    {
        var (sums, counts) = (new double[centres.Count, data.Width], new int[centres.Count]);
        for (var i = 0; i < data.Count; i++)
        {
            counts[clusters[i]]++;
            for (var d = 0; d < data.Width; d++)
            {
                sums[clusters[i], d] += data[i][d];
            }
        }

        var free = new Queue<int>(counts.Contains(0) ? Enumerable.Range(0, data.Count).OrderByDescending(i => squares[i]) : []);
        for (var k = 0; k < counts.Length; k++)
        {
            for (var d = 0; d < data.Width; d++)
            {
                sums[k, d] /= Math.Max(1, counts[k]);
            }

            if (counts[k] == 0)
            {
                Put(sums, k, free.TryDequeue(out var farthest) && squares[farthest] > 0 ? data[farthest] : centres[k]);
            }
        }

        return sums;
    }
}
