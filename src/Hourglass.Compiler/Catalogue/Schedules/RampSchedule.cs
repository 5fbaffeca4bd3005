using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Schedules;

/// <summary>The weight <c>ramp</c>.</summary>
internal sealed class RampSchedule : WeightScheduleEntry
{
    public override string Name => "ramp";
    public override string Summary => "Moves in a straight line over so many epochs, step by step, and stays there.";
    public override string Source => "Bowman et al. (2016), section 3.1";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("from", ParameterKind.Number),
        new Parameter("to", ParameterKind.Number),
        new Parameter("epochs", ParameterKind.Positive, NamedOnly: true));

    public override Formula Weight(Formula epoch, BoundArguments arguments)
    {
        var (from, to) = (arguments.Number("from"), arguments.Number("to"));
        return from + ((to - from) * Formula.Clamp(epoch / arguments.Number("epochs"), 0, 1));
    }

    public override double? EndsAfter(BoundArguments arguments) => arguments.Number("epochs");
    public override bool IsZero(BoundArguments arguments) => arguments.Number("from") == 0 && arguments.Number("to") == 0;
}
