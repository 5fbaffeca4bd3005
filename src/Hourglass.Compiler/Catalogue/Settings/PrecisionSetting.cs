namespace Hourglass.Compiler.Catalogue.Settings;

/// <summary>The setting <c>precision</c>.</summary>
internal sealed class PrecisionSetting : SettingEntry
{
    public override string Name => "precision";
    public override string Summary => "What matrix products may be taken in. With `bfloat16` the native step multiplies in it where the processor does so fast, and says where not; parameters, sums and everything else stay `float32`.";
    public override SettingKind Kind => SettingKind.Precision;
    public override string Default => "float32";
}
