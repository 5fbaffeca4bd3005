using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>critic_steps</c>.</summary>
internal sealed class CriticStepsSetting : SettingEntry
{
    public override string Name => "critic_steps";
    public override string Summary =>
        "Steps of the critics before each step of the model, on the same batch with draws of their own.";
    public override string Default => "1";
    public override string Expectation => "a whole number, 1 or more";
    internal override string Advice => "write `critic_steps: 5`";

    internal override void Bind(SettingBinding at)
    {
        if (at.Whole(least: 1) is { } number)
        {
            at.Phase = at.Phase with { CriticSteps = number };
        }
    }
}
