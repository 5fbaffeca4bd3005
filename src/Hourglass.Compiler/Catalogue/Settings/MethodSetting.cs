using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>method</c>.</summary>
internal sealed class MethodSetting : SettingEntry
{
    public override string Name => "method";
    public override string Summary => "How the gradients are found.";
    public override string Default => "backprop";
    public override string Expectation => "`backprop`";
    internal override string Advice => "write `method: backprop`, or leave it out";

    internal override void Bind(SettingBinding at) => at.IsWord(PlannedKind.Method, "backprop");
}
