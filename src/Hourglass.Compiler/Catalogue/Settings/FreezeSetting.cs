using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>freeze</c>.</summary>
internal sealed class FreezeSetting : SettingEntry
{
    public override string Name => "freeze";
    public override string Summary => "What the phase leaves as it is, by roles and labels; everything else moves.";
    public override string Default => "nothing";
    public override string Expectation => "a role or a label, or a list of them";
    internal override string Advice => "write `freeze: encode`, or `freeze: [l1, l2]`";

    internal override void Bind(SettingBinding at) => at.Choose(areFixed: true);
}
