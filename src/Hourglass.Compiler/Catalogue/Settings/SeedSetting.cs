namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>seed</c>.</summary>
public sealed class SeedSetting : SettingEntry
{
    /// <inheritdoc/>
    public override string Name => "seed";

    /// <inheritdoc/>
    public override string Summary => "Of the initial weights, the shuffles and every draw.";

    /// <inheritdoc/>
    public override SettingKind Kind => SettingKind.Whole;

    /// <inheritdoc/>
    public override string Default => "0";
}
