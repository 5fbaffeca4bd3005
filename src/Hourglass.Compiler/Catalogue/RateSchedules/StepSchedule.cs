using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.RateSchedules;

/// <summary>The schedule <c>step</c>.</summary>
internal sealed class StepSchedule : RateScheduleEntry
{
    public override string Name => "step";
    public override string Summary => "Each so many epochs the rate is multiplied by a factor.";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("every", ParameterKind.Positive),
        new Parameter("factor", ParameterKind.Share, "0.1"),
        Warmup);

    public override Formula Factor(Formula gone, BoundArguments arguments) =>
        Formula.Power(arguments.Number("factor"), Formula.Floor(gone / arguments.Number("every")));

    public override double Begins(BoundArguments arguments) => WarmupOf(arguments) + arguments.Number("every");
}
