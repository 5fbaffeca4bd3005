using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>accumulate</c>.</summary>
internal sealed class AccumulateSetting : SettingEntry
{
    public override string Name => "accumulate";
    public override string Summary =>
        "Batches whose gradients move the parameters together, as one batch of all their examples would: large batches in little memory. "
        + "A batch normalisation still takes each batch by itself.";
    public override string Default => "1";
    public override string Expectation => "a whole number, 1 or more";
    internal override string Advice => "write `accumulate: 4`";

    internal override void Bind(SettingBinding at)
    {
        if (at.Whole(least: 1) is { } number)
        {
            at.Phase = at.Phase with { Accumulate = number };
        }
    }
}
