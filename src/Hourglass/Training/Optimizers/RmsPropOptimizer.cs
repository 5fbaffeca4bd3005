using TorchSharp;

namespace Hourglass.Training.Optimizers;

/// <summary>Tieleman and Hinton (2012), as PyTorch computes it: the square root first, then epsilon.</summary>
internal sealed class RmsPropOptimizer(RmsPropPlan plan, FlatParameters parameters, double? clipNorm)
    : ScriptedOptimizer(parameters, clipNorm, plan.Momentum > 0 ? ["square_avg", "momentum_buffer", "step"] : ["square_avg", "step"])
{
    /// <inheritdoc/>
    protected override string Function => plan.Momentum > 0 ? "rmsprop_momentum" : "rmsprop";

    /// <inheritdoc/>
    protected override Scalar[] Settings { get; } = plan.Momentum > 0 ? [plan.Alpha, plan.Epsilon, plan.Momentum] : [plan.Alpha, plan.Epsilon];
}
