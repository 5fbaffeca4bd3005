using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Optimizers;

/// <summary>The optimizer <c>sgd</c>.</summary>
public sealed class SgdOptimizer : OptimizerEntry
{
    /// <inheritdoc/>
    public override string Name => "sgd";

    /// <inheritdoc/>
    public override string Summary => "Gradient descent, with classical momentum.";

    /// <inheritdoc/>
    public override string Source => "Polyak (1964)";

    /// <inheritdoc/>
    public override Signature Signature => Signature.Of(
        new Parameter("rate", ParameterKind.Positive),
        new Parameter("momentum", ParameterKind.Fraction, "0"));

    /// <inheritdoc/>
    public override string PlanType => "SgdPlan";

    /// <inheritdoc/>
    public override int Slots(BoundArguments arguments) => arguments.Number("momentum") > 0 ? 1 : 0;

    /// <inheritdoc/>
    public override IEnumerable<string> Script(BoundArguments arguments) =>
        arguments.Number("momentum") > 0
            ? [$"torch._fused_sgd_(flat, flat_gradient, slot0, weight_decay=0.0, momentum={Number(arguments, "momentum")}, lr=learning_rate, dampening=0.0, nesterov=False, maximize=False, is_first_step=False)"]
            :
            [
                "none: List[Tensor] = []",
                "torch._fused_sgd_(flat, flat_gradient, none, weight_decay=0.0, momentum=0.0, lr=learning_rate, dampening=0.0, nesterov=False, maximize=False, is_first_step=False)",
            ];
}
