using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>ssim</c>.</summary>
internal sealed class StructuralSimilarity : SimilarityTerm
{
    public override string Name => "ssim";

    public override string Summary =>
        "One less the structural similarity of maps: of the means, variances and covariances of windows with Gaussian weights (deviation "
        + "1.5), averaged over windows and channels. The range is that of the data, 1 for `unit` and `binary`.";

    public override string Source => "Wang et al. (2004), equation 13";
    public override string Formula => "1 - mean SSIM(y, x)";

    protected override (TextSpan Span, string Message, string Help)? Check(TermBinding binding, BoundTerm term, BoundData data)
    {
        var (window, least) = (term.Arguments.Int("window"), data.Shape.Spatial.Min());
        return window <= least
            ? null
            : (term.Span, $"a window of {NumberText.Of(window)} does not fit `{data.Name}`, {data.Shape.Described()}",
                $"take a smaller one, `window: {NumberText.Of(least)}`");
    }

    protected override Value Error(TermLowering at, BoundTerm term, Value y, Value x)
    {
        var (luminance, structure) = Compare(term, y, x);
        return 1 - (luminance * structure);
    }
}
