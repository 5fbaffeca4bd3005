using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Optimizers;

/// <summary>
/// The optimizer <c>adamax</c>, with epsilon where PyTorch puts it: added to the new gradient's size before the maximum is taken.
/// </summary>
internal sealed class AdaMaxOptimizer : OptimizerEntry
{
    public override string Name => "adamax";
    public override string Summary => "Adam with the largest size of the past gradients, which fades, in place of their mean square.";
    public override string Source => "Kingma and Ba (2015), algorithm 2";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("rate", ParameterKind.Positive, "0.002"),
        new Parameter("beta1", ParameterKind.Fraction, "0.9", NamedOnly: true),
        new Parameter("beta2", ParameterKind.Fraction, "0.999", NamedOnly: true),
        new Parameter("epsilon", ParameterKind.Positive, "1e-8", NamedOnly: true));

    internal override int TemporaryTensors => 1;

    public override IReadOnlyList<string> Slots(BoundArguments arguments) => ["exp_avg", "exp_inf", StepSlot];

    public override (string Class, IReadOnlyList<(string Name, string Value)> Arguments) InPyTorch(BoundArguments arguments) =>
    (
        "Adamax",
        [("lr", Number(arguments, "rate")), ("betas", Pair(arguments, "beta1", "beta2")), ("eps", Number(arguments, "epsilon"))]
    );

    private protected override IEnumerable<string> Update(BoundArguments arguments) =>
    [
        "for i in range(len(parameters)):",
        "    step[i].add_(1)",
        $"    exp_avg[i].mul_({Number(arguments, "beta1")}).add_(gradients[i], alpha=1.0 - {Number(arguments, "beta1")})",
        $"    size = gradients[i].abs().add_({Number(arguments, "epsilon")})",
        $"    torch.maximum(exp_inf[i].mul_({Number(arguments, "beta2")}), size, out=exp_inf[i])",
        $"    rate = learning_rate / (1.0 - {Number(arguments, "beta1")} ** float(step[i]))",
        "    parameters[i].addcdiv_(exp_avg[i], exp_inf[i], value=-rate)",
    ];
}
