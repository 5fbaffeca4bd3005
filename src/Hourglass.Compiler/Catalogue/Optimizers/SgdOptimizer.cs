using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Optimizers;

/// <summary>The optimizer <c>sgd</c>.</summary>
internal sealed class SgdOptimizer : OptimizerEntry
{
    public override string Name => "sgd";
    public override string Summary => "Gradient descent, with classical momentum.";
    public override string Source => "Polyak (1964)";

    public override Signature Signature => Signature.Of(
        new Parameter("rate", ParameterKind.Positive),
        new Parameter("momentum", ParameterKind.Fraction, "0"));

    public override string PlanType => "SgdPlan";
    public override int Slots(BoundArguments arguments) => arguments.Number("momentum") > 0 ? 1 : 0;

    public override IEnumerable<string> Script(BoundArguments arguments) =>
        arguments.Number("momentum") > 0
            ? [$"torch._fused_sgd_(flat, flat_gradient, slot0, weight_decay=0.0, momentum={Number(arguments, "momentum")}, lr=learning_rate, dampening=0.0, nesterov=False, maximize=False, is_first_step=False)"]
            :
            [
                "none: List[Tensor] = []",
                "torch._fused_sgd_(flat, flat_gradient, none, weight_decay=0.0, momentum=0.0, lr=learning_rate, dampening=0.0, nesterov=False, maximize=False, is_first_step=False)",
            ];
}
