using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>The distribution <c>normal</c>.</summary>
public sealed class NormalDistribution : DistributionEntry
{
    private static readonly string[] MeanOnly = ["mean"];
    private static readonly string[] MeanAndLogVar = ["mean", "logvar"];

    /// <inheritdoc/>
    public override string Name => "normal";

    /// <inheritdoc/>
    public override string Summary =>
        "Independent normals; the variance is full (a head gives each element its own), learned (one number for all) or fixed (1).";

    /// <inheritdoc/>
    public override string Source => "Kingma and Welling (2014), appendices B and C.2";

    /// <inheritdoc/>
    public override Signature Signature { get; } = Signature.Of(
        new Parameter("d", ParameterKind.Size, Optional: true),
        new Parameter("variance", ParameterKind.Word, "full", NamedOnly: true, Words: EquatableArray.Of("full", "learned", "fixed")));

    /// <inheritdoc/>
    public override string Parameters => "mean, logvar";

    /// <inheritdoc/>
    public override string ReparameterisedBy => "location-scale";

    /// <inheritdoc/>
    public override string ClosedFormKl => "normal";

    /// <inheritdoc/>
    public override string RuntimeType => "Normal";

    /// <inheritdoc/>
    public override ValueRange MeanRange => ValueRange.Any;

    /// <inheritdoc/>
    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => arguments.Word("variance") == "full" ? MeanAndLogVar : MeanOnly;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, IrValue Value)> LowerParameters(
        DistributionLowering lowering,
        BoundDistribution distribution,
        IReadOnlyDictionary<string, IrValue> heads) =>
    [
        ("mean", heads["mean"]),
        ("logvar", distribution.Arguments.Word("variance") switch
        {
            "learned" => lowering.Parameter("logvar", Shape.Of(1)),
            "fixed" => lowering.Add(new ConstantOp(0), $"{lowering.Variable}_logvar"),
            _ => heads["logvar"],
        }),
    ];

    /// <inheritdoc/>
    public override IrValue LowerNll(TermLowering lowering, IrDistribution distribution, IrValue x, bool missing) =>
        lowering.Add(new NormalNllOp(), distribution["mean"], distribution["logvar"], x);

    /// <inheritdoc/>
    public override IrValue LowerSample(DistributionLowering lowering, IrDistribution distribution, bool meanOutsideTraining) =>
        lowering.Add(new NormalSampleOp(meanOutsideTraining, lowering.NextSite()), lowering.Variable, distribution["mean"], distribution["logvar"]);

    /// <inheritdoc/>
    public override IrValue LowerKl(TermLowering lowering, IrDistribution posterior, IrDistribution? prior) => prior is null
        ? lowering.Add(new StandardNormalKlOp(), posterior["mean"], posterior["logvar"])
        : lowering.Add(new NormalKlOp(), posterior["mean"], posterior["logvar"], prior["mean"], prior["logvar"]);

    /// <inheritdoc/>
    public override IrValue LowerSampledKl(TermLowering lowering, IrDistribution posterior, IrDistribution? prior, IrValue draw) => prior is null
        ? lowering.Add(new SampledNormalKlOp(), draw, posterior["mean"], posterior["logvar"])
        : lowering.Add(new SampledNormalKlOp(), draw, posterior["mean"], posterior["logvar"], prior["mean"], prior["logvar"]);
}
