using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Optimizers;

/// <summary>The optimizer <c>adam</c>.</summary>
internal sealed class AdamOptimizer : OptimizerEntry
{
    public override string Name => "adam";
    public override string Summary => "Steps scaled by running moments of the gradient.";
    public override string Source => "Kingma and Ba (2015), algorithm 1";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("rate", ParameterKind.Positive, "0.001"),
        new Parameter("beta1", ParameterKind.Fraction, "0.9", NamedOnly: true),
        new Parameter("beta2", ParameterKind.Fraction, "0.999", NamedOnly: true),
        new Parameter("epsilon", ParameterKind.Positive, "1e-8", NamedOnly: true));

    public override IReadOnlyList<string> Slots(BoundArguments arguments) => ["exp_avg", "exp_avg_sq", StepSlot];

    public override (string Class, IReadOnlyList<(string Name, string Value)> Arguments) InPyTorch(BoundArguments arguments) =>
        ("Adam", [("lr", Number(arguments, "rate")), ("betas", Pair(arguments, "beta1", "beta2")), ("eps", Number(arguments, "epsilon"))]);

    private protected override IEnumerable<string> Update(BoundArguments arguments) =>
    [
        "none: List[Tensor] = []",
        "for count in step:",
        "    count.add_(1)",
        "torch._fused_adam_(parameters, gradients, exp_avg, exp_avg_sq, none, step, lr=learning_rate, "
            + $"beta1={Number(arguments, "beta1")}, beta2={Number(arguments, "beta2")}, weight_decay=0.0, "
            + $"eps={Number(arguments, "epsilon")}, amsgrad=False, maximize=False)",
    ];
}
