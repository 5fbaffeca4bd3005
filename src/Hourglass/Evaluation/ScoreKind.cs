namespace Hourglass.Evaluation;

/// <summary>What makes an example unusual; every score is higher the more unusual it is.</summary>
public enum ScoreKind
{
    /// <summary>The sum of squared differences between the example and its reconstruction, in the data's unit squared.</summary>
    Reconstruction,

    /// <summary>The negative evidence lower bound, in nats.</summary>
    Bound,

    /// <summary>−log p(x) by importance sampling, in nats.</summary>
    Likelihood,

    /// <summary>The distance of the code to its k-th nearest among training codes (Ramaswamy et al., 2000).</summary>
    Neighbour,

    /// <summary>
    /// The sum of squared differences between the example and its reconstruction, both as the model reads them: behind
    /// <c>standardize</c> no column counts for more because of its unit.
    /// </summary>
    Prepared,

    /// <summary>The distance of the example, as the model reads it, to its k-th nearest among training examples.</summary>
    Input,
}
