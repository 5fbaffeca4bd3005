using Hourglass.Inference;
using Hourglass.Metrics;
using Hourglass.Tests.Metrics;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Inference;

/// <summary>Sweeps against the equations in loops, the limit that is known, and clouds whose number is known.</summary>
public class MeanFieldMixtureTests
{
    private static readonly double[][] Centres = [[0, 0], [6, 0], [0, 6]];

    public static TheoryData<CovarianceKind> Kinds => [CovarianceKind.Full, CovarianceKind.Diagonal, CovarianceKind.Spherical];

    /// <summary>Responsibilities by 10.46 to 10.49 and 10.64 to 10.66, factors by 10.51 to 10.53, 10.58 and 10.60 to 10.63.</summary>
    [Fact]
    public void A_sweep_is_that_of_the_equations()
    {
        var data = Draws.Clouds(1, 60, 2, Centres);
        var prior = new MixturePrior
        {
            Concentration = 0.6,
            Mean = [1, 2],
            MeanPrecision = 0.5,
            DegreesOfFreedom = 3.5,
            Scale = new[,] { { 0.4, 0.1 }, { 0.1, 0.3 } },
        };
        using var mixture = new MeanFieldMixture(2, 3, CovarianceKind.Full, prior);
        mixture.Begin(tensor(data));
        var (before, shares) = (mixture.Posterior(), new double[60, 3]);
        for (var i = 0; i < 60; i++)
        {
            double[] logs = [.. Enumerable.Range(0, 3).Select(k => LogJoint(before, k, Draws.Row(data, i)))];
            for (var k = 0; k < 3; k++)
            {
                shares[i, k] = Math.Exp(logs[k]) / logs.Sum(Math.Exp);
                Assert.Equal(shares[i, k], before.Responsibilities(data)[i, k], 1e-10);
            }
        }

        mixture.Move(tensor(data));
        var after = mixture.Posterior();
        var inverse = Matrix<double>.Build.DenseOfArray(prior.Scale!).Inverse();
        for (var k = 0; k < 3; k++)
        {
            double Sum(Func<int, double> of) => Enumerable.Range(0, 60).Sum(i => shares[i, k] * of(i));
            var count = Sum(_ => 1);
            double[] mean = [Sum(i => data[i, 0]) / count, Sum(i => data[i, 1]) / count];
            Close(0.6 + count, after.Concentration[k]);
            Close(0.5 + count, after.MeanPrecision[k]);
            Close(3.5 + count, after.DegreesOfFreedom[k]);
            for (var a = 0; a < 2; a++)
            {
                Close(((0.5 * prior.Mean![a]) + (count * mean[a])) / (0.5 + count), after.Means[k][a]);
                for (var b = 0; b < 2; b++)
                {
                    var expected = inverse[a, b] + Sum(i => (data[i, a] - mean[a]) * (data[i, b] - mean[b]))
                        + (0.5 * count / (0.5 + count) * (mean[a] - prior.Mean[a]) * (mean[b] - prior.Mean[b]));
                    Close(expected, after.InverseScales[k, a, b]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_bound_never_falls(CovarianceKind kind)
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var data = tensor(Draws.Clouds(seed, 90, 3, Centres));
            using var mixture = new MeanFieldMixture(2, 7, kind, new MixturePrior { Concentration = 0.1 });
            mixture.Begin(data, (ulong)seed);
            for (var sweep = 0; sweep < 200; sweep++)
            {
                mixture.Move(data);
            }

            Assert.Equal(201, mixture.Bounds.Count);
            Assert.True(mixture.Bounds[^1] > mixture.Bounds[0] + 1);
            Assert.All(mixture.Bounds.Zip(mixture.Bounds.Skip(1)), pair => Assert.True(pair.Second >= pair.First - 1e-10));
        }
    }

    /// <summary>
    /// What the prior brings, and what the expectations differ from their parameters, is as much as a few points. With each point M times
    /// it is 1/M of the data: the fixed point goes to that of expectation and maximisation, ten times nearer for ten times as many.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Of_many_points_expectation_and_maximisation_remain(CovarianceKind kind)
    {
        var data = Draws.Clouds(5, 60, 1, Centres);
        var limit = GaussianMixture.Fit(data, 3, 0, kind, 1e-12, 5000, 1e-14);
        var (far, near) = (Apart(100), Apart(1000));
        Assert.Equal(10, far / near, 0.5);
        Assert.True(near < 0.01, $"{near}");

        double Apart(int copies)
        {
            var many = tensor(data).repeat(copies, 1);
            var options = new MeanFieldOptions
            {
                Kind = kind,
                Prior = new MixturePrior { Concentration = 1, MeanPrecision = 1 },
                Restarts = 1,
                Sweeps = 5000,
                Tolerance = 1e-14,
            };
            var found = Fits.Of(many, 3, options).Posterior;
            var (expected, shares, sum) = (limit.Responsibilities(data), found.Responsibilities(data), 0.0);
            for (var k = 0; k < 3; k++)
            {
                var of = Enumerable.Range(0, 3).MinBy(j => Draws.Distance(found.Means[k].ToArray(), limit.Means[j].ToArray()));
                sum += Draws.Distance(found.Means[k].ToArray(), limit.Means[of].ToArray()) + Math.Abs(found.Weights[k] - limit.Weights[of]);
                sum += Enumerable.Range(0, 60).Max(i => Math.Abs(shares[i, k] - expected[i, of]));
            }

            return sum;
        }
    }

    /// <summary>Two clouds as those of Old Faithful, and six components to begin with: two remain (Bishop, 2006, figure 10.6).</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Components_that_are_not_needed_die(CovarianceKind kind)
    {
        var (random, data) = (new Random(3), new double[272, 2]);
        for (var i = 0; i < 272; i++)
        {
            // Minutes that an eruption lasts and until the next: 97 short ones and 175 long ones, independent within each.
            var (lasts, waits, a, b) = i < 97 ? (2.04, 54.5, 0.26, 5.8) : (4.29, 80.0, 0.41, 6.0);
            (data[i, 0], data[i, 1]) = (lasts + (a * Draws.Normal(random)), waits + (b * Draws.Normal(random)));
            data[i, 1] = kind == CovarianceKind.Spherical ? data[i, 1] / 14 : data[i, 1];
        }

        var fit = Fits.Of(data, 6, new MeanFieldOptions { Kind = kind });
        var active = fit.Posterior.ActiveComponents();
        Assert.True(fit.Converged);
        Assert.Equal(2, active.Count);
        double[] weights = [.. active.Select(k => fit.Posterior.Weights[k]).Order()];
        Assert.Equal(97 / 272.0, weights[0], 0.01);
        Assert.Equal(175 / 272.0, weights[1], 0.01);
        var assigned = fit.Posterior.Assign(data);
        Assert.Equal(2, assigned.Distinct().Count());
        Assert.True(Enumerable.Range(0, 272).Count(i => assigned[i] == assigned[i < 97 ? 0 : 271]) >= 270);
    }

    /// <summary>Numbers that move and grow without rounding: the default prior goes with them, the bound by N d log of the unit.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Units_and_origin_change_nothing(CovarianceKind kind)
    {
        var plain = (tensor(Draws.Clouds(7, 60, 1.5, Centres)) * 1024).round() / 1024;
        var (here, far) = (Bounds(plain), Bounds((plain * 8) + (1 << 20)));
        Assert.All(here.Zip(far), pair => Assert.Equal(pair.First - (60 * 2 * Math.Log(8)), pair.Second, 1e-8));

        IReadOnlyList<double> Bounds(Tensor data)
        {
            using var mixture = new MeanFieldMixture(2, 4, kind);
            mixture.Begin(data);
            for (var sweep = 0; sweep < 10; sweep++)
            {
                mixture.Move(data);
            }

            return mixture.Bounds;
        }
    }

    /// <summary>One chunk or many: the sums are the same.</summary>
    [Fact]
    public void Chunks_are_no_matter()
    {
        // 9 · 20 numbers a point are cut after 11650 points; the last of 20000 is elsewhere.
        var data = tensor(Draws.Normals(2, 20000, 20));
        data[19999].fill_(30);
        using var mixture = new MeanFieldMixture(20, 9, CovarianceKind.Diagonal);
        mixture.Begin(data);
        mixture.Move(data);
        Assert.Equal(20000 + (9 * 0.001), mixture.Concentration.sum().item<double>(), 1e-8);
        using var parts = cat([.. data.split(1999).Select(mixture.Responsibilities)], 0);
        Assert.True(parts.allclose(mixture.Responsibilities(data), 1e-12, 1e-12));
        var counts = mixture.Responsibilities(data).sum(0L) + 0.001;
        mixture.Move(data);
        Assert.True(counts.allclose(mixture.Concentration, 1e-10, 0));
    }

    /// <summary>The best of the starts is kept, and a seed gives the same again.</summary>
    [Fact]
    public void The_best_start_is_kept()
    {
        var data = Draws.Clouds(11, 80, 2, Centres);
        var last = new SortedDictionary<int, double>();
        var options = new MeanFieldOptions { Restarts = 6, Sweeps = 40, Seed = 4, Prior = new MixturePrior { Concentration = 1 } };
        var progress = new Told(report => last[report.Restart] = report.Bound);
        var fit = MeanFieldMixture.Fit(data, 8, options, progress, TestContext.Current.CancellationToken);
        Assert.Equal([0, 1, 2, 3, 4, 5], last.Keys);
        Assert.Equal(last.Values.Max(), fit.Bound);
        Assert.True(last.Values.Distinct().Count() > 1);
        Assert.Equal(fit.Bounds, Fits.Of(data, 8, options).Bounds);
        var best = last.MaxBy(pair => pair.Value).Key;
        Assert.Equal(fit.Bound, Fits.Of(data, 8, options with { Seed = 4 + (ulong)best, Restarts = 1 }).Bound);
    }

    private static double LogJoint(MixturePosterior q, int k, double[] x)
    {
        var inverse = Matrix<double>.Build.Dense(2, 2, (a, b) => q.InverseScales[k, a, b]);
        var apart = Vector<double>.Build.Dense(2, d => x[d] - q.Means[k][d]);
        var nu = q.DegreesOfFreedom[k];
        var logDeterminant = SpecialFunctions.DiGamma(nu / 2) + SpecialFunctions.DiGamma((nu - 1) / 2) + (2 * Math.Log(2))
            - Math.Log(inverse.Determinant());
        var logWeight = SpecialFunctions.DiGamma(q.Concentration[k]) - SpecialFunctions.DiGamma(q.Concentration.Sum());
        return logWeight + (logDeterminant / 2) - Math.Log(2 * Math.PI)
            - ((2 / q.MeanPrecision[k]) + (nu * apart.DotProduct(inverse.Inverse() * apart))) / 2;
    }

    private static void Close(double expected, double found) => Assert.Equal(expected, found, 1e-10 * Math.Max(1, Math.Abs(expected)));

    /// <summary>Tells at once; <see cref="Progress{T}"/> would tell later.</summary>
    private sealed class Told(Action<MeanFieldProgress> of) : IProgress<MeanFieldProgress>
    {
        public void Report(MeanFieldProgress value) => of(value);
    }
}
