using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>feature_error</c>.</summary>
internal sealed class FeatureError : TermEntry
{
    public override string Name => "feature_error";

    public override string Summary =>
        "The summed squared error of a reconstruction as a critic sees it: of what a labelled stage of the critic gives for the "
        + "reconstruction, and for the data. The critic learns what matters; it is not moved by this term.";

    public override string Source => "Larsen et al. (2016), equation 7; feature matching: Salimans et al. (2016), section 3.1";
    public override string Formula => "Σ (f(y) - f(x))²";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("y", ParameterKind.Value),
        new Parameter("critic", ParameterKind.Value, NamedOnly: true),
        new Parameter("layer", ParameterKind.Label, NamedOnly: true));

    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term)
    {
        var (name, span) = (term.Arguments.Word("y"), term.Arguments.SpanOf("y"));
        if (binding.FindValue(name, span) is null || binding.FindCritic(term, "critic") is not { } critic)
        {
            return null;
        }

        if (binding.Model.Find(name) is not { Role: Role.Decode } made || Adversarial.Reads(binding.Model, made, critic) is null)
        {
            binding.Report(ObjectiveErrors.Unfit(
                span,
                $"`{Name}` compares a reconstruction with the data that `{critic.Name}` reads, and `{name}` is none of them",
                "name what `decode` binds, and a critic of the data"));
            return null;
        }

        var label = term.Arguments.Word("layer");
        if (critic.Stages.Any(stage => stage.Label == label))
        {
            return [term];
        }

        binding.Report(ObjectiveErrors.Unfit(
            term.Arguments.SpanOf("layer"),
            $"no stage of the critic `{critic.Name}` has the label `{label}`",
            $"label one, `{label}: dense(64, relu)`"));
        return null;
    }

    public override IEnumerable<TermRead> Reads(BoundModel model, BoundTerm term)
    {
        var (name, critic) = (term.Arguments.Word("y"), term.Arguments.Word("critic"));
        return model.Find(name) is { } made && model.Find(critic) is { } judge
            ? [TermRead.Value(critic), TermRead.Made(model, name), .. Adversarial.Given(model, made, judge)]
            : [];
    }

    public override Value Lower(TermLowering at, BoundTerm term)
    {
        var (critic, label) = (term.Arguments.Word("critic"), term.Arguments.Word("layer"));
        var name = term.Arguments.Word("y");
        var reads = Adversarial.ReadBy(at, critic, name);
        var made = at.Feature(critic, label, reads, Adversarial.Made(at, name), Region.Critic);
        var given = at.Feature(critic, label, reads, at.Value(reads), Region.CriticOfGiven);
        return at.Elementwise("squared_error", made, given.Detach(), (value, other) => (value - other).Square()).PerExample();
    }
}
