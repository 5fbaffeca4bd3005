using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>init</c>.</summary>
internal sealed class InitSetting : SettingEntry
{
    public override string Name => "init";

    public override string Summary =>
        "How initial weights are drawn; biases begin at 0. `from \"runs/other\"` takes those that a training or `Save` left there, of "
        + "every layer that has the same name and shapes; training says which those are.";

    public override string Default => "PyTorch's own way";
    public override string Expectation => "an initialiser such as `he`, or `from` with the folder of a training";
    public override bool IsOfWhole => true;
    internal override string Advice => "write `init: he`, or `init: from \"runs/other\"`";

    internal override void Bind(SettingBinding at)
    {
        if (at.From is { } path)
        {
            if (path.Trim().Length == 0)
            {
                at.Wrong();
            }

            at.Training = at.Training with { From = path };
        }
        else if (at.Entry("initialiser", Vocabulary.Initialisers) is var (initialiser, arguments))
        {
            at.Training = at.Training with { Initialiser = new BoundInitialiser(initialiser, arguments) };
        }
    }
}
