using Hourglass.Datasets;
using Hourglass.Inference;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using MathNet.Numerics.LinearAlgebra;
using TorchSharp;
using static MathNet.Numerics.SpecialFunctions;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>
/// A mixture of the language against loops over Bishop's equations (2006, section 10.2) at the factors that its training found; those
/// factors are proved by the tests of <see cref="MeanFieldMixture"/>.
/// </summary>
[Proves("mean_field", "coordinate_ascent")]
public class MeanFieldTests
{
    private const int Count = 40;
    private const int Width = 3;
    private const double Alpha0 = 0.5;

    [Fact]
    public void Responsibilities_and_terms_are_those_of_the_equations()
    {
        using var scope = NewDisposeScope();
        using var model = Swept(new MixedFull());
        var x = Points();
        var joint = Rows(x, Width).Select(row => Enumerable.Range(0, 4).Select(k => LogJoint(model.Encoder.C, k, row)).ToArray()).ToArray();
        var shares = joint.Select(row => row.Select(number => Math.Exp(number - LogSum(row))).ToArray()).ToArray();
        Numbers.Same([.. shares.SelectMany(row => row)], model.Encode(x).C.Mean, 1e-9);

        var weights = Enumerable.Range(0, 4).Select(k => LogWeight(model.Encoder.C.Posterior, k)).ToArray();
        var loss = model.Minimize(x);
        double Mean(Func<double, double, double, double> each) => Enumerable.Range(0, Count).Average(
            n => Enumerable.Range(0, 4).Where(k => shares[n][k] > 0).Sum(k => shares[n][k] * each(shares[n][k], joint[n][k], weights[k])));
        Numbers.Near(Mean((_, joined, weight) => weight - joined), loss.NllX, 1e-9);
        Numbers.Near(Mean((share, _, weight) => Math.Log(share) - weight), loss.KlC, 1e-9);
        Numbers.Near(Divergence(model.Encoder.C.Posterior) / Count, loss.KlParameters, 1e-9);
        Numbers.Near(One(loss.NllX) + One(loss.KlC) + One(loss.KlParameters), loss.Total, 1e-12);
    }

    [Fact]
    public void A_component_is_decoded_to_its_mean_and_the_inverse_of_its_expected_precision()
    {
        using var scope = NewDisposeScope();
        using var model = Swept(new MixedFull());
        var posterior = model.Encoder.C.Posterior;
        var decoded = model.Decode(eye(4, dtype: ScalarType.Float64));
        Numbers.Same(Numbers.Of(posterior.Mean), decoded.Mean, 1e-10);
        var root = decoded.Lower + (0.5 * decoded.LogVar).exp().diag_embed();
        var expected = posterior.InverseScale / posterior.DegreesOfFreedom.reshape(4, 1, 1);
        Numbers.Same(Numbers.Of(expected), root.matmul(root.mT), 1e-10);
    }

    /// <summary>log E[π], not E[log π].</summary>
    [Fact]
    public void Components_are_drawn_as_often_as_their_expected_weights()
    {
        using var scope = NewDisposeScope();
        using var model = Swept(new MixedFull());
        var alpha = Numbers.Of(model.Encoder.C.Posterior.Concentration);
        Numbers.Same([.. alpha.Select(a => a / alpha.Sum())], model.Untyped.Prior("c", 1)!.Mean, 1e-10);
    }

    /// <summary>
    /// The figure of an epoch is the bound where the responsibilities have followed the other factors: above the bound of its sweep, below
    /// that of the next.
    /// </summary>
    [Theory]
    [InlineData(nameof(MixedFull))]
    [InlineData(nameof(MixedAxes))]
    [InlineData(nameof(MixedRound))]
    public void The_bound_rises_and_each_figure_lies_between_two_sweeps(string name)
    {
        using var scope = NewDisposeScope();
        Autoencoder New() => name switch
        {
            nameof(MixedFull) => new MixedFull(),
            nameof(MixedAxes) => new MixedAxes(),
            _ => new MixedRound(),
        };
        using var model = New();
        var x = Points().to(ScalarType.Float32);
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = x });
        var totals = model.TrainOn(data).Epochs.Select(epoch => -Count * epoch.Train["total"]).ToArray();
        var mixture = model.Untyped.CodeStatistics.Single().Mixture!;
        mixture.Posterior.Sweep(x);
        var bounds = mixture.Posterior.Bounds;
        Assert.Equal(6, totals.Length);
        for (var epoch = 0; epoch < totals.Length; epoch++)
        {
            // The first bound is that of the clusters.
            Assert.InRange(totals[epoch], bounds[epoch + 1] - 1e-3, bounds[epoch + 2] + 1e-3);
        }

        Assert.True(totals[^1] > totals[0] + 1);
    }

    [Fact]
    public void A_mixture_that_is_loaded_has_its_posterior()
    {
        using var scope = NewDisposeScope();
        var folder = Directory.CreateTempSubdirectory("mixture").FullName;
        try
        {
            using var model = new MixedAxes();
            using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = Points().to(ScalarType.Float32) });
            model.TrainOn(data, new TrainOptions { OutputFolder = folder, Epochs = 3 });
            using var whole = new MixedAxes();
            var expected = whole.TrainOn(data, new TrainOptions { Epochs = 5 }).Epochs[^1].Train["total"];
            using var loaded = MixedAxes.Load(folder);
            Assert.Equal(Numbers.Of(model.Encoder.C.Posterior.InverseScale), Numbers.Of(loaded.Encoder.C.Posterior.InverseScale));

            using var resumed = new MixedAxes();
            var options = new TrainOptions { OutputFolder = folder, Resume = true, Epochs = 5 };
            Assert.Equal(expected, resumed.TrainOn(data, options).Epochs[^1].Train["total"], 1e-12);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Three groups, one of them stretched.</summary>
    private static Tensor Points() => cat(
    [
        Numbers.Normals(1, 15, Width) * 0.5,
        (Numbers.Normals(2, 15, Width) * tensor(new[] { 2.0, 0.3, 0.6 })) + 4,
        (Numbers.Normals(3, 10, Width) * 0.7) - 5,
    ]);

    /// <summary>In double precision, after two sweeps.</summary>
    private static MixedFull Swept(MixedFull model)
    {
        model.to(ScalarType.Float64);
        var layer = model.Untyped.CodeStatistics.Single().Mixture!;
        layer.Begin(Points(), 3);
        layer.Sweep(Points());
        layer.Sweep(Points());
        return model;
    }

    /// <summary>10.46, with 10.64 to 10.66.</summary>
    private static double LogJoint(MixtureLayer layer, int k, double[] x)
    {
        var (mean, count, degrees, scale) = Component(layer.Posterior, k);
        var apart = Vector<double>.Build.Dense(x) - mean;
        var square = (Width / count) + (degrees * (apart * scale * apart));
        return LogWeight(layer.Posterior, k) + ((LogDeterminant(degrees, scale) - (Width * Math.Log(2 * Math.PI)) - square) / 2);
    }

    private static double LogWeight(MeanFieldMixture posterior, int k)
    {
        var alpha = Numbers.Of(posterior.Concentration);
        return DiGamma(alpha[k]) - DiGamma(alpha.Sum());
    }

    private static double LogDeterminant(double degrees, Matrix<double> scale) =>
        Enumerable.Range(0, Width).Sum(i => DiGamma((degrees - i) / 2)) + (Width * Math.Log(2)) + Math.Log(scale.Determinant());

    /// <summary>Of the Dirichlet distributions, and of each normal-Wishart distribution from the prior's.</summary>
    private static double Divergence(MeanFieldMixture posterior)
    {
        var alpha = Numbers.Of(posterior.Concentration);
        var weights = GammaLn(alpha.Sum()) - GammaLn(4 * Alpha0) + Enumerable.Range(0, 4).Sum(
            k => GammaLn(Alpha0) - GammaLn(alpha[k]) + ((alpha[k] - Alpha0) * LogWeight(posterior, k)));
        var data = Points();
        var prior = Vector<double>.Build.Dense(Numbers.Of(data.mean([0L])));
        var inverse = Matrix<double>.Build.DenseOfDiagonalArray(Numbers.Of(data.var(0L, unbiased: false)));
        const double Beta0 = 1;
        const double Nu0 = Width + 2;
        return weights + Enumerable.Range(0, 4).Sum(k =>
        {
            var (mean, count, degrees, scale) = Component(posterior, k);
            var ofMean = ((Width * ((Beta0 / count) - 1 - Math.Log(Beta0 / count)))
                + (Beta0 * degrees * ((mean - prior) * scale * (mean - prior)))) / 2;
            var ofPrecision = (((degrees - Nu0) * LogDeterminant(degrees, scale)) - (degrees * Width)
                + (degrees * (inverse * scale).Trace())) / 2;
            return ofMean + ofPrecision + LogNormaliser(degrees, scale) - LogNormaliser(Nu0, inverse.Inverse());
        });
    }

    /// <summary>B.79.</summary>
    private static double LogNormaliser(double degrees, Matrix<double> scale) =>
        (-degrees / 2 * Math.Log(scale.Determinant()))
        - (degrees * Width / 2 * Math.Log(2))
        - (Width * (Width - 1) / 4.0 * Math.Log(Math.PI))
        - Enumerable.Range(0, Width).Sum(i => GammaLn((degrees - i) / 2));

    private static (Vector<double> Mean, double Count, double Degrees, Matrix<double> Scale) Component(
        MeanFieldMixture posterior, int k) => (
        Vector<double>.Build.Dense(Numbers.Of(posterior.Mean[k])),
        One(posterior.MeanPrecision[k]),
        One(posterior.DegreesOfFreedom[k]),
        Matrix<double>.Build.DenseOfColumnMajor(Width, Width, Numbers.Of(posterior.InverseScale[k])).Inverse());

    private static double One(Tensor value) => Numbers.One(value);

    private static double LogSum(double[] numbers) => numbers.Max() + Math.Log(numbers.Sum(number => Math.Exp(number - numbers.Max())));

    private static double[][] Rows(Tensor values, int width) => Numbers.Of(values).Chunk(width).ToArray();
}
