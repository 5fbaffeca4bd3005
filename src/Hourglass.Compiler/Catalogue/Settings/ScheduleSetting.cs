namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>schedule</c>.</summary>
public sealed class ScheduleSetting : SettingEntry
{
    /// <inheritdoc/>
    public override string Name => "schedule";

    /// <inheritdoc/>
    public override string Summary => "How the learning rate moves: cosine falls from the full rate to zero along half a cosine (Loshchilov and Hutter, 2017).";

    /// <inheritdoc/>
    public override SettingKind Kind => SettingKind.Schedule;

    /// <inheritdoc/>
    public override string Default => "constant";
}
