using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>
/// Means over windows with Gaussian weights that add up to 1, wherever a whole window fits (Wang et al., 2004, section III-C).
/// </summary>
internal static class GaussianWindow
{
    /// <summary>The call that readers of the graph see.</summary>
    internal const string Call = "gaussian_means";

    /// <summary>Of the weights, in elements.</summary>
    private const double Deviation = 1.5;

    /// <summary>The means of each channel.</summary>
    /// <param name="x">Maps, <c>[N, c, h, w]</c>, or of one or three spatial dimensions.</param>
    /// <param name="width">Elements along each dimension of a window.</param>
    /// <returns><c>[N, c, h - width + 1, w - width + 1]</c>.</returns>
    public static Value Means(Value x, int width)
    {
        var output = Shape.Of([x.Shape[0], .. x.Shape.Spatial.Select(size => size - width + 1)]);
        return x.Call(Call, x.Extent with { Shape = output }, [x], of => Convolved(of[0], width, output), width);
    }

    /// <summary>Each channel is a map by itself.</summary>
    private static Value Convolved(Value x, int width, Shape output)
    {
        var build = x.Build;
        var places = build.Add(new RangeOp(width), "places") - ((width - 1) / 2.0);
        var bell = (places.Square() / (-2 * Deviation * Deviation)).Exp().As("bell");
        var weights = (bell / bell.Sum()).As("window");
        var rank = x.Shape.Rank - 1;
        var window = Enumerable.Range(0, rank)
            .Select(axis => weights.Reshape([.. Enumerable.Range(0, rank).Select(i => i == axis ? width : 1)]))
            .Aggregate((product, factor) => product * factor)
            .Reshape([1, 1, .. Enumerable.Repeat(width, rank)]);
        var sizes = new ConvSizes(x.Shape.With(0, 1), output.With(0, 1), ConvWindow.Plain(width, rank));
        var maps = build.View(x, new Extent(checked(x.Extent.Rows * x.Shape[0]), sizes.Input));
        return build.View(build.Add(new ConvOp(sizes), build.Scope ?? "means", maps, window), x.Extent with { Shape = output });
    }
}
