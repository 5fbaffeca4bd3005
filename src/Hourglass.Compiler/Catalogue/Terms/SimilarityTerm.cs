using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>One less the structural similarity of maps (Wang et al., 2004).</summary>
internal abstract class SimilarityTerm : ErrorTerm
{
    /// <summary>The paper's K₁ and K₂, which keep quotients away from 0 / 0, by the range of the data.</summary>
    private static readonly (double OfMeans, double OfVariances) Small = (0.01, 0.03);

    public override TermKind Kind => TermKind.Mean;
    public override Signature Signature { get; } = Windowed;

    /// <summary>A value, the data, the windows, and the distance of the least from the largest possible value.</summary>
    protected static Signature Windowed { get; } = Signature.Of(
        new Parameter("y", ParameterKind.Value),
        new Parameter("x", ParameterKind.Value),
        new Parameter("window", ParameterKind.Size, "11", NamedOnly: true),
        new Parameter("range", ParameterKind.Positive, NamedOnly: true, Optional: true));

    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term)
    {
        if (base.Bind(binding, term) is null)
        {
            return null;
        }

        var data = binding.Model.FindData(term.Arguments.Word("x"))!;
        if (!data.Shape.IsMap)
        {
            binding.Report(ObjectiveErrors.Unfit(
                term.Arguments.SpanOf("x"),
                $"`{Name}` compares windows of feature maps, and `{data.Name}` is {data.Shape.Described()}",
                "declare the data as a map, `unit[1, 28, 28]`, or use `mse`"));
            return null;
        }

        if (!term.Arguments.Has("range") && !data.Range.IsWithin(ValueRange.Unit))
        {
            binding.Report(ObjectiveErrors.Unfit(
                term.Arguments.SpanOf("x"),
                $"`{Name}` weighs differences by the range of the data, and `{data.Name}` is {data.Domain.Name} ({data.Domain.Values})",
                $"say how far the largest value is from the least, `{Name}({term.Arguments.Word("y")}, {data.Name}, range: 2)`"));
            return null;
        }

        return Check(binding, term, data) is var (span, message, help) ? Refused(binding, span, message, help) : [term];
    }

    /// <summary>Why the windows do not fit the maps, and what would; null where they do.</summary>
    protected abstract (TextSpan Span, string Message, string Help)? Check(TermBinding binding, BoundTerm term, BoundData data);

    /// <summary>
    /// What each window's means say, l of equation 6, and what its variances and its covariance do, c s of equations 9 and 10 with
    /// C₃ = C₂ / 2.
    /// </summary>
    protected static (Value Luminance, Value Structure) Compare(BoundTerm term, Value y, Value x)
    {
        var (width, range) = (term.Arguments.Int("window"), term.Arguments.Has("range") ? term.Arguments.Number("range") : 1);
        var (c1, c2) = (Math.Pow(Small.OfMeans * range, 2), Math.Pow(Small.OfVariances * range, 2));
        var (yMean, xMean) = (GaussianWindow.Means(y, width).As("y_mean"), GaussianWindow.Means(x, width).As("x_mean"));
        var product = (yMean * xMean).As("product");
        var squares = (yMean.Square() + xMean.Square()).As("squares");
        var covariance = (GaussianWindow.Means(y * x, width) - product).As("covariance");
        var variances = (GaussianWindow.Means(y.Square(), width) + GaussianWindow.Means(x.Square(), width) - squares).As("variances");
        return (((2 * product) + c1) / (squares + c1), ((2 * covariance) + c2) / (variances + c2));
    }

    private static IReadOnlyList<BoundTerm>? Refused(TermBinding binding, TextSpan span, string message, string help)
    {
        binding.Report(ObjectiveErrors.Unfit(span, message, help));
        return null;
    }
}
