namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>batch</c>.</summary>
public sealed class BatchSetting : SettingEntry
{
    /// <inheritdoc/>
    public override string Name => "batch";

    /// <inheritdoc/>
    public override string Summary => "Examples per step.";

    /// <inheritdoc/>
    public override SettingKind Kind => SettingKind.Size;

    /// <inheritdoc/>
    public override string Default => "128";
}
