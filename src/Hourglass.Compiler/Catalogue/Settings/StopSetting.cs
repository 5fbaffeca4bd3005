using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>stop</c>.</summary>
internal sealed class StopSetting : SettingEntry
{
    public override string Name => "stop";
    public override string Summary =>
        "Training stops once the total on the examples that `validate` sets aside has not fallen for so many epochs; "
        + "the weights of the best epoch are kept (Prechelt, 1998).";
    public override string Default => "none";
    public override string Expectation => "`patience(…)`";
    internal override string Advice => "write `stop: patience(10)`";

    internal override void Bind(SettingBinding at)
    {
        if (at.Call is not { Word: "patience" } call)
        {
            at.Wrong();
        }
        else if (at.Arguments(Signature.Of(new Parameter("epochs", ParameterKind.Size)), call) is { } arguments)
        {
            at.Phase = at.Phase with { Patience = (int)arguments.Number("epochs") };
        }
    }
}
