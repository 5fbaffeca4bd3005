using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>
/// A distribution over vectors whose draws go through bijections (Rezende and Mohamed, 2015, equations 5 to 7). The bijections are a
/// model's layers: what they have learned since, the flow has too.
/// </summary>
/// <typeparam name="TBase">The type of the distribution before the bijections.</typeparam>
/// <param name="distribution">The distribution before the bijections.</param>
/// <param name="bijections">The bijections, the first nearest to the distribution.</param>
public sealed class Flow<TBase>(TBase distribution, params ReadOnlySpan<Bijection> bijections) : IDistribution
    where TBase : IDistribution
{
    /// <summary>The distribution before the bijections.</summary>
    public TBase Base { get; } = distribution;

    /// <summary>The bijections, the first nearest to the distribution.</summary>
    public IReadOnlyList<Bijection> Bijections { get; } = [.. bijections];

    /// <summary>
    /// What becomes of the mean of <see cref="Base"/>, <c>[N, d]</c>: it takes a draw's place outside of training. The mean of the draws is
    /// another, which has no closed form.
    /// </summary>
    public Tensor Mean => Through(Base.Mean);

    /// <summary>A draw, <c>[N, d]</c>, reparameterised where <see cref="Base"/> is.</summary>
    public Tensor Sample() => Through(Base.Sample());

    /// <inheritdoc cref="IDistribution.Interval"/>
    public (Tensor Lower, Tensor Upper) Interval(double level) => Intervals.OfDraws(this, level);

    /// <summary>
    /// The log-density of <paramref name="x"/> <c>[N, d]</c>, <c>[N]</c>, in nats: that of what becomes <paramref name="x"/>, less the
    /// logarithm of the Jacobian's determinant there.
    /// </summary>
    /// <exception cref="DataException"><paramref name="x"/> is of another shape or type, or elsewhere.</exception>
    public Tensor LogProb(Tensor x)
    {
        Numerics.Argument.CheckLike(x, nameof(x), Base.Mean);
        using var scope = NewDisposeScope();
        var logDet = zeros_like(x.select(1, 0));
        foreach (var bijection in Bijections.Reverse())
        {
            (x, var own) = bijection.Inverse(x);
            logDet += own.squeeze(1);
        }

        return (Base.LogProb(x) - logDet).MoveToOuterDisposeScope();
    }

    private Tensor Through(Tensor z)
    {
        using var scope = NewDisposeScope();
        foreach (var bijection in Bijections)
        {
            (z, _) = bijection.Forward(z);
        }

        return z.MoveToOuterDisposeScope();
    }
}
