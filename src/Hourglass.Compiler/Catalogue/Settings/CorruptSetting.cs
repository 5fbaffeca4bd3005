using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>corrupt</c>.</summary>
internal sealed class CorruptSetting : SettingEntry
{
    public override string Name => "corrupt";

    public override string Summary =>
        "Corrupts what the encoder reads of the data while the phase trains; the clean data stay the target. Behind `method: greedy`, "
        + "the input of the layer, with one noise for all layers or one for each.";

    public override string Source => "Vincent et al. (2010)";
    public override string Default => "nothing";
    public override string Expectation => "a corruption such as `mask(0.3)`, or a list of them";
    internal override string Advice => "write `corrupt: mask(0.3)`, or for three layers `corrupt: [mask(0.1), mask(0.2), mask(0.3)]`";

    internal override void Bind(SettingBinding at)
    {
        if (at.Noises() is { } noises)
        {
            at.Phase = at.Phase with { Corrupt = noises };
        }
    }
}
