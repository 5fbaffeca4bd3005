using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>sliced</c>.</summary>
internal sealed class SlicedWasserstein : TermEntry
{
    private static readonly ScriptedFunction InRanks = new(
        "in_ranks",
        "The numbers of each column of y in the order of x: the least one where x is least, and so on.",
        """
        def in_ranks(x: Tensor, y: Tensor) -> Tensor:
            return torch.zeros_like(x).scatter(0, torch.argsort(x, 0), torch.sort(y, 0)[0])
        """,
        Temporaries: 7,
        Purpose: "sorted projections");

    public override string Name => "sliced";

    public override string Summary =>
        "The squared sliced Wasserstein distance between a batch of codes and as many draws from their prior: both are projected on "
        + "random directions, drawn anew in every step, and compared in order of size.";

    public override string Source => "Kolouri et al. (2018), equations 10 and 15";
    public override string Formula => "mean (θ·z in order - θ·p in order)², p from the prior";
    public override bool IsDivergence => true;

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("z", ParameterKind.Value),
        new Parameter("projections", ParameterKind.Size, "50", NamedOnly: true));

    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term) =>
        binding.HasPrior(term, "z") ? [term] : null;

    public override IEnumerable<TermRead> Reads(BoundModel model, BoundTerm term) =>
        base.Reads(model, term).Append(TermRead.Prior(term.Arguments.Word("z")));

    public override Value Lower(TermLowering at, BoundTerm term)
    {
        var name = term.Arguments.Word("z");
        var width = checked((int)at.Value(name).Shape.Count);
        var (z, prior) = (at.Value(name).Reshape(width), at.DrawFromPrior(name).As("prior").Reshape(width));
        var normals = at.Draws.Normal(Shape.Of(term.Arguments.Int("projections"), width), like: z);
        var directions = (normals * normals.Square().Sum(axis: 1).Rsqrt()).As("directions");
        var (own, other) = (Projected(z, directions, "projected"), Projected(prior, directions, "projected_prior"));
        var distance = Distance(own, other);
        if (!Graphs.Behind([prior]).Any(value => value.Op is WeightOp))
        {
            return distance;
        }

        // The same number from the other side, for the gradient of the prior's parameters.
        var back = Distance(other, own);
        return distance + (back - back.Detach());
    }

    /// <summary>The order does not change with a small step, so that its slope is that of the numbers.</summary>
    private static Value Distance(Value own, Value other) => (own - own.Scripted(InRanks, other).As("ranked")).Square().Mean();

    private static Value Projected(Value z, Value directions, string name) => z.Affine(directions, transposed: false, bias: null).As(name);
}
