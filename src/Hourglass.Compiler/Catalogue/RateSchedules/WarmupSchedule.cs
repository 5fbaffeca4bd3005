using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.RateSchedules;

/// <summary>The schedule <c>warmup</c>.</summary>
internal sealed class WarmupSchedule : RateScheduleEntry
{
    public override string Name => "warmup";
    public override string Summary =>
        "The rate rises in a straight line over so many epochs, and stays. The other schedules take `warmup: n` and begin behind it.";
    public override string Source => "Goyal et al. (2017), section 2.2";

    public override Signature Signature { get; } = Signature.Of(new Parameter("epochs", ParameterKind.Positive));

    public override Formula Factor(Formula gone, BoundArguments arguments) => 1;
    public override double WarmupOf(BoundArguments arguments) => arguments.Number("epochs");
}
