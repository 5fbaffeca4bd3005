using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>labelled</c>.</summary>
internal sealed class LabelledSetting : SettingEntry
{
    public override string Name => "labelled";

    public override string Summary =>
        "The share of each batch that is drawn from the examples whose classes are given, over and over; the others fill the rest, and an "
        + "epoch has as many examples as without it.";

    public override string Source => "Kingma et al. (2014), section 4.4";
    public override string Default => "as they come";
    public override string Expectation => "a number above 0 and below 1";
    internal override string Advice => "write `labelled: 0.5`";

    internal override void Bind(SettingBinding at)
    {
        if (at.Number(ParameterKind.Share) is { } share)
        {
            at.Phase = at.Phase with { Labelled = share };
        }
    }
}
