using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Diagnostics;

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
        if (at.Call is not { Word: { } word } call)
        {
            at.Wrong();
        }
        else if (!Vocabulary.Initialisers.TryGetValue(word, out var initialiser))
        {
            at.Report(NameErrors.UnknownWord("initialiser", word, call.Span, Vocabulary.Initialisers.Keys));
        }
        else if (at.Arguments(initialiser.Signature, call) is { } arguments)
        {
            at.Training = at.Training with { Initialiser = new BoundInitialiser(initialiser, arguments) };
        }
    }
}
