using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Ir;

/// <summary>What moves the elements of values, and what joins them to the parameters of layers.</summary>
internal static class ValueShapes
{
    /// <summary>The same numbers in another shape of a row.</summary>
    public static Value Reshape(this Value x, params int[] sizes) => x.Reshape(Shape.Of(sizes));

    /// <summary>The same numbers in another shape of a row.</summary>
    public static Value Reshape(this Value x, Shape shape) => x.Build.View(x, x.Extent with { Shape = shape });

    /// <summary>Values one behind the other, along the first dimension of a row.</summary>
    public static Value Join(params Value[] values) => values[0].Build.Add(new JoinOp(), values[0].Build.Scope ?? values[0].Name, values);

    /// <summary>|x - y|² of every row of one value and every row of another: [N, N].</summary>
    public static Value SquaredDistances(this Value x, Value y)
    {
        var build = x.Build;
        var columns = new Extent(0, Shape.Of(y.Extent.Rows)) { Column = 0 };
        var norms = build.View(y.Square().Sum(axis: 0).As("norms"), columns);
        return (x.Square().Sum(axis: 0).As("norms") + norms - (2 * build.MatMul(x, false, y, true))).AtLeast(0);
    }

    /// <summary>xᵀ y, summed over the rows: <c>[a, b]</c> of <c>[N, a]</c> and <c>[N, b]</c>.</summary>
    public static Value TransposedTimes(this Value x, Value y) => x.Build.MatMul(x, true, y, false);

    /// <summary>The rows of the batch side by side, along a first dimension; what has no rows stays as it is.</summary>
    public static Value AsColumns(this Value x) => x.Extent.HasRows
        ? x.Build.View(x, new Extent(0, Shape.Of([x.Extent.Rows, .. x.Shape.Dimensions])) { Column = 0 })
        : x;

    /// <summary>The part of every row's matrix on a diagonal (-1: the one below the main one) and below it.</summary>
    public static Value Triangle(this Value x, int diagonal) => x.Build.Add(new TriangleOp(diagonal), x.Build.Scope ?? x.Name, x);

    /// <summary>(I + T)⁻¹ B, T the part of every row's matrix below its diagonal.</summary>
    public static Value SolveTriangle(this Value triangle, Value right) =>
        triangle.Build.Add(new TriangleSolveOp(Transposed: false), triangle.Build.Scope ?? right.Name, triangle, right);

    /// <summary>
    /// The products of elements of every row, summed over the dimensions that the result does not have; each has a letter.
    /// </summary>
    public static Value Contract(this Value x, Value y, string left, string right, string result) =>
        x.Build.Add(new ContractOp(left, right, result), x.Build.Scope ?? x.Name, x, y);

    /// <summary>All rows again, until there are as many as another value has.</summary>
    public static Value RepeatTo(this Value x, Value other) => x.Build.RepeatTo(x, other);

    /// <summary>A block of every row.</summary>
    public static Value Cut(this Value x, IReadOnlyList<int> start, Shape shape) => x.Build.Cut(x, start, shape);

    /// <summary>The first elements along every dimension of a row.</summary>
    public static Value Crop(this Value x, Shape shape) => x.Cut([.. shape.Dimensions.Select(_ => 0)], shape);

    /// <summary>Every row as a block of a larger row of zeros.</summary>
    public static Value Embed(this Value x, Shape shape, IReadOnlyList<int>? start = null) =>
        x.Build.Embed(x, start ?? [.. shape.Dimensions.Select(_ => 0)], shape);

    /// <summary>Zeros around the spatial dimensions of maps.</summary>
    public static Value Pad(this Value x, EquatableArray<(int Before, int Behind)> amounts) => x.Embed(
        Shape.Of([x.Shape[0], .. x.Shape.Spatial.Select((size, i) => size + amounts[i].Before + amounts[i].Behind)]),
        [0, .. amounts.Select(amount => amount.Before)]);

    /// <summary>Larger maps, by repetition or by linear interpolation.</summary>
    public static Value Enlarge(this Value x, Shape output, bool linear) =>
        x.Build.Add(new EnlargeOp(linear, output), x.Build.Scope ?? x.Name, x);

    /// <summary>The largest element of each window.</summary>
    public static Value MaxPool(this Value x, int kernel, bool withRest, Shape output) =>
        x.Build.Add(new MaxPoolOp(kernel, withRest, output), x.Build.Scope ?? x.Name, x);

    /// <summary>Each element where another map has the largest of the same window, zeros elsewhere.</summary>
    public static Value Unpool(this Value x, Value map, int kernel, bool withRest)
    {
        var scope = x.Build.Scope ?? x.Name;
        var places = x.Build.Add(new MaxPlacesOp(kernel, withRest, x.Shape), scope + "_places", map);
        return x.Build.Add(new ScatterOp(kernel, map.Shape), scope, x, places);
    }

    /// <summary>A parameter of a layer.</summary>
    public static Value Weight(this Value x, Layer layer, string member) => x.Build.Weight(layer, member);

    /// <summary>A parameter with a number for each channel, in the shape that is broadcast over maps like <paramref name="x"/>.</summary>
    public static Value ByChannel(this Value x, Layer layer, string member) => x.ByChannel(x.Build.Weight(layer, member));

    /// <summary>x W, or x Wᵀ, over the last dimension, plus the bias where there is one.</summary>
    public static Value Affine(this Value x, Value weight, bool transposed, Value? bias)
    {
        var build = x.Build;
        var width = x.Shape[x.Shape.Rank - 1];
        var (height, lead) = (checked((int)(x.Extent.Numbers / width)), x.Extent.HasRows);
        var rows = build.View(x, lead ? Extent.Of(height, width) : Extent.Of(0, height, width));
        var product = build.MatMul(rows, false, weight, !transposed);
        var sum = bias is null ? product : product + bias;
        return build.View(sum, x.Extent with { Shape = x.Shape.With(x.Shape.Rank - 1, sum.Shape[sum.Shape.Rank - 1]) }, build.Scope);
    }

    /// <summary>A dense layer.</summary>
    public static Value Affine(this Value x, Layer layer) =>
        x.Affine(x.Weight(layer, "weight"), transposed: false, ((LinearLayer)layer.Definition).Bias ? x.Weight(layer, "bias") : null);

    /// <summary>A convolution.</summary>
    public static Value Convolve(this Value x, Layer layer, Shape output)
    {
        var conv = (ConvLayer)layer.Definition;
        var sizes = new ConvSizes(x.Shape, output, conv.Window);
        var maps = x.Build.Add(new ConvOp(sizes), x.Build.Scope ?? x.Name, x, x.Weight(layer, "weight"));
        return conv.Bias ? maps.PlusChannels(x.Weight(layer, "bias")) : maps;
    }

    /// <summary>A transposed convolution.</summary>
    public static Value ConvolveTransposed(this Value x, Layer layer, Shape output)
    {
        var conv = (ConvTransposeLayer)layer.Definition;
        var maps = x.ConvolveTransposed(x.Weight(layer, "weight"), new ConvSizes(output, x.Shape, conv.Window));
        return conv.Bias ? maps.PlusChannels(x.Weight(layer, "bias")) : maps;
    }

    /// <summary>The adjoint of a convolution of these sizes.</summary>
    public static Value ConvolveTransposed(this Value x, Value weight, ConvSizes sizes) =>
        x.Build.Add(new ConvInputOp(sizes), x.Build.Scope ?? x.Name, x, weight);

    /// <summary>Maps, plus a number for each channel.</summary>
    public static Value PlusChannels(this Value maps, Value bias) => maps + maps.ByChannel(bias);

    /// <summary>Has a step move the running averages of a layer: the mean of each channel over the batch, and its variance.</summary>
    public static void Average(this Value x, Layer layer, Value mean, Value variance) =>
        x.Build.Averages.Add(new RunningAverage(layer.Path, mean, variance, checked((int)(x.Extent.PerExample / x.Shape[0]))));

    private static Value ByChannel(this Value maps, Value vector) =>
        maps.Build.View(vector, Extent.Of(0, [vector.Shape[0], .. maps.Shape.Spatial.Select(_ => 1)]));
}
