namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>seed</c>.</summary>
internal sealed class SeedSetting : SettingEntry
{
    public override string Name => "seed";
    public override string Summary => "Of the initial weights, the shuffles and every draw.";
    public override SettingKind Kind => SettingKind.Whole;
    public override string Default => "0";
}
