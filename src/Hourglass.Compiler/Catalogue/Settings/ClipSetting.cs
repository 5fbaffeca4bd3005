using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>clip</c>.</summary>
internal sealed class ClipSetting : SettingEntry
{
    public override string Name => "clip";
    public override string Summary =>
        "Bounds the gradients: `norm(…)` scales all of them down together where their norm is larger (Pascanu et al., 2013), "
        + "`value(…)` cuts each number off.";
    public override string Default => "none";
    public override string Expectation => "`norm(…)` or `value(…)`";
    internal override string Advice => "write `clip: norm(5)`";

    internal override void Bind(SettingBinding at)
    {
        if (at.Call is not { Word: "norm" or "value" } call)
        {
            at.Wrong();
        }
        else if (at.Arguments(Signature.Of(new Parameter("limit", ParameterKind.Positive)), call) is { } arguments)
        {
            at.Phase = at.Phase with { Clip = new BoundClip(call.Word == "norm", arguments.Number("limit")) };
        }
    }
}
