using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>sparsity</c>.</summary>
internal sealed class Sparsity : TermEntry
{
    /// <summary>Keeps the logarithm of a mean activation finite.</summary>
    private const double Smallest = 1e-12;

    /// <summary>The largest mean activation below 1 in single precision.</summary>
    private const double BelowOne = 1 - 6e-8;

    public override string Name => "sparsity";
    public override string Summary =>
        "Pulls the mean activation of each unit over the batch to a rate; the activations must lie in [0, 1].";
    public override string Source => "Lee et al. (2008); Ng (2011), CS294A lecture notes, section 3";
    public override string Formula => "Σ KL(Bernoulli(rate) ‖ Bernoulli(mean of h over the batch))";
    public override bool IsDivergence => true;

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("h", ParameterKind.Value),
        new Parameter("rate", ParameterKind.Share, "0.05", NamedOnly: true));

    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term)
    {
        var span = term.Arguments.SpanOf("h");
        if (binding.FindValue(term.Arguments.Word("h"), span) is not { } value)
        {
            return null;
        }

        if (!value.Range.IsWithin(ValueRange.Unit))
        {
            binding.Report(ObjectiveErrors.LeavesUnitInterval(Name, value, span, binding.Model.Find(value.Name)));
            return null;
        }

        return [term];
    }

    public override Value Lower(TermLowering at, BoundTerm term)
    {
        var (rate, mean) = (term.Arguments.Number("rate"), at.Value(term, "h").MeanOverBatch().Clamp(Smallest, BelowOne));
        var entropy = (rate * Math.Log(rate)) + ((1 - rate) * Math.Log(1 - rate));
        return (entropy - (rate * mean.Log()) - ((1 - rate) * (-mean).Log1p())).Sum();
    }
}
