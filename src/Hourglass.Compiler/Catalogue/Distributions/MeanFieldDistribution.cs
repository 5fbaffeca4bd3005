using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>The distribution <c>mean_field</c>.</summary>
internal sealed class MeanFieldDistribution : DistributionEntry
{
    /// <summary>Behind the arguments that are written: what the likelihood and the prior of the components say.</summary>
    internal const string Covariance = "covariance";

    /// <summary>The concentration of the Dirichlet distribution over the weights.</summary>
    internal const string Concentration = "concentration";

    private static readonly CategoricalDistribution Classes = new();

    public override string Name => "mean_field";

    public override string Summary =>
        "The factor q(c) of a code of k classes, one-hot, that is best for those of everything else: softmax of E[log p(x, c)]. No layer "
        + "computes it and no gradient moves it: `method: coordinate_ascent` finds it, with posteriors of the components and of their "
        + "weights. The likelihood is `normal` with `prior: wishart`, the prior `dirichlet(concentration: 0.001) -> categorical`.";

    public override string Source => "Bishop (2006), equations 10.46 to 10.49";
    public override Signature Signature { get; } = Signature.Of(new Parameter("k", ParameterKind.Size));
    public override string Parameters => "logits";
    public override Support Support => Support.Classes;
    public override string? ReparameterisedBy => null;
    public override bool IsDrawn => true;
    public override string Sized => "mean_field(20)";
    public override string? ClosedFormKlTo => null;
    public override string RuntimeType => Classes.RuntimeType;
    public override ValueRange MeanRange => ValueRange.Unit;
    public override IReadOnlyList<(string Name, double Value)> StandardParameters => Classes.StandardParameters;
    public override Signature PriorSignature => Signature.None;

    public override bool IsFactorised(BoundArguments arguments) => false;
    public override int? WidthOf(BoundArguments arguments) => arguments.Int("k");
    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => [];

    public override IReadOnlyList<(string Name, double Number)> RuntimeArguments(BoundArguments arguments) =>
        Classes.RuntimeArguments(arguments);

    public override Diagnostic? Misfit(BoundArguments arguments, Shape eventShape, int classes, TextSpan span) =>
        ClassGroups.Misfit(Name, arguments, eventShape, span);

    public override IReadOnlyList<(string Name, Value Value)> LowerParameters(
        DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads)
    {
        var arguments = distribution.Arguments;
        var layer = at.Register(new MixtureLayer(
            at.Input.Shape[0],
            arguments.Int("k"),
            arguments.Word(Covariance),
            arguments.Number(Concentration)));
        return [("logits", at.Named(MixtureLayer.LogJoint(layer, at.Input), "log_joint"))];
    }

    public override Value LogProb(Density density, Value x) => Classes.LogProb(density, x);
    public override Value Draw(Density density, DrawSource draws) => Classes.Draw(density, draws);
    public override Value Mean(Density density) => Classes.Mean(density);
}
