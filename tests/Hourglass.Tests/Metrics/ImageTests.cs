using Hourglass.Metrics;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Tests.Metrics;

/// <summary>Masks against loops over pixels, images against closed forms and the term <c>ssim</c>, which has its own proof.</summary>
public class ImageTests
{
    [Fact]
    public void Masks_by_hand()
    {
        bool[] mask = [true, true, true, false, false], found = [true, true, false, true, false];
        Assert.Equal(2 / 4.0, Segmentation.IntersectionOverUnion(mask, found), 12);
        Assert.Equal(4 / 6.0, Segmentation.Dice(mask, found), 12);
        Assert.Equal(2 / 5.0, Segmentation.PixelError(mask, found), 12);
    }

    [Fact]
    public void Empty_masks_agree_with_each_other_alone()
    {
        bool[] empty = [false, false], full = [true, false];
        Assert.Equal(1, Segmentation.IntersectionOverUnion(empty, empty));
        Assert.Equal(1, Segmentation.Dice(empty, empty));
        Assert.Equal(0, Segmentation.PixelError(empty, empty));
        Assert.Equal(0, Segmentation.IntersectionOverUnion(empty, full));
        Assert.Equal(0, Segmentation.Dice(full, empty));
        Assert.Equal(0.5, Segmentation.PixelError(full, empty));
    }

    [Fact]
    public void Masks_of_a_batch_are_compared_one_by_one()
    {
        using var scope = NewDisposeScope();
        var (mask, found) = (Numbers.Uniforms(1, 5, 3, 4) < 0.4, Numbers.Uniforms(2, 5, 3, 4) < 0.5);
        mask[0].fill_(false);
        found[0].fill_(false);
        var (a, b) = (Pixels(mask), Pixels(found));
        Numbers.Same([.. a.Zip(b, (x, y) => Segmentation.IntersectionOverUnion(x, y))], Segmentation.IntersectionOverUnion(mask, found));
        Numbers.Same([.. a.Zip(b, (x, y) => Segmentation.Dice(x, y))], Segmentation.Dice(mask, found));
        Numbers.Same([.. a.Zip(b, (x, y) => Segmentation.PixelError(x, y))], Segmentation.PixelError(mask, found));

        // Each is a function of another: D = 2 J / (1 + J).
        var jaccard = Numbers.Of(Segmentation.IntersectionOverUnion(mask, found));
        Numbers.Same([.. jaccard.Select(j => 2 * j / (1 + j))], Segmentation.Dice(mask, found));
    }

    [Fact]
    public void Decibels_of_a_known_error()
    {
        using var scope = NewDisposeScope();
        var x = Numbers.Uniforms(1, 2, 1, 4, 5);
        Numbers.Same([20, 20], ImageFidelity.PeakSignalToNoise(x + 0.1, x));
        Numbers.Same([40, 40], ImageFidelity.PeakSignalToNoise((x * 200) + 2.55, x * 200, 255));
        Assert.All(Numbers.Of(ImageFidelity.PeakSignalToNoise(x, x)), decibels => Assert.Equal(double.PositiveInfinity, decibels));
        var y = Numbers.Uniforms(2, 2, 1, 4, 5);
        var errors = Numbers.Of(x).Zip(Numbers.Of(y), (a, b) => (a - b) * (a - b)).Chunk(20).Select(e => -10 * Math.Log10(e.Average()));
        Numbers.Same([.. errors], ImageFidelity.PeakSignalToNoise(y, x));
    }

    [Fact]
    public void Structural_similarity_is_that_of_the_term()
    {
        using var scope = NewDisposeScope();
        using var model = new Structural().Double();
        var x = Numbers.Uniforms(1, 3, 2, 13, 12);
        var y = model.Decode(model.Encode(x).H);
        var similar = ImageFidelity.StructuralSimilarity(y, x);
        Assert.Equal([3], similar.shape);
        Numbers.Near(1 - Numbers.One(model.Minimize(x).SsimY), similar.mean());

        using var ranged = new StructuralRange().Double();
        x = Numbers.Normals(1, 4, 1, 6, 5);
        y = ranged.Decode(ranged.Encode(x).H);
        Numbers.Near(1 - Numbers.One(ranged.Minimize(x).SsimY), ImageFidelity.StructuralSimilarity(y, x, 4, 4).mean());
    }

    /// <summary>Flat images have no structure: (2 a b + C₁) / (a² + b² + C₁).</summary>
    [Fact]
    public void Structural_similarity_in_closed_form()
    {
        using var scope = NewDisposeScope();
        var flat = ones(1, 1, 12, 12);
        Numbers.Near(
            ((2 * 0.25 * 0.75) + 1e-4) / ((0.25 * 0.25) + (0.75 * 0.75) + 1e-4),
            ImageFidelity.StructuralSimilarity(flat * 0.25, flat * 0.75), 1e-9);
        var x = Numbers.Uniforms(1, 2, 1, 12, 12);
        Numbers.Same([1, 1], ImageFidelity.StructuralSimilarity(x, x));
        Numbers.Same(
            Numbers.Of(ImageFidelity.StructuralSimilarity(x.flip(3), x)),
            ImageFidelity.StructuralSimilarity(x * 255, x.flip(3) * 255, 255));
    }

    [Fact]
    public void What_cannot_be_compared_is_refused()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2, 1, 4, 4);
        Assert.StartsWith("mask has 1 examples", Draws.Refused(() => Segmentation.Dice([true], [true, false])), StringComparison.Ordinal);
        Assert.StartsWith("mask is empty", Draws.Refused(() => Segmentation.PixelError([], [])), StringComparison.Ordinal);
        Assert.Equal(
            "mask is bool; got float32. Say from which value on a pixel is in it: mask >= 0.5.",
            Draws.Refused(() => Segmentation.Dice(x, x)));
        Assert.Equal(
            "found is [2, 1, 4, 4], as mask is; got [1, 1, 4, 4].",
            Draws.Refused(() => Segmentation.Dice(x > 0, zeros(1, 1, 4, 4) > 0)));
        Assert.StartsWith("mask is [N, ...]", Draws.Refused(() => Segmentation.Dice(ones(3) > 0, ones(3) > 0)), StringComparison.Ordinal);
        Assert.Equal("y is [2, 1, 4, 4], as x is; got [3].", Draws.Refused(() => ImageFidelity.PeakSignalToNoise(zeros(3), x)));
        Assert.Equal("range is a number above 0; got 0.", Draws.Refused(() => ImageFidelity.PeakSignalToNoise(x, x, 0)));
        Assert.StartsWith(
            "x is [N, ...]",
            Draws.Refused(() => ImageFidelity.PeakSignalToNoise(ones(3), ones(3))),
            StringComparison.Ordinal);
        Assert.Contains("11 or more", Draws.Refused(() => ImageFidelity.StructuralSimilarity(x, x)), StringComparison.Ordinal);
        Assert.Equal("window is 1 or more; got 0.", Draws.Refused(() => ImageFidelity.StructuralSimilarity(x, x, 1, 0)));
    }

    private static bool[][] Pixels(Tensor masks) =>
        [.. masks.flatten(1).data<bool>().ToArray().Chunk((int)(masks.numel() / masks.shape[0]))];
}
