using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.RateSchedules;

/// <summary>The schedule <c>exponential</c>.</summary>
internal sealed class ExponentialSchedule : RateScheduleEntry
{
    public override string Name => "exponential";
    public override string Summary => "The rate is multiplied by a factor over each epoch, step by step.";

    public override Signature Signature { get; } = Signature.Of(new Parameter("factor", ParameterKind.Share), Warmup);

    public override Formula Factor(Formula gone, BoundArguments arguments) => Formula.Power(arguments.Number("factor"), gone);
}
