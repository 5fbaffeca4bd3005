using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Diagnostics;

namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>optimizer</c>.</summary>
internal sealed class OptimizerSetting : SettingEntry
{
    public override string Name => "optimizer";
    public override string Summary => "What moves the parameters.";
    public override string Default => "adam(1e-3)";
    public override string Expectation => "an optimizer such as `adam(1e-3)`";
    internal override string Advice => $"the optimizers are {NameErrors.Quoted(Vocabulary.Optimizers.Keys)}, for example `adam(1e-3)`";

    internal override void Bind(SettingBinding at)
    {
        if (at.Entry("optimizer", Vocabulary.Optimizers) is var (optimizer, arguments))
        {
            at.Phase = at.Phase with { Turns = EquatableArray.Of(new BoundTurn(optimizer, arguments)) };
        }
    }
}
