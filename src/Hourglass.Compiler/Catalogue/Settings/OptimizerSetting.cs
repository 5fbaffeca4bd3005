namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>optimizer</c>.</summary>
public sealed class OptimizerSetting : SettingEntry
{
    /// <inheritdoc/>
    public override string Name => "optimizer";

    /// <inheritdoc/>
    public override string Summary => "What moves the parameters.";

    /// <inheritdoc/>
    public override SettingKind Kind => SettingKind.Optimizer;

    /// <inheritdoc/>
    public override string Default => "adam(1e-3)";
}
