using System.Globalization;
using Hourglass.Interactions;
using TorchSharp;
using static TorchSharp.torch;

namespace Recommender;

/// <summary>Scores items by the chances that drew them: what no recommender can beat, but by luck.</summary>
/// <param name="tastes">What drew them.</param>
internal sealed class TrueChances(SyntheticTastes tastes) : IItemScorer
{
    /// <inheritdoc/>
    public Tensor Score(InteractionSet history) =>
        tensor([.. history.Users.SelectMany(user => tastes.ChancesOf(int.Parse(user.AsSpan(1), CultureInfo.InvariantCulture)))])
            .reshape(history.Users.Count, history.Items.Count);
}
