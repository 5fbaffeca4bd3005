using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>
/// The parts of <c>elbo</c> for a code of <c>mean_field</c>: expectations over its classes and over the posterior of their parameters, none
/// of them drawn. In sum they are -1/N times the bound on the log-likelihood of all N examples (Bishop, 2006, 10.70).
/// </summary>
internal sealed class MeanFieldBound : VariationalBound
{
    private readonly Part _part;

    private MeanFieldBound(Part part) => _part = part;

    /// <summary>What a part is of.</summary>
    private enum Part
    {
        Likelihood,
        Classes,
        Parameters,
    }

    public override string Name => "elbo";
    public override string Summary => "A part of the bound of a mixture whose posterior coordinate ascent finds.";
    public override string Source => "Bishop (2006), equations 10.71 to 10.77";

    public override string Formula => _part switch
    {
        Part.Likelihood => "-E[log p(x | c, μ, Λ)]",
        Part.Classes => "E[log q(c) - log p(c | π)]",
        _ => "KL(q(π, μ, Λ) ‖ p(π, μ, Λ)) / N",
    };

    /// <summary>The bound's parts.</summary>
    /// <param name="term">As it is written.</param>
    /// <param name="data">The data.</param>
    /// <param name="code">The code.</param>
    public static IReadOnlyList<BoundTerm> Of(BoundTerm term, string data, string code)
    {
        var arguments = BoundArguments.None.With("x", data, term.Span).With("c", code, term.Span);
        BoundTerm New(string name, Part part) => new(name, new MeanFieldBound(part), arguments, term.Weight, term.Span);
        return [New("nll_" + data, Part.Likelihood), New("kl_" + code, Part.Classes), New("kl_parameters", Part.Parameters)];
    }

    public override IEnumerable<TermRead> Reads(BoundModel model, BoundTerm term)
    {
        var (data, code) = (term.Arguments.Word("x"), term.Arguments.Word("c"));
        return _part switch
        {
            Part.Likelihood => [TermRead.Distribution(data), TermRead.Value(data), TermRead.Distribution(code)],
            Part.Classes => [TermRead.Distribution(code), TermRead.Prior(code)],
            _ => [TermRead.Distribution(code), TermRead.Distribution(data), TermRead.Prior(code)],
        };
    }

    protected override IReadOnlyList<BoundTerm>? Bind(
        TermBinding binding, BoundTerm term, IReadOnlyList<BoundBinding> likelihoods, IReadOnlyList<BoundBinding> codes) => [term];

    public override Value Lower(TermLowering at, BoundTerm term)
    {
        var (data, code) = (term.Arguments.Word("x"), term.Arguments.Word("c"));
        var layer = at.Layers.First(layer => layer.Container == ModelScope.ContainerOf(Role.Encode) && layer.Name == code);
        if (_part == Part.Parameters)
        {
            return at.Weight(layer, MixtureLayer.Divergence).Sum();
        }

        var joint = at.Distribution(code)["logits"];
        var weights = at.Weight(layer, MixtureLayer.LogWeights);
        var log = joint.LogSoftmax().As("log_responsibilities");
        if (_part == Part.Classes)
        {
            return (log.Exp() * (log - weights)).PerExample();
        }

        at.Fit(CodeStatisticKind.Mixture, layer, at.Value(data));
        return -(log.Exp() * (joint - weights)).PerExample();
    }
}
