using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>adversarial</c>.</summary>
internal sealed class Adversarial : TermEntry, IPlaysCritic
{
    private const string Decoder = "decoder";

    public override string Name => "adversarial";

    public override string Summary =>
        "How well a critic tells the codes from draws of their prior, or reconstructions from the data that the critic reads. The model "
        + "minimizes the first of the two formulas and the critic, in a step of its own before that, the second. `loss` is the "
        + "logistic one of a classifier, `hinge`, `least_squares`, or `wasserstein`, which needs `critic_penalty`. `trains: decoder` "
        + "spares the encoder.";

    public override string Source =>
        "Goodfellow et al. (2014), section 3; Makhzani et al. (2015); Arjovsky et al. (2017); Mao et al. (2017); Miyato et al. (2018)";

    public override string Formula => "softplus(-c(z)); for the critic softplus(-c(p)) + softplus(c(z)), p from the prior";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("z", ParameterKind.Value),
        new Parameter("critic", ParameterKind.Value, NamedOnly: true),
        new Parameter(
            "loss",
            ParameterKind.Word,
            "logistic",
            NamedOnly: true,
            Words: EquatableArray.Of("logistic", "hinge", "least_squares", "wasserstein")),
        new Parameter("trains", ParameterKind.Word, "all", NamedOnly: true, Words: EquatableArray.Of("all", Decoder)));

    public override bool IsDivergence => true;

    public string CriticOf(BoundArguments arguments) => arguments.Word("critic");

    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term)
    {
        var (name, span) = (term.Arguments.Word("z"), term.Arguments.SpanOf("z"));
        if (binding.FindValue(name, span) is null || binding.FindCritic(term, "critic") is not { } critic)
        {
            return null;
        }

        var made = binding.Model.Find(name);
        if (made is not { Role: Role.Encode or Role.Decode })
        {
            binding.Report(ObjectiveErrors.Unfit(
                span, $"`{Name}` takes a code or a reconstruction, and `{name}` is neither", "name what `encode` or `decode` binds"));
            return null;
        }

        if (made.Role == Role.Encode && !binding.HasPrior(term, "z"))
        {
            return null;
        }

        if (Reads(binding.Model, made, critic) is null)
        {
            var wanted = made.Role == Role.Encode ? name : binding.Model.Data.FirstOrDefault(data => data.InputShape == made.Shape)?.Name;
            binding.Report(ObjectiveErrors.Unfit(
                term.Arguments.SpanOf("critic"),
                $"`{critic.Name}` does not read {(made.Role == Role.Encode ? $"`{name}`" : $"data of the shape of `{name}`")}",
                wanted is null ? "name a reconstruction of data" : $"write `critic {critic.Name} = {wanted} -> … -> dense(1)`"));
            return null;
        }

        if (made.Role == Role.Decode || term.Arguments.Word("trains") != Decoder)
        {
            return [term];
        }

        binding.Report(ObjectiveErrors.Unfit(
            term.Arguments.SpanOf("trains"), "no decoder is behind a code", "leave `trains` out, or name a reconstruction"));
        return null;
    }

    public override IEnumerable<TermRead> Reads(BoundModel model, BoundTerm term) =>
        [TermRead.Value(term.Arguments.Word("critic")), TermRead.Made(model, term.Arguments.Word("z"))];

    public IEnumerable<TermRead> ReadsOfCritic(BoundModel model, BoundTerm term)
    {
        var name = term.Arguments.Word("z");
        return model.Find(name) is not { } made || model.Find(term.Arguments.Word("critic")) is not { } critic ? []
            : made.Role == Role.Encode ? [TermRead.Value(name), TermRead.Prior(name)]
            : Given(model, made, critic).Prepend(TermRead.Made(model, name));
    }

    /// <summary>The data that a critic is given as well as what the model makes of them.</summary>
    internal static IEnumerable<TermRead> Given(BoundModel model, BoundBinding made, BoundBinding critic) =>
        Reads(model, made, critic) is { } data ? [TermRead.Value(data)] : [];

    public override Value Lower(TermLowering at, BoundTerm term) => Loss(at, term, Made(at, term.Arguments.Word("z")));

    /// <summary>A constant: nothing of it trains the encoder.</summary>
    public override Value? LowerForEncoder(TermLowering at, BoundTerm term) => term.Arguments.Word("trains") == Decoder
        ? Loss(at, term, Made(at, term.Arguments.Word("z"))).Detach()
        : null;

    public Value LowerForCritic(TermLowering at, BoundTerm term)
    {
        var (made, other) = at.Scores(term);
        return term.Arguments.Word("loss") switch
        {
            "hinge" => (1 - other).AtLeast(0).Mean() + (1 + made).AtLeast(0).Mean(),
            "least_squares" => (0.5 * (other - 1).Square().Mean()) + (0.5 * made.Square().Mean()),
            "wasserstein" => made.Mean() - other.Mean(),
            _ => (-other).Softplus().Mean() + made.Softplus().Mean(),
        };
    }

    public CriticSides Sides(TermLowering at, BoundTerm term)
    {
        var name = term.Arguments.Word("z");
        var made = at.Model.Find(name)!;
        var reads = ReadBy(at, term.Critic!, name);
        var other = made.Role == Role.Encode ? at.DrawFromPrior(name).As("prior") : at.Value(reads);
        return new CriticSides(reads, Made(at, name).Detach().As("made"), other.Detach());
    }

    private static Value Loss(TermLowering at, BoundTerm term, Value made)
    {
        var reads = ReadBy(at, term.Critic!, term.Arguments.Word("z"));
        var score = at.Score(term.Critic!, reads, made, Region.Critic);
        return term.Arguments.Word("loss") switch
        {
            "hinge" or "wasserstein" => (-score).Mean(),
            "least_squares" => 0.5 * (score - 1).Square().Mean(),
            _ => (-score).Softplus().Mean(),
        };
    }

    /// <summary>The draw of a code, a reconstruction, or the mean of a likelihood.</summary>
    internal static Value Made(TermLowering at, string name)
    {
        var made = at.Model.Find(name)!;
        if (made.Role == Role.Encode || made.Distribution is null)
        {
            return at.Value(made.Name);
        }

        var density = at.Distribution(made.Name);
        return density.Entry.Mean(density);
    }

    /// <summary>The variable in whose place the critic is given what the model makes: the code itself, or data of the same shape.</summary>
    internal static string? Reads(BoundModel model, BoundBinding made, BoundBinding critic) => critic.Reads
        .Select(read => read.Name)
        .FirstOrDefault(name => made.Role == Role.Encode
            ? name == made.Name
            : model.FindData(name) is { Classes: 0 } data && data.InputShape == made.Shape);

    /// <summary>The same of a model without errors.</summary>
    internal static string ReadBy(TermLowering at, string critic, string made) =>
        Reads(at.Model, at.Model.Find(made)!, at.Model.Find(critic)!)!;
}
