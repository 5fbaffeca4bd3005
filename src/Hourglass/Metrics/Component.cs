using static TorchSharp.torch;

namespace Hourglass.Metrics;

/// <summary>A normal distribution by the axes of its covariance, on tensors of double precision that a scope disposes of.</summary>
/// <param name="Mean"><c>[d]</c>.</param>
/// <param name="Axes">Its directions, in columns, <c>[d, d]</c>; null for those of the columns.</param>
/// <param name="Variances">The variance along each, <c>[d]</c>.</param>
internal sealed record Component(Tensor Mean, Tensor? Axes, Tensor Variances)
{
    /// <summary>
    /// The most likely one for weighted points of those with a variance of <paramref name="least"/> or more in every direction: with axes
    /// as they come, each variance below is raised to it.
    /// </summary>
    public static Component Of(Tensor data, Tensor weights, CovarianceKind kind, double least)
    {
        using var scope = NewDisposeScope();
        var shares = (weights / weights.sum()).unsqueeze(1);
        var mean = (shares * data).sum(0L);
        var centred = data - mean;
        if (kind != CovarianceKind.Full)
        {
            var variances = (shares * centred.square()).sum(0L);
            var fitting = kind == CovarianceKind.Diagonal ? variances : variances.mean([0L], keepdim: true).expand_as(variances);
            return new Component(mean, null, fitting.clamp_min(least)).MoveToOuterScope();
        }

        var (values, vectors) = linalg.eigh(centred.t().matmul(shares * centred));
        return new Component(mean, vectors, values.clamp_min(least)).MoveToOuterScope();
    }

    /// <summary>log p of each point, <c>[N]</c>, in nats.</summary>
    public Tensor LogDensity(Tensor data)
    {
        using var scope = NewDisposeScope();
        var centred = data - Mean;
        var along = Axes is null ? centred : centred.matmul(Axes);
        var log = -0.5 * ((along.square() / Variances).sum(1) + (Variances * (2 * Math.PI)).log().sum());
        return log.MoveToOuterDisposeScope();
    }

    /// <summary>Points for standard normal numbers <c>[N, d]</c>.</summary>
    public Tensor Place(Tensor draws)
    {
        var along = draws * Variances.sqrt();
        return Mean + (Axes is null ? along : along.matmul(Axes.t()));
    }

    /// <summary>Hands its tensors to the scope outside of this one.</summary>
    public Component MoveToOuterScope()
    {
        Mean.MoveToOuterDisposeScope();
        Axes?.MoveToOuterDisposeScope();
        Variances.MoveToOuterDisposeScope();
        return this;
    }

    /// <summary><c>[d, d]</c>.</summary>
    public Tensor Covariance() => Axes is null ? Variances.diag() : (Axes * Variances).matmul(Axes.t());
}
