using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Optimizers;

/// <summary>The optimizer <c>adagrad</c>.</summary>
internal sealed class AdagradOptimizer : OptimizerEntry
{
    public override string Name => "adagrad";
    public override string Summary => "Steps scaled by the root of all past squared gradients: rare features move further.";
    public override string Source => "Duchi, Hazan and Singer (2011), figure 1, diagonal";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("rate", ParameterKind.Positive, "0.01"),
        new Parameter("epsilon", ParameterKind.Positive, "1e-10", NamedOnly: true));

    internal override int TemporaryTensors => 1;

    public override IReadOnlyList<string> Slots(BoundArguments arguments) => ["sum", StepSlot];

    public override (string Class, IReadOnlyList<(string Name, string Value)> Arguments) InPyTorch(BoundArguments arguments) =>
        ("Adagrad", [("lr", Number(arguments, "rate")), ("eps", Number(arguments, "epsilon"))]);

    private protected override IEnumerable<string> Update(BoundArguments arguments) =>
    [
        "for i in range(len(parameters)):",
        "    step[i].add_(1)",
        "    sum[i].addcmul_(gradients[i], gradients[i])",
        $"    root = sum[i].sqrt().add_({Number(arguments, "epsilon")})",
        "    parameters[i].addcdiv_(gradients[i], root, value=-learning_rate)",
    ];
}
