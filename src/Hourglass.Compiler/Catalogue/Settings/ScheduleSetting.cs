using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Diagnostics;

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
        if (at.Call is not { Word: { } word } call)
        {
            at.Wrong();
        }
        else if (at.IsPlanned(PlannedKind.Schedule))
        {
            // Reported.
        }
        else if (!Vocabulary.RateSchedules.TryGetValue(word, out var schedule))
        {
            at.Report(NameErrors.UnknownWord("schedule", word, call.Span, Vocabulary.RateSchedules.Keys));
        }
        else if (at.Arguments(schedule.Signature, call) is { } arguments)
        {
            at.Phase = at.Phase with { Schedule = new BoundRateSchedule(schedule, arguments) };
        }
    }
}
