using Hourglass.Numerics;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>
/// The terms <c>ssim</c> and <c>msssim</c> against the formulas of Wang et al. (2004), section III, and Wang et al. (2003), section 3,
/// written with loops over windows.
/// </summary>
[Proves("ssim", "msssim")]
public class SimilarityTests
{
    private static readonly double[] Exponents = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

    [Fact]
    public void Similarity_is_the_papers_mean_over_windows()
    {
        using var scope = NewDisposeScope();
        using var model = new Structural().Double();
        var x = Numbers.Uniforms(1, 3, 2, 13, 12);
        var y = model.Decode(model.Encode(x).H);

        var expected = Maps(y, 13, 12).Zip(Maps(x, 13, 12), (a, b) => Compare(a, b, 11, 1).Similarity).Average();
        Numbers.Near(1 - expected, model.Minimize(x).SsimY);
    }

    [Fact]
    public void Windows_and_ranges_are_those_that_are_asked_for()
    {
        using var scope = NewDisposeScope();
        using var model = new StructuralRange().Double();
        var x = Numbers.Normals(1, 4, 1, 6, 5);
        var y = model.Decode(model.Encode(x).H);

        var expected = Maps(y, 6, 5).Zip(Maps(x, 6, 5), (a, b) => Compare(a, b, 4, 4).Similarity).Average();
        Numbers.Near(1 - expected, model.Minimize(x).SsimY);
    }

    [Fact]
    public void Signals_have_windows_along_their_time()
    {
        using var scope = NewDisposeScope();
        using var model = new StructuralSignal().Double();
        var x = Numbers.Uniforms(1, 3, 2, 14);
        var y = model.Decode(model.Encode(x).H);

        var expected = Maps(y, 1, 14).Zip(Maps(x, 1, 14), (a, b) => Compare(a, b, 11, 1, high: 1).Similarity).Average();
        Numbers.Near(1 - expected, model.Minimize(x).SsimY);
    }

    [Fact]
    public void Scales_are_halved_maps_with_the_papers_exponents()
    {
        using var scope = NewDisposeScope();
        using var few = new Multiscale().Double();
        var x = Numbers.Uniforms(1, 2, 2, 23, 25);
        var expected = Maps(few.Decode(few.Encode(x).H), 23, 25)
            .Zip(Maps(x, 23, 25), (a, b) => OverScales(a, b, 11, [0.0448 / 0.3304, 0.2856 / 0.3304])).Average();
        Numbers.Near(1 - expected, few.Minimize(x).MsssimY);

        using var all = new MultiscaleWhole().Double();
        x = Numbers.Uniforms(2, 2, 1, 33, 34);
        expected = Maps(all.Decode(all.Encode(x).H), 33, 34)
            .Zip(Maps(x, 33, 34), (a, b) => OverScales(a, b, 2, Exponents)).Average();
        Numbers.Near(1 - expected, all.Minimize(x).MsssimY);
    }

    [Fact]
    public void What_is_compared_with_itself_is_similar()
    {
        using var scope = NewDisposeScope();
        var x = Numbers.Uniforms(1, 2, 3, 15, 16);
        Numbers.Same(Numbers.Of(ones(x.shape[0], 3, 5, 6, dtype: ScalarType.Float64)), GaussianWindow.Means(ones_like(x), 11));
        Numbers.Near(1, Compare(Maps(x, 15, 16)[0], Maps(x, 15, 16)[0], 11, 1).Similarity);
    }

    [Fact]
    public void Gradients_are_those_of_differences()
    {
        using var scope = NewDisposeScope();
        using var single = new StructuralRange().Double();
        var x = Numbers.Normals(1, 3, 1, 6, 5);
        Slopes.Agree(single.Decoder.Dense1.bias!, () => single.Minimize(x).SsimY);
        Slopes.Agree(single.Encoder.Dense1.bias!, () => single.Minimize(x).SsimY);

        using var several = new Multiscale().Double();
        var maps = Numbers.Uniforms(1, 2, 2, 23, 25);
        Slopes.Agree(several.Encoder.Dense1.bias!, () => several.Minimize(maps).MsssimY);
    }

    private static double[][,] Maps(Tensor tensor, int height, int width) =>
    [
        .. Numbers.Of(tensor).Chunk(height * width).Select(numbers =>
        {
            var map = new double[height, width];
            for (var i = 0; i < numbers.Length; i++)
            {
                map[i / width, i % width] = numbers[i];
            }

            return map;
        }),
    ];

    private static double OverScales(double[,] a, double[,] b, int window, double[] exponents)
    {
        var product = 1.0;
        for (var scale = 0; scale < exponents.Length; scale++)
        {
            var (similarity, structure) = Compare(a, b, window, 1);
            product *= Math.Pow(Math.Max(scale == exponents.Length - 1 ? similarity : structure, 1e-6), exponents[scale]);
            (a, b) = (Halved(a), Halved(b));
        }

        return product;
    }

    private static double[,] Halved(double[,] map)
    {
        var half = new double[map.GetLength(0) / 2, map.GetLength(1) / 2];
        for (var i = 0; i < half.GetLength(0); i++)
        {
            for (var j = 0; j < half.GetLength(1); j++)
            {
                half[i, j] = (map[2 * i, 2 * j] + map[(2 * i) + 1, 2 * j] + map[2 * i, (2 * j) + 1] + map[(2 * i) + 1, (2 * j) + 1]) / 4;
            }
        }

        return half;
    }

    /// <summary>Equations 13 and 14 of 2004 at every window, and the mean of c s alone; variances as moments about the means.</summary>
    private static (double Similarity, double Structure) Compare(double[,] a, double[,] b, int width, double range, int? high = null)
    {
        var height = high ?? width;
        var (c1, c2) = (Math.Pow(0.01 * range, 2), Math.Pow(0.03 * range, 2));
        double Bell(int place, int size) => Math.Exp(-Math.Pow(place - ((size - 1) / 2.0), 2) / (2 * 1.5 * 1.5));
        var (similarity, structure, count) = (0.0, 0.0, 0);
        for (var top = 0; top + height <= a.GetLength(0); top++)
        {
            for (var left = 0; left + width <= a.GetLength(1); left++)
            {
                double Mean(Func<double, double, double> of)
                {
                    var (sum, weights) = (0.0, 0.0);
                    for (var i = 0; i < height; i++)
                    {
                        for (var j = 0; j < width; j++)
                        {
                            var weight = Bell(i, height) * Bell(j, width);
                            sum += weight * of(a[top + i, left + j], b[top + i, left + j]);
                            weights += weight;
                        }
                    }

                    return sum / weights;
                }

                var (ma, mb) = (Mean((p, _) => p), Mean((_, q) => q));
                var (va, vb) = (Mean((p, _) => Math.Pow(p - ma, 2)), Mean((_, q) => Math.Pow(q - mb, 2)));
                var (sa, sb, both) = (Math.Sqrt(va), Math.Sqrt(vb), Mean((p, q) => (p - ma) * (q - mb)));
                var l = ((2 * ma * mb) + c1) / ((ma * ma) + (mb * mb) + c1);
                var c = ((2 * sa * sb) + c2) / (va + vb + c2);
                var s = (both + (c2 / 2)) / ((sa * sb) + (c2 / 2));
                similarity += l * c * s;
                structure += c * s;
                count++;
            }
        }

        return (similarity / count, structure / count);
    }
}
