using TorchSharp;

namespace Hourglass.Training.Optimizers;

/// <summary>Kingma and Ba (2015), ATen's <c>_fused_adam_</c>.</summary>
internal sealed class AdamOptimizer(AdamPlan plan, FlatParameters parameters, double? clipNorm)
    : ScriptedOptimizer(parameters, clipNorm, "exp_avg", "exp_avg_sq", "step")
{
    /// <inheritdoc/>
    protected override string Function => "adam";

    /// <inheritdoc/>
    protected override Scalar[] Settings { get; } = [plan.Beta1, plan.Beta2, plan.Epsilon];
}

/// <summary>Loshchilov and Hutter (2019), ATen's <c>_fused_adamw_</c>.</summary>
internal sealed class AdamWOptimizer(AdamWPlan plan, FlatParameters parameters, double? clipNorm)
    : ScriptedOptimizer(parameters, clipNorm, "exp_avg", "exp_avg_sq", "step")
{
    /// <inheritdoc/>
    protected override string Function => "adamw";

    /// <inheritdoc/>
    protected override Scalar[] Settings { get; } = [plan.Beta1, plan.Beta2, plan.Epsilon, plan.WeightDecay];
}
