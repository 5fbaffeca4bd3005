using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Schedules;

/// <summary>The weight <c>cycle</c>.</summary>
internal sealed class CycleSchedule : WeightScheduleEntry
{
    public override string Name => "cycle";
    public override string Summary =>
        "Begins anew every so many epochs: moves in a straight line for a share of them, then stays until the next cycle.";
    public override string Source => "Fu et al. (2019), equation 6";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("from", ParameterKind.Number),
        new Parameter("to", ParameterKind.Number),
        new Parameter("epochs", ParameterKind.Positive, NamedOnly: true),
        new Parameter("share", ParameterKind.Share, "0.5", NamedOnly: true));

    public override Formula Weight(Formula epoch, BoundArguments arguments)
    {
        var (from, to) = (arguments.Number("from"), arguments.Number("to"));
        var gone = Formula.Fraction(epoch / arguments.Number("epochs"));
        return from + ((to - from) * Formula.Clamp(gone / arguments.Number("share"), 0, 1));
    }

    public override double? EndsAfter(BoundArguments arguments) => null;
    public override bool IsZero(BoundArguments arguments) => arguments.Number("from") == 0 && arguments.Number("to") == 0;
}
