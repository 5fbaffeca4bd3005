using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.RateSchedules;

/// <summary>The schedule <c>cosine</c>.</summary>
internal sealed class CosineSchedule : RateScheduleEntry
{
    public override string Name => "cosine";
    public override string Summary =>
        "Falls from the full rate to zero along half a cosine.";
    public override string Source => "Loshchilov and Hutter (2017), equation 5, without restarts";

    public override Signature Signature { get; } = Signature.Of(Warmup);

    public override Formula Factor(Formula gone, BoundArguments arguments) => 0.5 * (1 + Formula.Cos(Formula.Pi * gone));
    public override bool IsOfShare => true;
}
