using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>batch</c>.</summary>
internal sealed class BatchSetting : SettingEntry
{
    public override string Name => "batch";
    public override string Summary => "Examples per step.";
    public override string Default => "128";
    public override string Expectation => "a whole number, 1 or more";
    internal override string Advice => "write `batch: 10`";

    internal override void Bind(SettingBinding at)
    {
        if (at.Whole(least: 1) is { } number)
        {
            at.Phase = at.Phase with { Batch = number };
        }
    }
}
