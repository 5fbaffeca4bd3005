using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Catalogue.Stages;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The figure <c>perplexity</c>.</summary>
internal sealed class Perplexity : QuantisationTerm
{
    /// <summary>Keeps the logarithm of a share finite.</summary>
    private const double Smallest = 1e-12;

    public override string Name => "perplexity";

    public override string Summary =>
        "How many codes a batch uses: as many as would have the same entropy if all were used alike. A figure: it is reported, and is no "
        + "part of what is minimized.";

    public override string Source => "van den Oord et al. (2017), section 4";
    public override string Formula => "exp(-Σ p log p), p the share of each code in the batch";
    public override bool IsFigure => true;

    public override Signature Signature { get; } = Signature.Of(Variable);

    /// <summary>The figure beside a term of the same variable.</summary>
    public static BoundTerm Of(BoundTerm term)
    {
        var (name, span) = (term.Arguments.Word("q"), term.Arguments.SpanOf("q"));
        var arguments = BoundArguments.None.With("q", name, span);
        return new BoundTerm($"perplexity_{name}", Vocabulary.Terms["perplexity"], arguments, BoundWeight.Zero, term.Span);
    }

    public override Value Lower(TermLowering at, BoundTerm term)
    {
        var chosen = Kept(at, term, Quantize.Chosen);
        var each = new Extent(0, Shape.Of([chosen.Shape[0], .. chosen.Shape.Spatial.Select(_ => 1)]));
        var share = chosen.Build.Name(chosen.Mean(each), $"{term.Name}_share");
        return (-(share * share.AtLeast(Smallest).Log()).Sum()).Exp();
    }
}
