using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>schedule</c>.</summary>
internal sealed class ScheduleSetting : SettingEntry
{
    public override string Name => "schedule";
    public override string Summary =>
        "How the learning rate moves from step to step.";
    public override string Default => "constant";
    public override string Expectation => "a schedule such as `cosine`";
    internal override string Advice => "write `schedule: cosine`, or leave it out for a constant rate";

    internal override void Bind(SettingBinding at)
    {
        if (at.Entry("schedule", Vocabulary.RateSchedules) is var (schedule, arguments))
        {
            at.Phase = at.Phase with { Schedule = new BoundRateSchedule(schedule, arguments) };
        }
    }
}
