using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>Primitives over maps, and blocks of rows, in PyTorch.</summary>
internal static class PythonBlocks
{
    /// <summary>The text of one of these primitives; null for any other.</summary>
    public static string? Text(Value value, string[] args, Func<int, string> receiver, PythonContext context) => value.Op switch
    {
        ConvOp op => $"F.conv{NumberText.Of(op.Sizes.Rank)}d({args[0]}, {args[1]}{Window(op.Sizes.Window)})",
        ConvInputOp op => $"F.conv_transpose{NumberText.Of(op.Sizes.Rank)}d({args[0]}, {args[1]}"
            + $"{Window(op.Sizes.Window, op.Sizes.Skipped)})",
        MaxPoolOp op => $"{MaxPool(op.Kernel, op.Rest, op.Output, args[0])})",
        MaxPlacesOp op => $"{MaxPool(op.Kernel, op.Rest, op.Output, args[0])}, return_indices=True)[1]",
        ScatterOp op => $"{context.Helper("place")}({args[0]}, {args[1]}, {PythonText.Tuple(op.Shape.Spatial)})",
        GatherOp op => $"{receiver(0)}.flatten(2).gather(2, {args[1]}.flatten(2)).reshape({PythonText.List([-1, .. op.Shape.Dimensions])})",
        EnlargeOp op => $"F.interpolate({args[0]}, size={PythonText.Tuple(op.Output.Spatial)}, {Mode(op)})",
        CutOp op => receiver(0) + Cut(op, value.Inputs[0]),
        EmbedOp op => $"F.pad({args[0]}, {Borders(op, value.Inputs[0].Shape)})",
        _ => null,
    };

    /// <summary>A block of every row, as slices.</summary>
    private static string Cut(CutOp op, Value whole)
    {
        var slices = op.Shape.Dimensions.Select((size, i) => size == whole.Shape[i]
            ? ":"
            : $"{(op.Start[i] == 0 ? "" : NumberText.Of(op.Start[i]))}:{NumberText.Of(op.Start[i] + size)}").ToList();
        while (slices.Count > 1 && slices[slices.Count - 1] == ":")
        {
            slices.RemoveAt(slices.Count - 1);
        }

        return $"[{(whole.Extent.HasRows ? ":, " : "")}{string.Join(", ", slices)}]";
    }

    /// <summary>What is added before and behind each dimension, the last one first; leading ones that stay are left out.</summary>
    private static string Borders(EmbedOp op, Shape part)
    {
        var borders = Enumerable.Range(0, part.Rank)
            .Select(i => (Before: op.Start[i], Behind: op.Shape[i] - part[i] - op.Start[i]))
            .SkipWhile(border => border == (0, 0))
            .Reverse();
        return PythonText.Tuple(borders.SelectMany(border => new[] { border.Before, border.Behind }));
    }

    private static string Window(ConvWindow window, EquatableArray<int>? extra = null)
    {
        string Named(string name, EquatableArray<int> sizes, int usual) =>
            sizes.All(size => size == usual) ? "" : $", {name}={PythonText.PerAxis(sizes)}";
        return Named("stride", window.Stride, 1)
            + Named("padding", window.Padding, 0)
            + (extra is { } sizes ? Named("output_padding", sizes, 0) : "")
            + Named("dilation", window.Dilation, 1)
            + (window.Groups == 1 ? "" : $", groups={NumberText.Of(window.Groups)}");
    }

    private static string MaxPool(int kernel, bool rest, Shape output, string x) =>
        $"F.max_pool{NumberText.Of(output.Rank - 1)}d({x}, {NumberText.Of(kernel)}{(rest ? ", ceil_mode=True" : "")}";

    private static string Mode(EnlargeOp op) => (op.Linear, op.Output.Rank) switch
    {
        (true, 2) => "mode=\"linear\"",
        (true, 3) => "mode=\"bilinear\"",
        (true, _) => "mode=\"trilinear\"",
        _ => "mode=\"nearest\"",
    };
}
