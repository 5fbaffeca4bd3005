using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>critic_penalty</c>.</summary>
internal sealed class CriticPenalty : TermEntry
{
    /// <summary>The call that readers of the graph see; what it is called with must carry gradients.</summary>
    internal const string Call = "gradient_norms";

    /// <summary>Keeps the slope of the root finite where a critic is flat.</summary>
    private const double Margin = 1e-16;

    public override string Name => "critic_penalty";

    public override string Summary =>
        "What keeps a critic smooth, minimized by the critic alone: how far the length of its gradient is from 1, at a random place "
        + "between what the model makes and what that should be (`at: between`), or the square of that length at the latter (`at: true`).";

    public override string Source => "Gulrajani et al. (2017), equation 3; at: true: Mescheder et al. (2018), equation 9";
    public override string Formula => "(‖∂c/∂x‖ - 1)², or ‖∂c/∂x‖²";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("critic", ParameterKind.Value),
        new Parameter("at", ParameterKind.Word, "between", NamedOnly: true, Words: EquatableArray.Of("between", "true")));

    public override bool IsForCritic => true;

    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term)
    {
        if (binding.FindCritic(term, "critic") is not { } critic)
        {
            return null;
        }

        if (critic.Stages.SelectMany(stage => stage.WithBody).FirstOrDefault(stage => stage.Entry.IsDerivedOnce) is not { } once)
        {
            return [term];
        }

        binding.Report(ObjectiveErrors.NotATerm(
            term.Arguments.SpanOf("critic"),
            $"`{Name}` derives a gradient of `{critic.Name}`, and a gradient through `{once.Entry.Name}` cannot be derived again",
            "build the critic of other stages, or leave the penalty out"));
        return null;
    }

    public override IEnumerable<TermRead> Reads(BoundModel model, BoundTerm term)
    {
        var critic = term.Arguments.Word("critic");
        if (model.AllTerms.FirstOrDefault(other => other.Critic == critic) is not { Entry: IPlaysCritic entry } play)
        {
            return base.Reads(model, term);
        }

        TermRead[] sides = [.. entry.ReadsOfCritic(model, play)];
        var isAtOther = term.Arguments.Word("at") == "true" && sides.Length > 1;
        return sides.Skip(isAtOther ? 1 : 0).Prepend(TermRead.Value(critic));
    }

    public override Value Lower(TermLowering at, BoundTerm term)
    {
        var critic = term.Arguments.Word("critic");
        var (reads, made, other) = at.Sides(critic);
        if (term.Arguments.Word("at") == "true")
        {
            return Norms(at.Score(critic, reads, other, Region.CriticOfOther), other).Square().Mean();
        }

        var share = at.Draws.Uniform(like: at.Score(critic, reads, made, Region.CriticOfMade))
            .Reshape([.. made.Shape.Dimensions.Select(_ => 1)])
            .As("share");
        var between = ((share * other) + ((1 - share) * made)).As("between");
        return (Norms(at.Score(critic, reads, between, Region.CriticBetween), between) - 1).Square().Mean();
    }

    /// <summary>‖∂c/∂x‖ of each row.</summary>
    private static Value Norms(Value score, Value x) => score.Call(
        Call,
        score.Extent with { Shape = Shape.Scalar },
        [score, x],
        of => of[0].Gradient(of[0].Build.Fill(Factor.One, of[0].Extent), of[1]) is { } gradient
            ? (gradient.Square().SumOfEvent() + Margin).Sqrt()
            : of[0].Build.Fill(Factor.Of(0), of[0].Extent with { Shape = Shape.Scalar }));
}
