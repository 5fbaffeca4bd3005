namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>epochs</c>.</summary>
internal sealed class EpochsSetting : SettingEntry
{
    public override string Name => "epochs";
    public override string Summary => "Passes over the data.";
    public override SettingKind Kind => SettingKind.Size;
    public override string Default => "10";
}
