using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Distributions;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>dip</c>.</summary>
internal sealed class DisentangledInferredPrior : TermEntry
{
    public override string Name => "dip";

    public override string Summary =>
        "Pulls a covariance C of a batch of codes to the identity, the standard prior's: type I takes that of the codes' means, type II "
        + "adds the mean of their variances. `diagonal` weighs the diagonal's part: 10 of type I and 1 of type II where it is left out.";

    public override string Source => "Kumar et al. (2018), equations 6 and 7";
    public override string Formula => "Σ C_ij², i ≠ j, + diagonal Σ (C_ii - 1)²";
    public override bool IsDivergence => true;

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("z", ParameterKind.Value),
        new Parameter("type", ParameterKind.Word, "I", NamedOnly: true, Words: EquatableArray.Of("I", "II")),
        new Parameter("diagonal", ParameterKind.Positive, NamedOnly: true, Optional: true));

    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term)
    {
        if (!binding.IsRandomCode(term, "z"))
        {
            return null;
        }

        var (name, span) = (term.Arguments.Word("z"), term.Arguments.SpanOf("z"));
        var distribution = binding.Model.Find(name)!.Distribution!;
        if (distribution.Entry is not NormalDistribution)
        {
            binding.Report(ObjectiveErrors.Unfit(
                span,
                $"`{Name}` takes the means and variances of normals, and `{name}` is `{distribution.Entry.Name}`",
                "give the code a `normal(d)`, or use `mmd`"));
            return null;
        }

        if (!distribution.IsFactorised)
        {
            binding.Report(ObjectiveErrors.NotFactorised(Name, name, span));
            return null;
        }

        return [term];
    }

    public override IEnumerable<TermRead> Reads(BoundModel model, BoundTerm term) =>
        [TermRead.Distribution(term.Arguments.Word("z"))];

    public override Value Lower(TermLowering at, BoundTerm term)
    {
        var posterior = at.Distribution(term.Arguments.Word("z"));
        var ofDraws = term.Arguments.Is("type", "II");
        var mean = posterior["mean"].Reshape(checked((int)posterior.Event.Count));
        var centred = (mean - mean.MeanOverBatch()).As("centred");
        var covariance = centred.TransposedTimes(centred).PerExample(1).As("covariance");
        var variances = centred.Square().MeanOverBatch();
        if (ofDraws)
        {
            var logvar = posterior["logvar"];
            var own = logvar.Exp();
            variances += logvar.Extent.HasRows ? own.Reshape(mean.Shape).MeanOverBatch() : own;
        }

        var diagonal = term.Arguments.Has("diagonal") ? term.Arguments.Number("diagonal") : ofDraws ? 1 : 10;

        // The part below the diagonal is the part above it.
        return (2 * covariance.Triangle(-1).Square().Sum()) + (diagonal * (variances - 1).Square().Sum());
    }
}
