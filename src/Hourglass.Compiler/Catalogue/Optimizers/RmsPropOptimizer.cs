using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Optimizers;

/// <summary>The optimizer <c>rmsprop</c>.</summary>
internal sealed class RmsPropOptimizer : OptimizerEntry
{
    public override string Name => "rmsprop";
    public override string Summary => "Steps scaled by a running mean of the squared gradient.";
    public override string Source => "Tieleman and Hinton (2012)";

    public override Signature Signature => Signature.Of(
        new Parameter("rate", ParameterKind.Positive, "0.01"),
        new Parameter("alpha", ParameterKind.Fraction, "0.99", NamedOnly: true),
        new Parameter("epsilon", ParameterKind.Positive, "1e-8", NamedOnly: true),
        new Parameter("momentum", ParameterKind.Fraction, "0", NamedOnly: true));

    public override string PlanType => "RmsPropPlan";
    public override int Slots(BoundArguments arguments) => arguments.Number("momentum") > 0 ? 2 : 1;
    internal override int PassingTensors => 1;

    public override IEnumerable<string> Script(BoundArguments arguments) =>
    [
        "square_average = slot0[0]",
        "for count in counts:",
        "    count.add_(1)",
        $"square_average.mul_({Number(arguments, "alpha")}).addcmul_(flat_gradient[0], flat_gradient[0], value=1.0 - {Number(arguments, "alpha")})",
        $"root = torch.sqrt(square_average).add_({Number(arguments, "epsilon")})",
        .. arguments.Number("momentum") > 0
            ? new[]
            {
                $"slot1[0].mul_({Number(arguments, "momentum")}).addcdiv_(flat_gradient[0], root)",
                "flat[0].add_(slot1[0], alpha=-learning_rate)",
            }
            : ["flat[0].addcdiv_(flat_gradient[0], root, value=-learning_rate)"],
    ];
}
