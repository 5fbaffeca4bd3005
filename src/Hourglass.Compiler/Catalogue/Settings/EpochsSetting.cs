using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>epochs</c>.</summary>
internal sealed class EpochsSetting : SettingEntry
{
    public override string Name => "epochs";
    public override string Summary => "Passes over the data.";
    public override string Default => "10";
    public override string Expectation => "a whole number, 1 or more";
    internal override string Advice => "write `epochs: 10`";

    internal override void Bind(SettingBinding at)
    {
        if (at.Whole(least: 1) is { } number)
        {
            at.Phase = at.Phase with { Epochs = number };
        }
    }
}
