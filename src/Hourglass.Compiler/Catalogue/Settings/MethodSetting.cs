namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>method</c>.</summary>
internal sealed class MethodSetting : SettingEntry
{
    public override string Name => "method";
    public override string Summary => "How the gradients are found.";
    public override SettingKind Kind => SettingKind.Method;
    public override string Default => "backprop";
}
