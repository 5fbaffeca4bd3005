using Hourglass.Distributions;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using MathNet.Numerics.Integration;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>The distribution <c>laplace</c> against Math.NET's density and quadrature.</summary>
[Proves("laplace")]
public class LaplaceTests
{
    [Fact]
    public void The_likelihood_is_the_density_of_the_data()
    {
        using var scope = NewDisposeScope();
        using var model = new LaplaceCode().Double();
        var x = Numbers.Normals(1, 5, 3);
        var code = Numbers.Normals(2, 5, 2);
        var likelihood = model.Decode(code);

        Numbers.Same(
            Sums(likelihood.Mean, likelihood.LogScale, x, (value, m, s) => MathNet.Numerics.Distributions.Laplace.PDFLn(m, s, value)),
            likelihood.LogProb(x));
    }

    [Fact]
    public void The_divergence_is_the_integral()
    {
        using var scope = NewDisposeScope();
        using var model = new LaplaceCode().Double();
        var x = Numbers.Normals(1, 3, 3);
        var z = model.Encode(x).Z;
        var sum = Numbers.Of(z.Mean).Zip(Numbers.Of(z.LogScale), (m, l) => Divergence(m, l, 0, 0)).Sum();

        Numbers.Near(sum / 3, model.Minimize(x).KlZ, 1e-9);
        Numbers.Near(sum / 3, z.KlTo(Laplace.Standard([3, 2], ScalarType.Float64, CPU)).mean(), 1e-9);
    }

    [Fact]
    public void The_divergence_from_a_prior_that_reads_another_code_is_the_integral_given_that_code()
    {
        using var scope = NewDisposeScope();
        using var model = new LaplacePrior().Double();
        var x = Numbers.Normals(1, 3, 3);
        using (no_grad())
        {
            // u all but certain, so that the prior of z is known.
            model.Encoder.ULogscale.weight!.zero_();
            model.Encoder.ULogscale.bias!.fill_(-60);
        }

        var code = model.Encode(x);
        var prior = model.PriorOfZ(code.U.Mean);
        var (m, l, pm, pl) = (Numbers.Of(code.Z.Mean), Numbers.Of(code.Z.LogScale), Numbers.Of(prior.Mean), Numbers.Of(prior.LogScale));

        Numbers.Near(m.Select((_, i) => Divergence(m[i], l[i], pm[i], pl[i])).Sum() / 3, model.Minimize(x).KlZ, 1e-8);
    }

    [Fact]
    public void Draws_have_the_mean_and_the_scale()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(3);
        var draws = Numbers.Of(
            new Laplace(full([200_000, 1], 0.7, dtype: ScalarType.Float64), full(1, Math.Log(0.5), dtype: ScalarType.Float64)).Sample());

        Numbers.Near(0.7, draws.Average(), 0.01);
        Numbers.Near(0.5, draws.Average(value => Math.Abs(value - 0.7)), 0.01);
    }

    private static double[] Sums(Tensor mean, Tensor logScale, Tensor x, Func<double, double, double, double> each)
    {
        var (m, l, v) = (Numbers.Of(mean), Numbers.Of(logScale), Numbers.Of(x));
        return [.. v.Select((value, i) => each(value, m[i], Math.Exp(l[i]))).Chunk(3).Select(row => row.Sum())];
    }

    /// <summary>The divergence of two Laplace distributions, piece by piece between their kinks.</summary>
    private static double Divergence(double m, double l, double pm, double pl)
    {
        double Log(double u, double mean, double log) => -(Math.Abs(u - mean) / Math.Exp(log)) - log - Math.Log(2);
        double Piece(double from, double to) =>
            GaussLegendreRule.Integrate(u => Math.Exp(Log(u, m, l)) * (Log(u, m, l) - Log(u, pm, pl)), from, to, 128);
        var (first, second, reach) = (Math.Min(m, pm), Math.Max(m, pm), 20 * Math.Exp(l));
        double[] borders = [m - (2 * reach), m - reach, m - (reach / 4), m, m + (reach / 4), m + reach, m + (2 * reach), first, second];
        var ordered = borders.Distinct().Order().ToArray();
        return ordered.Zip(ordered.Skip(1), Piece).Sum();
    }
}
