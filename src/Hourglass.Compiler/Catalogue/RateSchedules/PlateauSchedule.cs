using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.RateSchedules;

/// <summary>The schedule <c>plateau</c>.</summary>
internal sealed class PlateauSchedule : RateScheduleEntry
{
    public override string Name => "plateau";
    public override string Summary =>
        "Each time that the total on the examples set aside has not fallen for so many epochs, the rate is multiplied by a factor.";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("patience", ParameterKind.Size, "5"),
        new Parameter("factor", ParameterKind.Share, "0.1"),
        Warmup);

    public override Formula Factor(Formula gone, BoundArguments arguments) => 1;
    public override bool Watches => true;
    public override double Begins(BoundArguments arguments) => WarmupOf(arguments) + arguments.Number("patience");
}
