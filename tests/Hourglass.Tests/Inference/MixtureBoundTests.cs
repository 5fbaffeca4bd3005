using Hourglass.Inference;
using Hourglass.Metrics;
using Hourglass.Tests.Metrics;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Inference;

/// <summary>The bound against quadrature, sums over all assignments, and what is best for it.</summary>
public class MixtureBoundTests
{
    private static readonly double[] X = [-1.2, 0.4, 2.5];
    private static readonly double[,] Shares = { { 0.7, 0.3 }, { 0.45, 0.55 }, { 0.1, 0.9 } };
    private static readonly double[] Alphas = [1.3, 2.1];
    private static readonly double[] Means = [-0.5, 1.4];
    private static readonly double[] Betas = [1.7, 2.6];
    private static readonly double[] Degrees = [3.4, 5.2];
    private static readonly double[] Inverses = [1.9, 3.1];

    public static TheoryData<CovarianceKind> Kinds => [CovarianceKind.Full, CovarianceKind.Diagonal, CovarianceKind.Spherical];

    /// <summary>
    /// E[log p(X, Z, π, μ, Λ) − log q(Z, π, μ, Λ)] of factors that are best for nothing, by the trapezoidal rule over densities as they are
    /// written down. In one dimension all kinds of covariance are the same.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_bound_is_an_integral(CovarianceKind kind)
    {
        var precisions = Precisions.Of(kind, 1);
        long[] shape = [-1, .. precisions.Shape.Select(_ => 1L)];
        static Tensor Number(double value) => tensor(new[] { value });
        Tensor Inverse(double[] values) => tensor(values).reshape(shape);
        var prior = new MixtureFactors(Number(0.8), Number(0.3).unsqueeze(1), Number(0.6), Number(2.2), Inverse([1.5]));
        var factors = new MixtureFactors(
            tensor(Alphas), tensor(Means).unsqueeze(1), tensor(Betas), tensor(Degrees), Inverse(Inverses));
        var statistics = Statistics(tensor(X).unsqueeze(1), tensor(Shares), precisions);
        var expected = OfAssignmentsAndWeights() + OfComponent(0) + OfComponent(1);
        Assert.Equal(expected, MixtureBound.Of(prior, factors, statistics, precisions).Value, 1e-10 * Math.Abs(expected));
    }

    /// <summary>log p(X) is a sum over all assignments, of each in closed form; the bound is below it.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_bound_is_below_the_evidence(CovarianceKind kind)
    {
        double[] data = [-2.1, -1.7, -2.4, 1.9, 2.2, 2.6, 0.1];
        var prior = new Conjugate(kind, [0], 0.5, 3, Matrix<double>.Build.Dense(1, 1, 2));
        var logs = new List<double>();
        for (var code = 0; code < 1 << data.Length; code++)
        {
            double[][][] parts = [.. Enumerable.Range(0, 2)
                .Select(k => data.Where((_, i) => ((code >> i) & 1) == k).Select(x => (double[])[x]).ToArray())];
            var ofAssignment = SpecialFunctions.GammaLn(2 * 0.9) - SpecialFunctions.GammaLn((2 * 0.9) + data.Length)
                + parts.Sum(part => SpecialFunctions.GammaLn(0.9 + part.Length) - SpecialFunctions.GammaLn(0.9));
            logs.Add(ofAssignment + parts.Sum(part => prior.LogEvidence(part)));
        }

        var evidence = logs.Max() + Math.Log(logs.Sum(log => Math.Exp(log - logs.Max())));
        var options = new MeanFieldOptions
        {
            Kind = kind,
            Prior = new MixturePrior
            {
                Concentration = 0.9,
                Mean = [0],
                MeanPrecision = 0.5,
                DegreesOfFreedom = 3,
                Scale = new[,] { { 0.5 } },
            },
        };
        var fit = Fits.Of(tensor(data).unsqueeze(1), 2, options);

        // The two orders of the components are as likely, and the bound knows one: log 2 of what it lacks.
        Assert.InRange(evidence - fit.Bound, 0, Math.Log(2) + 1);
    }

    /// <summary>At what is best for it the bound falls by the square of a step in any direction, of each factor by itself.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_update_maximises_the_bound(CovarianceKind kind)
    {
        using var scope = NewDisposeScope();
        var precisions = Precisions.Of(kind, 2);
        var data = tensor(Draws.Clouds(3, 9, 1, [[0, 0], [2, 1]]));
        var prior = new MixturePrior { Concentration = 0.4, MeanPrecision = 0.3 }.Of(data, kind);
        var statistics = Statistics(data, Noise([9, 2], 1).softmax(1), precisions);
        var best = MixtureFactors.Of(prior, statistics, precisions);
        for (var seed = 2; seed < 8; seed++)
        {
            var skew = Noise([2, .. precisions.Shape], seed);
            var noise = kind == CovarianceKind.Full ? skew + skew.mT : skew;
            Falls(step => best with { Concentration = best.Concentration * (1 + (step * Noise([2], seed))) });
            Falls(step => best with { Mean = best.Mean + (step * Noise([2, 2], seed)) });
            Falls(step => best with { MeanPrecision = best.MeanPrecision * (1 + (step * Noise([2], seed))) });
            Falls(step => best with { DegreesOfFreedom = best.DegreesOfFreedom * (1 + (step * Noise([2], seed))) });
            Falls(step => best with { InverseScale = best.InverseScale + (step * noise) });
            var logits = ExpectedLogJoint.Of(best, precisions).At(data.unsqueeze(0) - best.Mean.unsqueeze(1)).t();
            FallsBy(step => MixtureBound.Of(
                prior, best, Statistics(data, (logits + (step * Noise([9, 2], seed))).softmax(1), precisions), precisions).Value);
        }

        void Falls(Func<double, MixtureFactors> at) => FallsBy(step => MixtureBound.Of(prior, at(step), statistics, precisions).Value);

        static void FallsBy(Func<double, double> bound)
        {
            var (top, near, far, back) = (bound(0), bound(1e-3), bound(2e-3), bound(-1e-3));
            Assert.True(near < top && back < top && far < near, $"{top}, {near}, {far}, {back}");
            Assert.Equal(4, (top - far) / (top - near), 0.1);
        }
    }

    private static Tensor Noise(long[] shape, int seed)
    {
        var random = new Random(seed);
        return tensor([.. Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(_ => Draws.Normal(random))]).reshape(shape);
    }

    private static MixtureStatistics Statistics(Tensor data, Tensor shares, Precisions precisions) => MixtureStatistics.Of(
        data,
        zeros(shares.size(1), data.size(1), dtype: ScalarType.Float64),
        (centred, first) => shares.narrow(0, first, centred.size(1)).t(),
        precisions,
        default);

    private static double OfAssignmentsAndWeights()
    {
        var sum = 0.0;
        foreach (var u in Grid(-60, 60, 0.05))
        {
            // π = (t, 1 − t) with t = 1 / (1 + e⁻ᵘ).
            double[] logs = [-Math.Log(1 + Math.Exp(-u)), -Math.Log(1 + Math.Exp(u))];
            double Log(double[] alphas) => SpecialFunctions.GammaLn(alphas.Sum()) - alphas.Sum(SpecialFunctions.GammaLn)
                + ((alphas[0] - 1) * logs[0]) + ((alphas[1] - 1) * logs[1]);
            var value = Log([0.8, 0.8]) - Log(Alphas);
            for (var i = 0; i < 3; i++)
            {
                value += (Shares[i, 0] * (logs[0] - Math.Log(Shares[i, 0]))) + (Shares[i, 1] * (logs[1] - Math.Log(Shares[i, 1])));
            }

            sum += 0.05 * Math.Exp(Log(Alphas) + logs[0] + logs[1]) * value;
        }

        return sum;
    }

    private static double OfComponent(int k)
    {
        var sum = 0.0;
        foreach (var logPrecision in Grid(-40, 8, 0.05))
        {
            var precision = Math.Exp(logPrecision);
            var ofPrecision = LogGamma(precision, Degrees[k] / 2, Inverses[k] / 2);
            foreach (var z in Grid(-12, 12, 0.1))
            {
                var mean = Means[k] + (z / Math.Sqrt(Betas[k] * precision));
                var log = ofPrecision + LogNormal(mean, Means[k], Betas[k] * precision);
                var value = LogGamma(precision, 1.1, 0.75) + LogNormal(mean, 0.3, 0.6 * precision) - log;
                for (var i = 0; i < 3; i++)
                {
                    value += Shares[i, k] * LogNormal(X[i], mean, precision);
                }

                sum += 0.05 * 0.1 * Math.Exp(ofPrecision + logPrecision - (z * z / 2)) / Math.Sqrt(2 * Math.PI) * value;
            }
        }

        return sum;
    }

    private static double LogGamma(double x, double shape, double rate) =>
        (shape * Math.Log(rate)) - SpecialFunctions.GammaLn(shape) + ((shape - 1) * Math.Log(x)) - (rate * x);

    private static double LogNormal(double x, double mean, double precision) =>
        (Math.Log(precision / (2 * Math.PI)) - (precision * (x - mean) * (x - mean))) / 2;

    private static IEnumerable<double> Grid(double low, double high, double step) =>
        Enumerable.Range(0, (int)Math.Round((high - low) / step) + 1).Select(i => low + (i * step));
}
