using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>init</c>.</summary>
internal sealed class InitSetting : SettingEntry
{
    public override string Name => "init";
    public override string Summary =>
        "How initial weights are drawn; biases begin at 0.";
    public override string Default => "PyTorch's own way";
    public override string Expectation => "an initialiser such as `he`";
    internal override string Advice => "write `init: he`";

    internal override void Bind(SettingBinding at)
    {
        if (at.Entry("initialiser", Vocabulary.Initialisers) is var (initialiser, arguments))
        {
            at.Training = at.Training with { Initialiser = new BoundInitialiser(initialiser, arguments) };
        }
    }
}
