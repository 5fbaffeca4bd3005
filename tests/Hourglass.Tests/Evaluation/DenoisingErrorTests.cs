using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Hourglass.Tests.Evaluation;

/// <summary>Noises by their moments, and errors of reconstructions that are known.</summary>
public sealed class DenoisingErrorTests
{
    private static readonly double[,] Rows = Hourglass.Tests.Metrics.Draws.Normals(1, 20_000, 2);

    /// <summary>The reconstruction is half of what it is given: half of x is lost, and half of the noise stays.</summary>
    [Theory]
    [InlineData("gaussian(0.5)", 0.25, 0.25 + (0.25 * 0.25))]
    [InlineData("mask(0.3)", 0.3, 0.3 + (0.7 * 0.25))]
    [InlineData("salt(0.4)", (0.2 * 1) + (0.2 * 2), (0.6 * 0.25) + (0.2 * 1) + (0.2 * 1.25))]
    public void Errors_before_and_after_are_those_of_the_noise(string noise, double before, double after)
    {
        using var model = new KnownModel(2) { Reconstruct = x => x / 2 };
        using var data = KnownModel.Data(Rows);
        using var bound = SplitPassTests.Bind(model, data);
        var pass = new SplitPass(model, bound, DataSplit.Train);
        var found = DenoisingError.Of(pass, DataNoise.Parse(noise))!;
        Assert.Equal(before, found.Corrupted, 0.02);
        Assert.Equal(after, found.Denoised, 0.02);
        Assert.Equal(("x", noise), (found.Variable, found.Noise.ToString()));
        Assert.Null(found.CorruptedSignalToNoise);
        Assert.Equal(found, DenoisingError.Of(pass, DataNoise.Parse(noise)));
    }

    [Fact]
    public void What_is_missing_stays_so()
    {
        using var random = new RandomScope(1);
        using var x = tensor(new[] { double.NaN, 1, 2 });
        foreach (var noise in new[] { "gaussian(1)", "mask(0.9)", "salt(0.9)" })
        {
            using var corrupted = DataNoise.Parse(noise).Apply(x);
            Assert.Equal([true, false, false], corrupted.isnan().data<bool>().ToArray());
        }
    }

    [Fact]
    public void Other_words_are_refused() => Assert.All(
        ["", "gaussian", "gaussian()", "gaussian(0)", "gaussian(-1)", "gaussian(inf)", "mask(1)", "salt(0)", "blur(2)", "0(0.3)"],
        text => Assert.Throws<DataException>(() => DataNoise.Parse(text)));

    [Fact]
    public void Without_a_reconstruction_there_is_none()
    {
        using var model = new KnownModel(2);
        using var data = KnownModel.Data(Rows);
        using var bound = SplitPassTests.Bind(model, data);
        Assert.Null(DenoisingError.Of(new SplitPass(model, bound, DataSplit.Train), DataNoise.Parse("mask(0.3)")));
    }
}
