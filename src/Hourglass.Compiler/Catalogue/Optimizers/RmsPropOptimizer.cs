using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Optimizers;

/// <summary>The optimizer <c>rmsprop</c>, as PyTorch computes it: the square root first, then epsilon.</summary>
internal sealed class RmsPropOptimizer : OptimizerEntry
{
    public override string Name => "rmsprop";
    public override string Summary => "Steps scaled by a running mean of the squared gradient.";
    public override string Source => "Tieleman and Hinton (2012)";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("rate", ParameterKind.Positive, "0.01"),
        new Parameter("alpha", ParameterKind.Fraction, "0.99", NamedOnly: true),
        new Parameter("epsilon", ParameterKind.Positive, "1e-8", NamedOnly: true),
        new Parameter("momentum", ParameterKind.Fraction, "0", NamedOnly: true));

    public override IReadOnlyList<string> Slots(BoundArguments arguments) =>
        arguments.Number("momentum") > 0 ? ["square_avg", "momentum_buffer", StepSlot] : ["square_avg", StepSlot];

    internal override int TemporaryTensors => 1;

    public override (string Class, IReadOnlyList<(string Name, string Value)> Arguments) InPyTorch(BoundArguments arguments) => ("RMSprop",
    [
        ("lr", Number(arguments, "rate")),
        ("alpha", Number(arguments, "alpha")),
        ("eps", Number(arguments, "epsilon")),
        ("momentum", Number(arguments, "momentum")),
    ]);

    private protected override IEnumerable<string> Update(BoundArguments arguments) =>
    [
        "for count in step:",
        "    count.add_(1)",
        $"torch._foreach_mul_(square_avg, {Number(arguments, "alpha")})",
        $"torch._foreach_addcmul_(square_avg, gradients, gradients, 1.0 - {Number(arguments, "alpha")})",
        "root = torch._foreach_sqrt(square_avg)",
        $"torch._foreach_add_(root, {Number(arguments, "epsilon")})",
        .. arguments.Number("momentum") > 0
            ? new[]
            {
                $"torch._foreach_mul_(momentum_buffer, {Number(arguments, "momentum")})",
                "torch._foreach_addcdiv_(momentum_buffer, gradients, root, 1.0)",
                "torch._foreach_add_(parameters, momentum_buffer, alpha=-learning_rate)",
            }
            : ["torch._foreach_addcdiv_(parameters, gradients, root, -learning_rate)"],
    ];
}
