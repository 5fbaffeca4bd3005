using Hourglass.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Images;

public class TilingTests
{
    [Theory]
    [InlineData(4, 0, 8, "0 4")]
    [InlineData(4, 0, 9, "0 4 5")]
    [InlineData(4, 2, 9, "0 2 4 5")]
    [InlineData(4, 2, 4, "0")]
    [InlineData(5, 4, 7, "0 1 2")]
    [InlineData(188, 92, 512, "0 96 192 288 324")]
    public void Tiles_end_with_the_line(int side, int overlap, int length, string expected) =>
        Assert.Equal(expected, string.Join(' ', new Tiling(side, overlap).Starts(length)));

    /// <summary>Tiles that are given back give the picture back: every bit where borders are cut, to rounding where they are blended.
    /// </summary>
    [Theory]
    [InlineData(TileBorder.Crop, 0)]
    [InlineData(TileBorder.Crop, 3)]
    [InlineData(TileBorder.Crop, 6)]
    [InlineData(TileBorder.Blend, 0)]
    [InlineData(TileBorder.Blend, 3)]
    [InlineData(TileBorder.Blend, 6)]
    public void Nothing_is_lost(TileBorder border, int overlap)
    {
        using var scope = NewDisposeScope();
        var images = rand([2, 3, 19, 23], ScalarType.Float64, generator: new Generator(3));
        var back = new Tiling(7, overlap, border).Predict(images, tiles => tiles * 1, batch: 5);
        Assert.InRange((back - images).abs().max().item<double>(), 0, border == TileBorder.Crop ? 0 : 1e-15);
    }

    /// <summary>A convolution sees two places away: with an overlap of four, cut tiles are what it gives for the whole picture.</summary>
    [Theory]
    [InlineData(4, true)]
    [InlineData(6, true)]
    [InlineData(2, false)]
    public void Cut_tiles_are_exact_where_the_overlap_is_twice_what_a_network_sees(int overlap, bool exact)
    {
        using var scope = NewDisposeScope();
        var images = rand([1, 1, 21, 30], ScalarType.Float64, generator: new Generator(4));
        var kernel = rand([2, 1, 5, 5], ScalarType.Float64, generator: new Generator(5));
        Tensor Convolve(Tensor x) => nn.functional.conv2d(x, kernel, padding: [2, 2]);
        var tiled = new Tiling(11, overlap).Predict(images, Convolve);
        var error = (tiled - Convolve(images)).abs().max().item<double>();
        Assert.Equal([1, 2, 21, 30], tiled.shape);
        Assert.True(exact ? error < 1e-13 : error > 0.1, $"{error}");
    }

    /// <summary>
    /// Two tiles of a line of six, of four each: the first gives 0, the second 1. Their weights are 1 2 2 1, so that the shared places have
    /// 1 / (2 + 1) and 2 / (1 + 2).
    /// </summary>
    [Fact]
    public void Blended_weights_by_hand()
    {
        using var scope = NewDisposeScope();
        var images = arange(6, ScalarType.Float64).repeat(4, 1).reshape(1, 1, 4, 6);
        var blended = new Tiling(4, 2, TileBorder.Blend).Predict(
            images,
            tiles => zeros_like(tiles) + tiles.narrow(3, 0, 1).gt(0).to_type(ScalarType.Float64));
        double[] expected = [0, 0, 1 / 3.0, 2 / 3.0, 1, 1];
        for (var row = 0; row < 4; row++)
        {
            Assert.All(blended[0][0][row].data<double>().ToArray(), (value, i) => Assert.Equal(expected[i], value, 1e-15));
        }
    }

    [Fact]
    public void What_does_not_fit_is_told()
    {
        using var scope = NewDisposeScope();
        var images = zeros(1, 1, 8, 8);
        Tensor Same(Tensor tiles) => tiles;
        Refused("Overlap is below Side, 4; got 4.", () => new Tiling(4, 4).Predict(images, Same));
        Refused("A tile of 9 does not fit into 8;", () => new Tiling(9, 2).Predict(images, Same));
        Refused("images is [N, C, H, W], one picture at least; got [8, 8].", () => new Tiling(4, 2).Predict(images[0][0], Same));
        Refused(
            "predict gives real numbers [9, K, 4, 4] for 9 tiles; got float32 [9, 1, 3, 4].",
            () => new Tiling(4, 2).Predict(images, tiles => tiles.narrow(2, 0, 3)));
        Refused("Side is 1 or more; got 0.", () => new Tiling(0, 0).Starts(4));
    }

    private static void Refused(string expected, Func<object> act) =>
        Assert.Contains(expected, Assert.Throws<DataException>(act).Message, StringComparison.Ordinal);
}
