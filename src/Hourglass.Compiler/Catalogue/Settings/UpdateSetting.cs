using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>update</c>.</summary>
internal sealed class UpdateSetting : SettingEntry
{
    public override string Name => "update";
    public override string Summary => "What the phase moves, by roles and labels; everything else stays as it is.";
    public override string Default => "everything";
    public override string Expectation => "a role or a label, or a list of them";
    internal override string Advice => "write `update: predict`, or `update: [encode, l1]`";

    internal override void Bind(SettingBinding at) => at.Choose(areFixed: false);
}
