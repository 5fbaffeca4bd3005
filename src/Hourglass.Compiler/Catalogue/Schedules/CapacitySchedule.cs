using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Schedules;

/// <summary>The weight <c>capacity</c>.</summary>
internal sealed class CapacitySchedule : WeightScheduleEntry
{
    public override string Name => "capacity";

    public override string Summary =>
        "Holds a divergence at a capacity C, which moves in a straight line over so many epochs and stays there: of "
        + "`1000 * capacity(0, 25, epochs: 50) * kl(z)`, 1000 |kl - C| is minimized. What is reported is the divergence.";

    public override string Source => "Burgess et al. (2018), equation 8";
    public override bool IsCapacity => true;

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("from", ParameterKind.Number),
        new Parameter("to", ParameterKind.Number),
        new Parameter("epochs", ParameterKind.Positive, NamedOnly: true));

    public override Formula Weight(Formula epoch, BoundArguments arguments) => Vocabulary.WeightSchedules["ramp"].Weight(epoch, arguments);
    public override double? EndsAfter(BoundArguments arguments) => arguments.Number("epochs");

    /// <summary>A capacity of 0 is the plain divergence.</summary>
    public override bool IsZero(BoundArguments arguments) => false;
}
