namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>schedule</c>.</summary>
internal sealed class ScheduleSetting : SettingEntry
{
    public override string Name => "schedule";
    public override string Summary => "How the learning rate moves: cosine falls from the full rate to zero along half a cosine (Loshchilov and Hutter, 2017).";
    public override SettingKind Kind => SettingKind.Schedule;
    public override string Default => "constant";
}
