namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>batch</c>.</summary>
internal sealed class BatchSetting : SettingEntry
{
    public override string Name => "batch";
    public override string Summary => "Examples per step.";
    public override SettingKind Kind => SettingKind.Size;
    public override string Default => "128";
}
