using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Catalogue.Stages;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>msssim</c>.</summary>
internal sealed class MultiscaleSimilarity : SimilarityTerm
{
    /// <summary>The paper's exponents, of the finest scale first.</summary>
    private static readonly double[] Exponents = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

    /// <summary>What a mean counts at least: a power of a negative number is no number.</summary>
    private const double Least = 1e-6;

    public override string Name => "msssim";

    public override string Summary =>
        "One less the structural similarity over several scales, each half as fine as the one before: the product of what the variances "
        + "say at every scale and the means at the last one, to the paper's exponents. With fewer scales than five, the exponents of those "
        + "are scaled to add up to 1; a scale's mean counts 1e-6 at least.";

    public override string Source => "Wang et al. (2003), equation 7 and section 3.2";
    public override string Formula => "1 - mean l^α Π c_j^β s_j^γ";

    public override Signature Signature { get; } = Windowed.With(new Parameter("scales", ParameterKind.Size, "5", NamedOnly: true));

    protected override (TextSpan Span, string Message, string Help)? Check(TermBinding binding, BoundTerm term, BoundData data)
    {
        var (scales, window) = (term.Arguments.Int("scales"), term.Arguments.Int("window"));
        if (scales > Exponents.Length)
        {
            var span = term.Arguments.SpanOf("scales");
            return (span, $"there are exponents for 5 scales, not for {NumberText.Of(scales)}", "take 5 or fewer");
        }

        var least = data.Shape.Spatial.Min();
        var fitting = Enumerable.Range(1, Exponents.Length).TakeWhile(scale => least >> (scale - 1) >= window).LastOrDefault();
        return scales <= fitting
            ? null
            : (term.Span,
                $"`{data.Name}`, {data.Shape.Described()}, has no room for a window of {NumberText.Of(window)} at scale "
                    + $"{NumberText.Of(fitting + 1)} of {NumberText.Of(scales)}",
                fitting > 0
                    ? $"take fewer scales, `scales: {NumberText.Of(fitting)}`, or a smaller window"
                    : $"take a smaller window, `window: {NumberText.Of(Math.Max(1, least >> (scales - 1)))}`");
    }

    /// <summary>A number for each channel.</summary>
    protected override Value Error(TermLowering at, BoundTerm term, Value y, Value x)
    {
        var scales = term.Arguments.Int("scales");
        var sum = Exponents.Take(scales).Sum();
        Value? logarithm = null;
        for (var scale = 1; scale <= scales; scale++)
        {
            var (luminance, structure) = Compare(term, y, x);
            var mean = MeanOfMap(scale == scales ? luminance * structure : structure).AtLeast(Least).As($"scale{NumberText.Of(scale)}");
            var part = scales == Exponents.Length ? Exponents[scale - 1] : Exponents[scale - 1] / sum;
            logarithm = logarithm is null ? part * mean.Log() : logarithm + (part * mean.Log());
            if (scale < scales)
            {
                (y, x) = (Halved(y).As("y"), Halved(x).As("x"));
            }
        }

        return 1 - logarithm!.Exp();
    }

    /// <summary>Over all but the channels.</summary>
    private static Value MeanOfMap(Value map) =>
        map.Mean(map.Extent with { Shape = Shape.Of([map.Shape[0], .. map.Shape.Spatial.Select(_ => 1)]) });

    private static Value Halved(Value map) =>
        Pool.AveragePool(map, 2, withRest: false, Shape.Of([map.Shape[0], .. map.Shape.Spatial.Select(size => size / 2)]));
}
