namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>epochs</c>.</summary>
public sealed class EpochsSetting : SettingEntry
{
    /// <inheritdoc/>
    public override string Name => "epochs";

    /// <inheritdoc/>
    public override string Summary => "Passes over the data.";

    /// <inheritdoc/>
    public override SettingKind Kind => SettingKind.Size;

    /// <inheritdoc/>
    public override string Default => "10";
}
