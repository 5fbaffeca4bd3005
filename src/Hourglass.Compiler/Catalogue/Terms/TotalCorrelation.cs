using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>tc</c>.</summary>
internal sealed class TotalCorrelation : AggregateTerm, IPlaysCritic
{
    private static readonly ScriptedFunction Shuffled = new(
        "shuffled",
        "Every column of z in an order of its own, that of u.",
        """
        def shuffled(z: Tensor, u: Tensor) -> Tensor:
            return z.gather(0, torch.argsort(u, 0))
        """,
        Temporaries: 4,
        Purpose: "shuffled codes");

    public override string Name => "tc";

    public override string Summary =>
        "The total correlation of a code's elements under the batch's aggregate posterior, the term that beta-TC-VAE weighs. With a "
        + "critic, what that makes of the codes: it learns to tell them from codes whose elements are those of different examples, and its "
        + "score is then the logarithm of the ratio of the two densities.";

    public override string Source =>
        "Chen et al. (2018), equation 2; the aggregate posterior is the batch's; critic: Kim and Mnih (2018), equation 3 and algorithm 2";

    public override string Formula => "E log q(z) / Π q(zᵢ)";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("z", ParameterKind.Value),
        new Parameter("critic", ParameterKind.Value, NamedOnly: true, Optional: true));

    public string? CriticOf(BoundArguments arguments) => arguments.Has("critic") ? arguments.Word("critic") : null;

    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term)
    {
        var bound = base.Bind(binding, term);
        if (bound is null || CriticOf(term.Arguments) is null)
        {
            return bound;
        }

        var (name, span) = (term.Arguments.Word("z"), term.Arguments.SpanOf("critic"));
        if (binding.FindCritic(term, "critic") is not { } critic)
        {
            return null;
        }

        if (critic.Reads.FirstOrDefault(read => read.Name == name) is not { } read)
        {
            binding.Report(ObjectiveErrors.Unfit(
                span, $"`{critic.Name}` does not read `{name}`", $"write `critic {critic.Name} = {name} -> … -> dense(1)`"));
            return null;
        }

        if (read.Shape.IsVector)
        {
            return bound;
        }

        binding.Report(ObjectiveErrors.Unfit(
            term.Arguments.SpanOf("z"),
            $"`{Name}` shuffles the elements of a vector, and `{name}` is none",
            "take a code that is a vector"));
        return null;
    }

    public override IEnumerable<TermRead> Reads(BoundModel model, BoundTerm term) => CriticOf(term.Arguments) is { } critic
        ? [TermRead.Value(critic), TermRead.Value(term.Arguments.Word("z"))]
        : base.Reads(model, term);

    public IEnumerable<TermRead> ReadsOfCritic(BoundModel model, BoundTerm term) => [TermRead.Value(term.Arguments.Word("z"))];

    public override Value Lower(TermLowering at, BoundTerm term) => CriticOf(term.Arguments) is { } critic
        ? at.Score(critic, term.Arguments.Word("z"), at.Value(term, "z"), Region.Critic).Mean()
        : base.Lower(at, term);

    public CriticSides Sides(TermLowering at, BoundTerm term)
    {
        var z = at.Value(term, "z");
        return new CriticSides(
            term.Arguments.Word("z"),
            z.Detach(),
            z.Scripted(Shuffled, at.Draws.Uniform(like: z)).As("shuffled"));
    }

    public Value LowerForCritic(TermLowering at, BoundTerm term)
    {
        var (own, shuffled) = at.Scores(term);
        return (-own).Softplus().Mean() + shuffled.Softplus().Mean();
    }

    protected override Value Divergence(TermLowering at, string code, Aggregate aggregate) =>
        aggregate.Joint - aggregate.Marginals;
}
