using Hourglass.Metrics;
using static TorchSharp.torch;

namespace Hourglass.Interactions;

/// <summary>Scores every item by the number of users who have it, for everybody alike: the least that a recommender must beat.</summary>
/// <param name="train">The users who are counted.</param>
public sealed class PopularityScorer(InteractionSet train) : IItemScorer
{
    private readonly int[] _users = train.Rows.PerColumn();

    /// <inheritdoc/>
    public Tensor Score(InteractionSet history)
    {
        ArgumentNullException.ThrowIfNull(history);
        history.CheckItems(_users.Length);
        using var scores = tensor(_users, ScalarType.Float32);
        return scores.repeat(history.Users.Count, 1);
    }
}
