namespace Hourglass.Evaluation;

/// <summary>
/// What the mean divergence of a code's posterior from its prior consists of (Hoffman and Johnson, 2016, equation 8; Chen et al., 2018,
/// equation 2). With q(z), the mean of q(z | x) over the split's N examples, mean KL(q(z | x) ‖ p(z)) = mutual information + KL(q(z) ‖
/// p(z)), and where prior and posterior have densities of single elements, KL(q(z) ‖ p(z)) = total correlation + dimension-wise divergence.
/// All parts are estimated from the same draws, so that these hold of the estimates too; q(z) is the sum over all examples, not a
/// minibatch's estimate.
/// </summary>
/// <param name="Code">The code.</param>
/// <param name="Divergence">Mean KL(q(z | x) ‖ p(z)), in nats; null without a prior that stands by itself.</param>
/// <param name="MutualInformation">Of code and index of the example, E[log q(z | x) − log q(z)], from 0 to log N, in nats.</param>
/// <param name="AggregateDivergence">KL(q(z) ‖ p(z)), in nats; null without a prior that stands by itself.</param>
/// <param name="TotalCorrelation">KL(q(z) ‖ Π q(zⱼ)), in nats; null where single elements have no density.</param>
/// <param name="DimensionWise">Σ KL(q(zⱼ) ‖ p(zⱼ)), in nats; null where single elements have no density or the prior's depend on each
/// other.</param>
/// <param name="Examples">N.</param>
public sealed record DivergenceSplit(
    string Code,
    Estimate? Divergence,
    Estimate MutualInformation,
    Estimate? AggregateDivergence,
    Estimate? TotalCorrelation,
    Estimate? DimensionWise,
    int Examples)
{
    /// <summary>Estimates the parts.</summary>
    /// <param name="pass">The model and the data.</param>
    /// <param name="code">The code's name; by default the first that has a posterior.</param>
    /// <param name="draws">How many draws of z, 2 or more, from as many examples as there are. Each is compared with the posteriors of all
    /// N examples: that takes draws · N densities.</param>
    /// <returns>Null where no code is a random vector whose posterior depends on the data alone.</returns>
    /// <exception cref="DataException">The split has no examples, there are too few draws, or no code has the name.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static DivergenceSplit? Of(SplitPass pass, string? code = null, int draws = 2000)
    {
        ArgumentNullException.ThrowIfNull(pass);
        Metrics.Given.AtLeast(2, draws);
        using var drawn = PosteriorDraws.Of(pass, code, draws);
        return drawn?.Split(pass);
    }

    /// <summary>From the log-densities of each draw.</summary>
    /// <param name="code">The code.</param>
    /// <param name="examples">N.</param>
    /// <param name="own">log q(z | x) of the draw's own example.</param>
    /// <param name="aggregate">log q(z).</param>
    /// <param name="prior">log p(z), or null.</param>
    /// <param name="product">Σ log q(zⱼ), or null.</param>
    /// <param name="factorised">Whether log p(z) is Σ log p(zⱼ).</param>
    internal static DivergenceSplit From(
        string code,
        int examples,
        double[] own,
        double[] aggregate,
        double[]? prior,
        double[]? product,
        bool factorised) => new(
        code,
        Difference(own, prior),
        Difference(own, aggregate)!,
        Difference(aggregate, prior),
        Difference(aggregate, product),
        factorised ? Difference(product, prior) : null,
        examples);

    private static Estimate? Difference(double[]? first, double[]? second) => first is null || second is null
        ? null
        : Estimate.Of([.. first.Zip(second, (a, b) => a - b)]);
}
