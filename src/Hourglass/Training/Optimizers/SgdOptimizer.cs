using TorchSharp;

namespace Hourglass.Training.Optimizers;

/// <summary>
/// Stochastic gradient descent with classical momentum, ATen's <c>_fused_sgd_</c>. A buffer of zeros becomes the first gradient in the first step,
/// which is what PyTorch starts from.
/// </summary>
internal sealed class SgdOptimizer(SgdPlan plan, FlatParameters parameters, double? clipNorm)
    : ScriptedOptimizer(parameters, clipNorm, plan.Momentum > 0 ? ["momentum_buffer"] : [])
{
    /// <inheritdoc/>
    protected override string Function => plan.Momentum > 0 ? "sgd_momentum" : "sgd";

    /// <inheritdoc/>
    protected override Scalar[] Settings { get; } = plan.Momentum > 0 ? [plan.Momentum] : [];
}
