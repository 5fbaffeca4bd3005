using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>clip</c>.</summary>
internal sealed class ClipSetting : SettingEntry
{
    public override string Name => "clip";
    public override string Summary => "The largest norm of all gradients together; longer ones are scaled down (Pascanu et al., 2013).";
    public override string Default => "none";
    public override string Expectation => "`norm(…)`";
    internal override string Advice => "write `clip: norm(5)`";

    internal override void Bind(SettingBinding at)
    {
        if (at.Call is not { Word: "norm" } call)
        {
            at.Wrong();
        }
        else if (at.Arguments(Signature.Of(new Parameter("limit", ParameterKind.Positive)), call) is { } arguments)
        {
            at.Phase = at.Phase with { ClipNorm = arguments.Number("limit") };
        }
    }
}
