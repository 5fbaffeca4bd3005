using static TorchSharp.torch;

namespace Hourglass.Interactions;

/// <summary>Scores all items for users of whom some items are known.</summary>
public interface IItemScorer
{
    /// <summary>The scores of some users, higher ones for items that fit them better.</summary>
    /// <param name="history">What is known of users.</param>
    /// <returns><c>[users, items]</c>, of the caller.</returns>
    /// <exception cref="DataException">The items are others than those that the scorer knows.</exception>
    Tensor Score(InteractionSet history);
}
