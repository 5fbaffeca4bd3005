using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Blocks of rows, cut out or put into larger ones, in C#.</summary>
internal static class BlockText
{
    /// <summary>A block, as calls that narrow each dimension.</summary>
    public static string Narrowed(CutOp op, Shape whole) => string.Concat(Enumerable.Range(0, whole.Rank)
        .Where(i => op.Shape[i] != whole[i])
        .Select(i => $".narrow({NumberText.Of(i + 1)}, {NumberText.Of(op.Start[i])}, {NumberText.Of(op.Shape[i])})"));

    /// <summary>The places of the largest elements of windows.</summary>
    public static string Places(MaxPlacesOp op, string x) => $"nn.functional.max_pool{Rank(op.Output)}d_with_indices({x}, "
        + $"{Kernel(op.Kernel, op.Output)}{(op.Rest ? ", ceil_mode: true" : "")}).Item2";

    /// <summary>Numbers at their places in windows.</summary>
    public static string Unpooled(ScatterOp op, string x, string places) =>
        $"Unpooling.Place({x}, {places}, {Numbers.List(op.Shape.Spatial)})";

    /// <summary>How a map is enlarged.</summary>
    public static string ModeOf(EnlargeOp op) => (op.Linear, op.Output.Rank) switch
    {
        (true, 2) => "InterpolationMode.Linear, align_corners: false",
        (true, 3) => "InterpolationMode.Bilinear, align_corners: false",
        (true, _) => "InterpolationMode.Trilinear, align_corners: false",
        _ => "InterpolationMode.Nearest",
    };

    /// <summary>Whether a block, in another shape, is one slice along the first dimension of a row.</summary>
    public static bool IsSlice(CutOp op, Shape whole, Shape result) =>
        op.Shape[0] == 1 && op.Shape.Spatial.SequenceEqual(whole.Spatial) && op.Shape.Spatial.SequenceEqual(result.Dimensions);

    private static string Rank(Shape map) => NumberText.Of(map.Rank - 1);

    private static string Kernel(int kernel, Shape map) =>
        map.Rank == 2 ? NumberText.Of(kernel) : $"[{Numbers.List(Enumerable.Repeat(kernel, map.Rank - 1))}]";

    /// <summary>
    /// What is added before and behind each dimension, the last one first; leading ones that stay as they are are left out.
    /// </summary>
    public static string Borders(EmbedOp op, Shape part)
    {
        var borders = Enumerable.Range(0, part.Rank)
            .Select(i => (Before: op.Start[i], Behind: op.Shape[i] - part[i] - op.Start[i]))
            .ToArray();
        return Numbers.List(
            borders.SkipWhile(border => border == (0, 0)).Reverse().SelectMany(border => new[] { border.Before, border.Behind }));
    }
}
