using Hourglass.Metrics;
using static TorchSharp.torch;

namespace Hourglass.Interactions;

/// <summary>
/// Scores items by a truncated singular value decomposition of users × items, X ≈ U S Vᵀ: a user's row x gets the scores x V Vᵀ (PureSVD;
/// Cremonesi, Koren and Turrin, 2010, equation 6). V are the eigenvectors of XᵀX, by torch.linalg.eigh in double precision, so that the
/// memory is items × items and not users × items.
/// </summary>
public sealed class SingularScorer : IItemScorer, IDisposable
{
    private const int ElementsAtOnce = 1 << 24;

    /// <summary>All directions, the strongest first, <c>[items, items]</c>.</summary>
    private readonly Tensor _directions;
    private readonly bool _isOwner;

    private SingularScorer(Tensor directions, int rank, bool isOwner) => (_directions, Rank, _isOwner) = (directions, rank, isOwner);

    /// <summary>How many singular vectors are kept.</summary>
    public int Rank { get; }

    /// <summary>Decomposes the interactions of some users.</summary>
    /// <param name="train">The users.</param>
    /// <param name="rank">How many singular vectors to keep, at most as many as there are items.</param>
    /// <exception cref="DataException">There are not as many.</exception>
    public static SingularScorer Fit(InteractionSet train, int rank)
    {
        ArgumentNullException.ThrowIfNull(train);
        CheckRank(rank, train.Items.Count);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var items = train.Items.Count;
        var products = zeros(items, items, ScalarType.Float64);
        var perBlock = Math.Max(1, ElementsAtOnce / items);
        for (var first = 0L; first < train.Users.Count; first += perBlock)
        {
            using var inner = NewDisposeScope();
            var places = arange(first, Math.Min(first + perBlock, train.Users.Count), ScalarType.Int64);
            var rows = train.Rows.ToDense(places, ScalarType.Float32);

            // Sums of zeros and ones are exact in single precision.
            products.add_(rows.t().matmul(rows));
        }

        var (_, vectors) = linalg.eigh(products);
        return new SingularScorer(vectors.flip(1).to_type(ScalarType.Float32).DetachFromDisposeScope(), rank, isOwner: true);
    }

    /// <summary>The same decomposition with another number of singular vectors; it lives as long as this one.</summary>
    /// <param name="rank">How many to keep.</param>
    /// <exception cref="DataException">There are not as many.</exception>
    public SingularScorer WithRank(int rank)
    {
        CheckRank(rank, (int)_directions.shape[0]);
        return new SingularScorer(_directions, rank, isOwner: false);
    }

    /// <inheritdoc/>
    public Tensor Score(InteractionSet history)
    {
        ArgumentNullException.ThrowIfNull(history);
        history.CheckItems((int)_directions.shape[0]);
        using var scope = NewDisposeScope();
        var rows = history.Rows.ToDense(arange(history.Users.Count, ScalarType.Int64), ScalarType.Float32);
        var kept = _directions.narrow(1, 0, Rank);
        return rows.matmul(kept).matmul(kept.t()).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isOwner)
        {
            _directions.Dispose();
        }
    }

    private static void CheckRank(int rank, int items)
    {
        Given.AtLeast(1, rank);
        if (rank > items)
        {
            throw new DataException(FormattableString.Invariant($"rank is at most the number of items, {items}; got {rank}."));
        }
    }
}
