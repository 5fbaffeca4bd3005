using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>
/// A bound that weighs draws by w = p(x, z) / q(z | x). With <c>gradient: dreg</c> the encoder's gradient is the doubly reparameterised
/// one: of the same expectation, and of a lower variance the more draws there are (Tucker et al., 2019, equation 8).
/// </summary>
internal abstract class ImportanceWeightedBound : VariationalBound
{
    private const string Doubly = "dreg";

    public override bool IsReconstruction => true;

    /// <summary>How the encoder's gradient is estimated; an argument of every such bound.</summary>
    protected static Parameter Gradient { get; } =
        new("gradient", ParameterKind.Word, "pathwise", NamedOnly: true, Words: EquatableArray.Of("pathwise", Doubly));

    public override Value Lower(TermLowering at, BoundTerm term) => -Bound(at.LogWeights(), term.Arguments).PerExample();

    public override Value? LowerForEncoder(TermLowering at, BoundTerm term)
    {
        if (!IsDoubly(term.Arguments))
        {
            return EncoderBound(at.LogWeights(), term.Arguments) is { } bound ? -bound.PerExample() : null;
        }

        var shares = Shares(at.LogWeights().Detach().As("fixed_log_weights"), term.Arguments);
        return -(shares * at.LogWeightsOfDraws()).FoldSum(term.Arguments.Int("k")).PerExample();
    }

    /// <summary>The bound from log w of every draw, <c>[kN]</c>, for each example or several times for each.</summary>
    protected abstract Value Bound(Value logWeights, BoundArguments arguments);

    /// <summary>The bound that trains the encoder, where it is another.</summary>
    protected virtual Value? EncoderBound(Value logWeights, BoundArguments arguments) => null;

    /// <summary>
    /// What the doubly reparameterised gradient of a draw is multiplied by, <c>[kN]</c>: of log (1/k) Σ w the squares of the weights'
    /// shares.
    /// </summary>
    protected virtual Value Shares(Value logWeights, BoundArguments arguments)
    {
        var k = arguments.Int("k");
        return (logWeights - logWeights.LogFold(k).As("log_sum").Repeat(k)).Exp().Square();
    }

    /// <summary>The draws of m groups of k.</summary>
    protected static int GroupedDraws(BoundArguments arguments) => checked(arguments.Int("m") * arguments.Int("k"));

    /// <summary>log (1/k) Σ w, of k draws each.</summary>
    protected static Value LogMean(Value logWeights, int k) => logWeights.LogFold(k) - Math.Log(k);

    protected override IReadOnlyList<BoundTerm>? Bind(
        TermBinding binding, BoundTerm term, IReadOnlyList<BoundBinding> likelihoods, IReadOnlyList<BoundBinding> codes)
    {
        var described = likelihoods.Select(likelihood => binding.Model.FindData(likelihood.Name)!);
        if (described.FirstOrDefault(data => data is { Optional: true, HasGaps: false }) is { } optional)
        {
            binding.Report(ObjectiveErrors.CannotWeigh(
                term.Span,
                $"`{Name}` weighs draws by the likelihood of every example, and `{optional.Name}` may be missing",
                $"write `elbo`, or declare `data {optional.Name}` without `?`"));
            return null;
        }

        if (codes.FirstOrDefault(code => code.Distribution!.Entry.ReparameterisedBy is null) is { } code)
        {
            binding.Report(ObjectiveErrors.CannotWeigh(
                term.Span,
                $"`{Name}` needs draws that carry gradients, and those of `{code.Name}` (`{code.Distribution!.Entry.Name}`) do not",
                "write `elbo`, which takes the score function there"));
            return null;
        }

        if (IsDoubly(term.Arguments) && WayPastDraws(binding.Model, codes) is { } way)
        {
            binding.Report(ObjectiveErrors.CannotWeigh(
                term.Span,
                $"`gradient: {Doubly}` is for encoders that reach the bound by the draws of one layer of codes alone, and {way}",
                $"leave `gradient: {Doubly}` out"));
            return null;
        }

        return [term];
    }

    private static bool IsDoubly(BoundArguments arguments) => arguments.Word("gradient") == Doubly;

    /// <summary>How the encoder's parameters reach the bound other than by a draw, in words; null where they do not.</summary>
    private static string? WayPastDraws(BoundModel model, IReadOnlyList<BoundBinding> codes)
    {
        if (codes.FirstOrDefault(code => code.Distribution!.Bijections.Count > 0) is { } flow)
        {
            return $"behind the distribution of `{flow.Name}` stand bijections with parameters of their own";
        }

        if (model.Bindings.FirstOrDefault(binding => binding.Prior?.Entry.ReadsEncoder == true) is { } prior)
        {
            return $"`{prior.Prior!.Entry.Name}` reads the encoder";
        }

        var drawn = new HashSet<string>(codes.Select(code => code.Name), StringComparer.Ordinal);
        foreach (var binding in model.Bindings)
        {
            var read = binding.Reads.Select(reference => reference.Name)
                .FirstOrDefault(name => binding.Role == Role.Encode ? drawn.Contains(name) : IsComputedByEncoder(model, name, drawn));
            if (read is not null)
            {
                return binding.Role == Role.Encode
                    ? $"`{binding.Name}` is computed from the draws of `{read}`"
                    : $"`{binding.Name}` reads `{read}`, which is no draw";
            }
        }

        return null;
    }

    private static bool IsComputedByEncoder(BoundModel model, string name, HashSet<string> drawn) =>
        !drawn.Contains(name) && model.Bindings.Any(binding => binding.Role == Role.Encode && binding.Name == name);
}
