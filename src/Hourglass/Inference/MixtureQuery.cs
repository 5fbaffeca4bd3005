using static TorchSharp.torch;

namespace Hourglass.Inference;

/// <summary>What a posterior says of points, chunk by chunk.</summary>
/// <param name="factors">The posterior.</param>
/// <param name="precisions">The kind of covariance.</param>
internal sealed class MixtureQuery(MixtureFactors factors, Precisions precisions)
{
    /// <summary>The responsibilities, <c>[N, K]</c> (10.49).</summary>
    /// <param name="data"><c>[N, d]</c>.</param>
    public Tensor Responsibilities(Tensor data)
    {
        var joint = ExpectedLogJoint.Of(factors, precisions);
        return cat(Each(data, centred => joint.At(centred).softmax(0).t()), 0);
    }

    /// <summary>The predictive density's logarithm, <c>[N]</c>, in nats (10.81).</summary>
    /// <param name="data"><c>[N, d]</c>.</param>
    public Tensor LogDensity(Tensor data)
    {
        var weights = (factors.Concentration / factors.Concentration.sum()).log().unsqueeze(1);
        return cat(Each(data, centred => (weights + precisions.LogStudent(centred, factors)).logsumexp(0)), 0);
    }

    private List<Tensor> Each(Tensor data, Func<Tensor, Tensor> of) =>
        [.. MixtureStatistics.Chunks(data, factors.Mean).Select(chunk => of(chunk.Centred).MoveToOuterDisposeScope())];
}
