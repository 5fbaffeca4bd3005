using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>schedule</c>.</summary>
internal sealed class ScheduleSetting : SettingEntry
{
    public override string Name => "schedule";
    public override string Summary =>
        "How the learning rate moves: cosine falls from the full rate to zero along half a cosine (Loshchilov and Hutter, 2017).";
    public override string Default => "constant";
    public override string Expectation => "`cosine`";
    internal override string Advice => "write `schedule: cosine`, or leave it out for a constant rate";

    internal override void Bind(SettingBinding at)
    {
        if (at.IsWord(PlannedKind.Schedule, "cosine"))
        {
            at.Phase = at.Phase with { Cosine = true };
        }
    }
}
