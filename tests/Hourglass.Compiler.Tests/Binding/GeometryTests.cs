using System.Globalization;
using CsCheck;
using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Tests.Binding;

/// <summary>Sizes of convolutions, and what undoes them, for any size, width and stride.</summary>
public sealed class GeometryTests
{
    private static readonly Gen<(int Size, int Kernel, int Stride, int Rank)> Cases = Gen.Select(
        Gen.Int[1, 40],
        Gen.Int[1, 9],
        Gen.Int[1, 5],
        Gen.Int[1, 3]);

    [Fact]
    public void A_same_convolution_gives_the_size_over_the_stride_rounded_up() => Cases.Sample(
        c => Shapes(c, "conv(2, K, stride: S)")[0].Output == Map(2, Up(c.Size, c.Stride), c.Rank),
        iter: 2_000);

    [Fact]
    public void A_deconvolution_undoes_a_same_convolution_of_a_divisible_size() => Cases.Sample(
        c => Shapes((c.Size * c.Stride, c.Kernel, c.Stride, c.Rank), "conv(2, K, stride: S) -> deconv(3, K, stride: S)")[1].Output
            == Map(3, c.Size * c.Stride, c.Rank),
        iter: 2_000);

    [Fact]
    public void An_unpadded_deconvolution_undoes_an_unpadded_convolution_that_leaves_no_rest() => Cases.Sample(
        c =>
        {
            var size = ((c.Size - 1) * c.Stride) + c.Kernel;
            var stages = Shapes(
                (size, c.Kernel, c.Stride, c.Rank),
                "conv(2, K, stride: S, padding: 0) -> deconv(3, K, stride: S, padding: 0)");
            return stages[0].Output == Map(2, c.Size, c.Rank) && stages[1].Output == Map(3, size, c.Rank);
        },
        iter: 2_000);

    [Fact]
    public void A_mirror_comes_back_to_the_shape_of_the_data_odd_sizes_too() => Gen.Select(Cases, Gen.Int[1, 3]).Sample(
        (c, pool) =>
        {
            var window = Math.Min(pool, Up(c.Size, c.Stride));
            var encoder = string.Create(
                CultureInfo.InvariantCulture,
                $"conv(2, K, relu, stride: S) -> pool(max, {window}) -> conv(3, K) -> flatten -> dense(4)");
            var model = Bind(c, encoder, "decode y = h -> mirror minimize l2(y)");
            return model.Find("y")!.Shape == Map(1, c.Size, c.Rank)
                && AeCompiler.Lower(new BindingResult(model, default)).Functions["y"].Shape == Map(1, c.Size, c.Rank);
        },
        iter: 2_000);

    /// <summary>Whatever the convolution looks at, what its mirror computes has the data's shape.</summary>
    [Fact]
    public void A_mirror_comes_back_from_dilated_causal_and_grouped_convolutions() => Gen.Select(Cases, Gen.Int[1, 4], Gen.Bool).Sample(
        (c, dilation, isCausal) =>
        {
            var rank = isCausal ? 1 : c.Rank;
            var encoder = string.Create(
                CultureInfo.InvariantCulture,
                $"conv(4, K, stride: S, dilation: {dilation}{(isCausal ? ", padding: causal" : "")}) -> "
                    + $"conv(4, 2, groups: 2, dilation: 2)");
            var model = Bind((c.Size, c.Kernel, c.Stride, rank), encoder, "decode y = h -> mirror minimize l2(y)");
            return model.Find("h")!.Shape == Map(4, Up(c.Size, c.Stride), rank)
                && model.Find("y")!.Shape == Map(1, c.Size, rank)
                && AeCompiler.Lower(new BindingResult(model, default)).Functions["y"].Shape == Map(1, c.Size, rank);
        },
        iter: 1_000);

    [Fact]
    public void A_same_pool_gives_the_size_over_the_window_rounded_up_and_its_mirror_comes_back() => Cases.Sample(
        c =>
        {
            var model = Bind(c, "pool(avg, K, padding: same)", "decode y = h -> mirror minimize sse(y, x)");
            return model.Find("h")!.Shape == Map(1, Up(c.Size, c.Kernel), c.Rank)
                && model.Find("y")!.Shape == Map(1, c.Size, c.Rank)
                && AeCompiler.Lower(new BindingResult(model, default)).Functions["y"].Shape == Map(1, c.Size, c.Rank);
        },
        iter: 1_000);

    [Fact]
    public void Images_of_28_are_halved_to_4_and_come_back()
    {
        var stages = Bind(
            (28, 2, 1, 2),
            "pool(max, 2, padding: same) -> pool(max, 2, padding: same) -> pool(max, 2, padding: same)",
            "decode y = h -> mirror minimize sse(y, x)");

        Assert.Equal([14, 7, 4], stages.Find("h")!.Stages.Select(stage => stage.Output[1]));
        Assert.Equal([7, 14, 28], stages.Find("y")!.Stages.Select(stage => stage.Output[1]));
    }

    private static int Up(int size, int stride) => (size + stride - 1) / stride;

    private static Shape Map(int channels, int size, int rank) => Shape.Of([channels, .. Enumerable.Repeat(size, rank)]);

    private static IReadOnlyList<BoundStage> Shapes((int Size, int Kernel, int Stride, int Rank) c, string stages) =>
        Bind(c, stages, "minimize l2(h)").Find("h")!.Stages;

    private static BoundModel Bind((int Size, int Kernel, int Stride, int Rank) c, string stages, string rest)
    {
        var pipeline = stages.Replace("K", c.Kernel.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("S", c.Stride.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var sizes = string.Join(", ", Enumerable.Repeat(c.Size, c.Rank));
        var bound = Bound.Of($"model M {{ data x: real[1, {sizes}] encode h = x -> {pipeline} {rest} }}");
        Assert.Empty(bound.Diagnostics);
        return bound.Model;
    }
}
