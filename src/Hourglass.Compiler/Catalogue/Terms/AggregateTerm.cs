using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>
/// A part of a code's divergence from its prior that needs the aggregate posterior q(z), the mean of q(z | x) over the data: here over the
/// batch, each draw weighed by every example's posterior (Chen et al., 2018, section 4 and appendix C).
/// </summary>
internal abstract class AggregateTerm : TermEntry
{
    public override string Source => "Chen et al. (2018), equation 2; the aggregate posterior is the batch's";
    public override bool IsDivergence => true;
    public override Signature Signature { get; } = Signature.Of(new Parameter("z", ParameterKind.Value));

    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term)
    {
        if (!binding.IsRandomCode(term, "z"))
        {
            return null;
        }

        var (name, span) = (term.Arguments.Word("z"), term.Arguments.SpanOf("z"));
        var code = binding.Model.Find(name)!;
        if (!binding.PassesGradients(term, code, span))
        {
            return null;
        }

        if (!code.Distribution!.IsFactorised)
        {
            binding.Report(ObjectiveErrors.NotFactorised(Name, name, span));
            return null;
        }

        return [term];
    }

    public override IEnumerable<TermRead> Reads(BoundModel model, BoundTerm term) =>
        base.Reads(model, term).Append(TermRead.Distribution(term.Arguments.Word("z")));

    public override Value Lower(TermLowering at, BoundTerm term)
    {
        var (posterior, z) = (at.Distribution(term.Arguments.Word("z")), at.Value(term, "z"));
        var pairs = Columns(posterior).LogProb(Row(z));
        return Divergence(at, term.Arguments.Word("z"), new Aggregate(pairs, at.CountOf(z).Log())).PerExample();
    }

    /// <summary>The part for each draw.</summary>
    protected abstract Value Divergence(TermLowering at, string code, Aggregate aggregate);

    /// <summary>Every draw beside every example: <c>[N, 1, …]</c>.</summary>
    private static Value Row(Value z) => z.Reshape([1, .. z.Shape.Dimensions]);

    /// <summary>The posterior of every example, side by side: <c>[N, …]</c> in each row.</summary>
    private static Density Columns(Density posterior) => posterior with
    {
        Parameters = [.. posterior.Parameters.Select(parameter => (parameter.Name, parameter.Value.AsColumns()))],
    };
}

/// <summary>The aggregate posterior of a batch, at its draws.</summary>
/// <param name="Pairs">log q(z | x) of every draw under every example's posterior: <c>[N, N, …]</c>, or without the last ones.</param>
/// <param name="LogCount">The logarithm of the number of examples.</param>
internal sealed record Aggregate(Value Pairs, Value LogCount)
{
    /// <summary>log q(z) of each draw.</summary>
    public Value Joint => Over(Pairs.Sum([.. Enumerable.Range(1, Pairs.Shape.Rank - 1)]));

    /// <summary>Σ log q(zᵢ) of each draw: as if its elements were independent.</summary>
    public Value Marginals => (Pairs.LogSumExp() - LogCount).SumOfEvent();

    private Value Over(Value joint) => (joint.LogSumExp() - LogCount).SumOfEvent();
}
