using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Optimizers;

/// <summary>The optimizer <c>adamw</c>.</summary>
internal sealed class AdamWOptimizer : OptimizerEntry
{
    public override string Name => "adamw";
    public override string Summary => "Adam with weight decay apart from the gradient.";
    public override string Source => "Loshchilov and Hutter (2019), algorithm 2";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("rate", ParameterKind.Positive, "0.001"),
        new Parameter("beta1", ParameterKind.Fraction, "0.9", NamedOnly: true),
        new Parameter("beta2", ParameterKind.Fraction, "0.999", NamedOnly: true),
        new Parameter("epsilon", ParameterKind.Positive, "1e-8", NamedOnly: true),
        new Parameter("decay", ParameterKind.Number, "0.01", NamedOnly: true));

    public override IReadOnlyList<string> Slots(BoundArguments arguments) => ["exp_avg", "exp_avg_sq", StepSlot];

    public override (string Class, IReadOnlyList<(string Name, string Value)> Arguments) InPyTorch(BoundArguments arguments) => ("AdamW",
    [
        ("lr", Number(arguments, "rate")),
        ("betas", Pair(arguments, "beta1", "beta2")),
        ("eps", Number(arguments, "epsilon")),
        ("weight_decay", Number(arguments, "decay")),
    ]);

    private protected override IEnumerable<string> Update(BoundArguments arguments) =>
    [
        "none: List[Tensor] = []",
        "for count in step:",
        "    count.add_(1)",
        "torch._fused_adamw_(parameters, gradients, exp_avg, exp_avg_sq, none, step, lr=learning_rate, "
            + $"beta1={Number(arguments, "beta1")}, beta2={Number(arguments, "beta2")}, weight_decay={Number(arguments, "decay")}, "
            + $"eps={Number(arguments, "epsilon")}, amsgrad=False, maximize=False)",
    ];
}
