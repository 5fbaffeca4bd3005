using static TorchSharp.torch;

namespace Hourglass.Inference;

/// <summary>
/// log ρ = E[log p(x, z)] of each component (Bishop, 2006, 10.46, with the expectations 10.64 to 10.66). Its softmax over the components
/// are the responsibilities (10.49).
/// </summary>
internal sealed class ExpectedLogJoint
{
    private readonly Precisions _precisions;
    private readonly Tensor _whiteners;
    private readonly Tensor _constants;
    private readonly Tensor _slopes;

    private ExpectedLogJoint(Precisions precisions, Tensor whiteners, Tensor constants, Tensor slopes) =>
        (_precisions, _whiteners, _constants, _slopes) = (precisions, whiteners, constants, slopes);

    /// <summary>That of given factors.</summary>
    /// <param name="factors">The factors.</param>
    /// <param name="precisions">The kind of covariance.</param>
    /// <exception cref="TrainingException">A scale matrix is singular.</exception>
    public static ExpectedLogJoint Of(MixtureFactors factors, Precisions precisions)
    {
        var whiteners = precisions.Whiten(factors.InverseScale);
        var determinants = precisions.Shared * precisions.ExpectedLogDeterminant(factors.DegreesOfFreedom, whiteners);
        var spread = precisions.Width * (factors.MeanPrecision.reciprocal() + Math.Log(2 * Math.PI));
        var constants = factors.ExpectedLogWeights() + ((determinants - spread) / 2);
        return new ExpectedLogJoint(precisions, whiteners, constants.unsqueeze(1), factors.DegreesOfFreedom.unsqueeze(1) / -2);
    }

    /// <summary>What it has besides the square, <c>[K]</c> in nats.</summary>
    public Tensor Constants => _constants.squeeze(1);

    /// <summary>U with the expected precision UᵀU = ν W: <c>[K, d, d]</c>, or of precisions without correlations <c>[K, d]</c> or
    /// <c>[K, 1]</c>.</summary>
    public Tensor Whitener()
    {
        var roots = (_slopes * -2).sqrt();
        return _whiteners * (_whiteners.dim() == 3 ? roots.unsqueeze(2) : roots);
    }

    /// <summary>That of points.</summary>
    /// <param name="centred">x − m, <c>[K, n, d]</c>.</param>
    /// <returns><c>[K, n]</c>, in nats.</returns>
    public Tensor At(Tensor centred) => _constants + (_slopes * _precisions.Squares(centred, _whiteners));
}
