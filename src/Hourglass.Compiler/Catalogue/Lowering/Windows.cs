using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>Maps taken apart into windows without overlap: <c>[c, h, k, w, k]</c>.</summary>
/// <param name="windows">The windows: <c>[c, h, w]</c>.</param>
/// <param name="kernel">Elements along each spatial dimension of a window.</param>
internal sealed class Windows(Shape windows, int kernel)
{
    /// <summary>The map that the windows fill.</summary>
    public Shape Whole { get; } = Shape.Of([windows[0], .. windows.Spatial.Select(size => checked(size * kernel))]);

    /// <summary>The dimensions along which the elements of a window lie.</summary>
    public IReadOnlyList<int> Axes { get; } = [.. Enumerable.Range(0, windows.Rank - 1).Select(axis => 2 + (2 * axis))];

    /// <summary>A map in another size: cut off behind, or filled up with zeros.</summary>
    public static Value Fit(Value map, Shape shape)
    {
        var common = Shape.Of([.. map.Shape.Dimensions.Zip(shape.Dimensions, Math.Min)]);
        return map.Crop(common).Embed(shape);
    }

    /// <summary>A map that the windows fill.</summary>
    public Value Fit(Value map) => Fit(map, Whole);

    /// <summary>The elements of each window.</summary>
    public Value Of(Value map) => map.Reshape(Split(kernel));

    /// <summary>A number for each window, beside its elements.</summary>
    public Value Each(Value numbers) => numbers.Reshape(Split(1));

    /// <summary>
    /// The share of each element in its window's result: while training all of an element that is drawn with a probability in proportion to
    /// its rate, elsewhere that probability. Of exponential times with these rates, the first is an element's with just that probability.
    /// </summary>
    public Value Shares(StageLowering at, Value rates)
    {
        var each = Of(rates).As("rates");
        return at.WhileTraining(OfLargest(rates / -at.Draws.Uniform(rates).Log()), each / each.Sum(Axes));
    }

    /// <summary>The same where all elements have the same rate.</summary>
    /// <param name="at">The stage.</param>
    /// <param name="map">A map of the windows.</param>
    public Value EvenShares(StageLowering at, Value map)
    {
        var share = map.Build.Fill(Factor.Of(Math.Pow(kernel, -Axes.Count)), map.Extent with { Shape = Split(kernel) });
        return at.WhileTraining(OfLargest(at.Draws.Uniform(map.Enlarge(Whole, linear: false))), share);
    }

    /// <summary>1 for the largest element of each window, 0 for the others; where several are as large, they share.</summary>
    private Value OfLargest(Value map)
    {
        var largest = (Of(map.As("race")) - Each(map.MaxPool(kernel, withRest: false, windows))).IsAtLeast(0).As("largest");
        return largest / largest.Sum(Axes);
    }

    private Shape Split(int size) => Shape.Of([windows[0], .. windows.Spatial.SelectMany(count => new[] { count, size })]);
}
