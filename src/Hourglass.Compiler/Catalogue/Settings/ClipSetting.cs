namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>clip</c>.</summary>
public sealed class ClipSetting : SettingEntry
{
    /// <inheritdoc/>
    public override string Name => "clip";

    /// <inheritdoc/>
    public override string Summary => "The largest norm of all gradients together; longer ones are scaled down (Pascanu et al., 2013).";

    /// <inheritdoc/>
    public override SettingKind Kind => SettingKind.Clip;

    /// <inheritdoc/>
    public override string Default => "none";
}
