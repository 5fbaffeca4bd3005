using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>average</c>.</summary>
internal sealed class AverageSetting : SettingEntry
{
    public override string Name => "average";
    public override string Summary =>
        "How much of the running average of the parameters stays in each step (Polyak and Juditsky, 1992); that average is what is "
        + "evaluated and kept. In early steps it forgets faster, by (1 + t) / (10 + t) after t of them.";
    public override string Default => "none";
    public override string Expectation => "a number above 0 and below 1";
    internal override string Advice => "write `average: 0.999`";

    internal override void Bind(SettingBinding at)
    {
        if (at.Number(ParameterKind.Share) is { } kept)
        {
            at.Phase = at.Phase with { Average = kept };
        }
    }
}
