namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>method</c>.</summary>
public sealed class MethodSetting : SettingEntry
{
    /// <inheritdoc/>
    public override string Name => "method";

    /// <inheritdoc/>
    public override string Summary => "How the gradients are found.";

    /// <inheritdoc/>
    public override SettingKind Kind => SettingKind.Method;

    /// <inheritdoc/>
    public override string Default => "backprop";
}
