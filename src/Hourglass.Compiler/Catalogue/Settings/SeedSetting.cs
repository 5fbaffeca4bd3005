using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>seed</c>.</summary>
internal sealed class SeedSetting : SettingEntry
{
    public override string Name => "seed";
    public override string Summary => "Of the initial weights, the shuffles and every draw.";
    public override string Default => "0";
    public override string Expectation => "a whole number, 0 or more";
    public override bool IsOfWhole => true;
    internal override string Advice => "write `seed: 0`";

    internal override void Bind(SettingBinding at)
    {
        if (at.Whole(least: 0) is { } number)
        {
            at.Training = at.Training with { Seed = number };
        }
    }
}
