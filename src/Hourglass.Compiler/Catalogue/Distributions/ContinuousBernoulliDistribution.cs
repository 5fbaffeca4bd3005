using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>
/// The distribution <c>continuous_bernoulli</c>: the density e^(a x - A(a)) on [0, 1] of logits a, A the logarithm of what makes it one
/// (<see cref="TiltedUniform"/>). With a = log λ/(1 - λ) this is C(λ) λ^x (1 - λ)^(1 - x) of the paper.
/// </summary>
internal sealed class ContinuousBernoulliDistribution : DistributionEntry
{
    private static readonly string[] Heads = ["logits"];

    public override string Name => "continuous_bernoulli";

    public override string Summary =>
        "Independent numbers in [0, 1] with the density C(λ) λ^x (1 - λ)^(1 - x), λ the sigmoid of the logits; uniform where these are 0.";

    public override string Source => "Loaiza-Ganem and Cunningham (2019), equations 6 to 8";

    public override Signature Signature { get; } = Signature.Of(new Parameter("d", ParameterKind.Size, Optional: true));

    public override string Parameters => "logits";
    public override Support Support => Support.Unit;
    public override string ReparameterisedBy => "inverse";
    public override string ClosedFormKlTo => "continuous_bernoulli";
    public override string RuntimeType => "ContinuousBernoulli";
    public override ValueRange MeanRange => ValueRange.Unit;

    public override IReadOnlyList<(string Name, double Value)> StandardParameters { get; } = [("logits", 0)];

    public override IReadOnlyList<(string Name, double Value)> UniformParameters => StandardParameters;

    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => Heads;

    public override IReadOnlyList<(string Name, Value Value)> LowerParameters(
        DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads) => [("logits", heads["logits"])];

    public override Value LogProb(Density density, Value x) => IsUniform(density)
        ? x.Constant(0)
        : (density["logits"] * x) - LogPartition(density);

    public override Value Draw(Density density, DrawSource draws)
    {
        var (logits, uniform) = (density["logits"], draws.UniformInside(like: density["logits"]));
        return IsUniform(density)
            ? uniform
            : logits.Call("tilted_uniform_quantile", uniform.Extent, [logits, uniform], of => TiltedUniform.Quantile(of[0], of[1]));
    }

    public override Value Mean(Density density) =>
        density["logits"].Call("tilted_uniform_mean", density["logits"].Extent, TiltedUniform.Mean);

    /// <summary>That of two members of an exponential family, by the mean of the first.</summary>
    public override Value ClosedFormKl(Density posterior, Density prior) =>
        ((posterior["logits"] - prior["logits"]) * Mean(posterior)) - (LogPartition(posterior) - LogPartition(prior));

    private static Value LogPartition(Density density) => IsUniform(density)
        ? density["logits"].Constant(0)
        : density["logits"].Call("tilted_uniform_partition", density["logits"].Extent, TiltedUniform.LogPartition);

    private static bool IsUniform(Density density) => density["logits"].Op is FillOp { Factor: { IsNumber: true, Number: 0 } };
}
