using Hourglass.Datasets;
using Hourglass.Training;

namespace Hourglass.Evaluation;

/// <summary>The examples by whose scores a threshold is set.</summary>
public static class HeldOutExamples
{
    /// <summary>As many as give a quantile that is good enough.</summary>
    private const int Most = 5000;

    /// <summary>
    /// The training examples that <c>validate</c> set aside, by the same seed; where it set none aside, up to 5000 of those that trained,
    /// drawn by the seed: their scores are lower than those of new examples.
    /// </summary>
    /// <param name="train">A walk over the training split, whose seed is the training's.</param>
    /// <returns>A walk over them, and whether they did not train.</returns>
    /// <exception cref="ArgumentException">The walk is over another split.</exception>
    public static (SplitPass Pass, bool IsHeldOut) Of(SplitPass train)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (train.Split != DataSplit.Train)
        {
            throw new ArgumentException("Examples are set aside from the training split.", nameof(train));
        }

        var aside = TrainingSplit.Of(train.Data.TrainCount, train.Model.Description.Plan.Validate, train.Seed).Validation;
        return aside.Count > 0
            ? (train.At(aside), true)
            : (train.At([.. Seeds.Permutation(train.Data.TrainCount, train.Seed, -6).Take(Most).Order()]), false);
    }
}
