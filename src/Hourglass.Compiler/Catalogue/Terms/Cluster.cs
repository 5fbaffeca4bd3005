using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>cluster</c>.</summary>
internal sealed class Cluster : TermEntry
{
    /// <summary>Of probabilities: their logarithm stays finite.</summary>
    private const double Least = 1e-30;

    public override string Name => "cluster";

    public override string Summary =>
        "Pulls codes to k learned centres: the divergence of sharpened assignments p from the soft ones q, which fall with the distance as "
        + "Student's t does. The sharpened ones are squared and divided by how often each centre is chosen by all examples that train, as "
        + "found at each epoch's start; no gradient passes through them. The centres begin as those of k-means on the codes that the phase "
        + "begins with, or as the means of the likeliest of five mixtures of normals. Of a random code it takes the mean.";

    public override string Source => "Xie et al. (2016), equations 1 to 3 and section 3.1.3";
    public override string Formula => "Σ p log p / q, q ∝ 1 / (1 + |h - μ|²), p ∝ q² / Σ q";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("h", ParameterKind.Value),
        new Parameter("k", ParameterKind.Size),
        new Parameter("start", ParameterKind.Word, "kmeans", NamedOnly: true, Words: EquatableArray.Of("kmeans", "mixture")));

    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term)
    {
        var (name, span) = (term.Arguments.Word("h"), term.Arguments.SpanOf("h"));
        if (binding.FindValue(name, span) is not { } found)
        {
            return null;
        }

        if (binding.Model.Find(name.Split('.')[0]) is not { Role: Role.Encode } code)
        {
            binding.Report(ObjectiveErrors.NotCode(Name, name, span));
            return null;
        }

        if (!found.Shape.IsVector)
        {
            binding.Report(ObjectiveErrors.Unfit(
                span,
                $"`{Name}` takes the distances of vectors, and `{name}` is {found.Shape.InBrackets()}",
                "end the code with `flatten`"));
            return null;
        }

        if (term.Arguments.Int("k") < 2)
        {
            binding.Report(ObjectiveErrors.Unfit(
                term.Arguments.SpanOf("k"), "a single centre divides nothing", $"take several, `{Name}({name}, k: 10)`"));
            return null;
        }

        return code.Distribution is not null && code.Name == name
            ? [term with { Arguments = term.Arguments.With("h", name + ".mean", span) }]
            : [term];
    }

    public override Value Lower(TermLowering at, BoundTerm term)
    {
        var h = at.Value(term, "h");
        var centres = at.Parameter(term.Name, Shape.Of(term.Arguments.Int("k"), h.Shape[0]), deviation: 1);
        var norms = h.Square().Sum(axis: 0) + centres.Square().Sum(axis: 1).Reshape(term.Arguments.Int("k"));
        var distances = (norms - (2 * h.Affine(centres, transposed: false, bias: null))).AtLeast(0).As("distances");
        var kernel = (1 / (distances + 1)).As("kernel");
        var soft = (kernel / kernel.Sum(axis: 0)).As("soft");
        var shares = at.Statistic($"{term.Name}_shares", Shape.Of(term.Arguments.Int("k")), 1.0 / term.Arguments.Int("k"), "share");
        var start = term.Arguments.Word("start") == "mixture" ? CodeStatisticKind.Normals : CodeStatisticKind.Centres;
        at.Fit(start, at.LayerOf(term.Name), h);
        at.Fit(CodeStatisticKind.Means, shares, soft);
        var weighted = (soft.Square() / at.Weight(shares, "").AtLeast(Least)).As("weighted");
        var sharp = (weighted / weighted.Sum(axis: 0)).Detach().As("sharp");
        return (sharp * (sharp.AtLeast(Least).Log() - soft.AtLeast(Least).Log())).PerExample();
    }
}
