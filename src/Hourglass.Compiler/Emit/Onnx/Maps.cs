using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;
using static Hourglass.Compiler.Emit.Onnx.GraphWriter;

namespace Hourglass.Compiler.Emit.Onnx;

/// <summary>Operators over maps: convolutions, pools and their ways back.</summary>
internal static class Maps
{
    public static string Convolution(ConvOp op, string operands) => $"Conv({operands}, {Text(op.Sizes.Window)})";

    public static string Transposed(ConvInputOp op, string operands) =>
        $"ConvTranspose({operands}, {Text(op.Sizes.Window)}, output_padding: {List(op.Sizes.Skipped)})";

    public static string MaxPool(MaxPoolOp op, string x) => Pool(op.Kernel, op.Rest, op.Output, x);

    /// <summary>ONNX counts places through the whole batch, the graph within a channel.</summary>
    public static string MaxPlaces(MaxPlacesOp op, GraphWriter writer, Value value, string x)
    {
        var places = writer.LastOf(value.Name + "_in_batch", 1, Pool(op.Kernel, op.Rest, op.Output, x));
        return $"Mod({places}, {NumberText.Of(PlacesOf(value.Inputs[0].Shape))})";
    }

    public static string Scatter(ScatterOp op, string rows, string values, string places)
    {
        var channels = op.Shape[0];
        var zeros = $"ConstantOfShape(Concat({rows}, [{NumberText.Of(channels)}, {NumberText.Of(PlacesOf(op.Shape))}], axis: 0))";
        return Map(op.Shape, $"ScatterElements({zeros}, {Flat(places, channels)}, {Flat(values, channels)}, axis: 2)");
    }

    public static string Gather(GatherOp op, string map, string places) =>
        Map(op.Shape, $"GatherElements({Flat(map, op.Shape[0])}, {Flat(places, op.Shape[0])}, axis: 2)");

    /// <summary>As PyTorch reads the smaller map: from the place before, or between the centres of elements.</summary>
    public static string Enlarge(EnlargeOp op, string x)
    {
        var axes = List(Enumerable.Range(2, op.Output.Rank - 1));
        var how = op.Linear
            ? "mode: \"linear\", coordinate_transformation_mode: \"pytorch_half_pixel\""
            : "mode: \"nearest\", coordinate_transformation_mode: \"asymmetric\", nearest_mode: \"floor\"";
        return $"Resize({x}, _, _, {List(op.Output.Spatial)}, axes: {axes}, {how})";
    }

    private static string Text(ConvWindow window) =>
        $"strides: {List(window.Stride)}, pads: {List([.. window.Padding, .. window.Padding])}"
        + (window.Dilation.All(step => step == 1) ? "" : $", dilations: {List(window.Dilation)}")
        + (window.Groups == 1 ? "" : $", group: {NumberText.Of(window.Groups)}");

    private static string Pool(int kernel, bool rest, Shape output, string x)
    {
        var each = List(output.Spatial.Select(_ => kernel));
        return $"MaxPool({x}, kernel_shape: {each}, strides: {each}{(rest ? ", ceil_mode: 1" : "")})";
    }

    private static int PlacesOf(Shape map) => map.Spatial.Aggregate(1, (product, size) => checked(product * size));

    /// <summary>Maps with the places of each channel side by side.</summary>
    private static string Flat(string maps, int channels) => $"Reshape({maps}, [0, {NumberText.Of(channels)}, -1])";

    private static string Map(Shape shape, string flat) => $"Reshape({flat}, {List([0, .. shape.Dimensions])})";
}
