using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>critic</c>.</summary>
internal sealed class CriticSetting : SettingEntry
{
    public override string Name => "critic";
    public override string Summary => "What moves the parameters of critics.";
    public override string Default => "as `optimizer`";
    public override string Expectation => "an optimizer such as `adam(1e-4, beta1: 0.5)`";
    internal override string Advice => Vocabulary.Settings["optimizer"].Advice;

    internal override void Bind(SettingBinding at)
    {
        if (at.Entry("optimizer", Vocabulary.Optimizers) is var (optimizer, arguments))
        {
            at.Phase = at.Phase with { Critic = new BoundTurn(optimizer, arguments) };
        }
    }
}
