namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>clip</c>.</summary>
internal sealed class ClipSetting : SettingEntry
{
    public override string Name => "clip";
    public override string Summary => "The largest norm of all gradients together; longer ones are scaled down (Pascanu et al., 2013).";
    public override SettingKind Kind => SettingKind.Clip;
    public override string Default => "none";
}
