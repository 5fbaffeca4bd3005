namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>optimizer</c>.</summary>
internal sealed class OptimizerSetting : SettingEntry
{
    public override string Name => "optimizer";
    public override string Summary => "What moves the parameters.";
    public override SettingKind Kind => SettingKind.Optimizer;
    public override string Default => "adam(1e-3)";
}
