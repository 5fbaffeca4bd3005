using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>precision</c>.</summary>
internal sealed class PrecisionSetting : SettingEntry
{
    public override string Name => "precision";
    public override string Summary =>
        "What matrix products may be taken in. With `bfloat16` the native step multiplies in it where the processor does so fast, "
        + "and says where not, and the portable step does on a GPU; parameters, sums and everything else stay `float32`.";
    public override string Default => "float32";
    public override string Expectation => "`float32` or `bfloat16`";
    internal override string Advice => "write `precision: bfloat16`, or leave it out for `float32`";

    internal override void Bind(SettingBinding at)
    {
        if (at.Call is { Word: "float32" or "bfloat16", Arguments.Count: 0 } call)
        {
            at.Phase = at.Phase with { Bfloat16 = call.Word == "bfloat16" };
        }
        else
        {
            at.Wrong();
        }
    }
}
