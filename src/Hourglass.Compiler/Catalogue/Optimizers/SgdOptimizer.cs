using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Optimizers;

/// <summary>
/// The optimizer <c>sgd</c>. A buffer of zeros becomes the first gradient in the first step, which is what PyTorch starts from.
/// </summary>
internal sealed class SgdOptimizer : OptimizerEntry
{
    public override string Name => "sgd";
    public override string Summary => "Gradient descent, with classical momentum.";
    public override string Source => "Polyak (1964)";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("rate", ParameterKind.Positive),
        new Parameter("momentum", ParameterKind.Fraction, "0"));

    public override IReadOnlyList<string> Slots(BoundArguments arguments) => arguments.Number("momentum") > 0 ? ["momentum_buffer"] : [];

    public override (string Class, IReadOnlyList<(string Name, string Value)> Arguments) InPyTorch(BoundArguments arguments) =>
        ("SGD", [("lr", Number(arguments, "rate")), ("momentum", Number(arguments, "momentum"))]);

    private protected override IEnumerable<string> Update(BoundArguments arguments) =>
    [
        "none: List[Tensor] = []",
        $"torch._fused_sgd_(parameters, gradients, {(arguments.Number("momentum") > 0 ? "momentum_buffer" : "none")}, weight_decay=0.0, "
            + $"momentum={Number(arguments, "momentum")}, lr=learning_rate, dampening=0.0, nesterov=False, maximize=False, "
            + "is_first_step=False)",
    ];
}
