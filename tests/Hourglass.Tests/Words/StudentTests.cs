using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using MathNet.Numerics.Distributions;
using static TorchSharp.torch;
using Student = Hourglass.Distributions.Student;

namespace Hourglass.Tests.Words;

/// <summary>The distribution <c>student</c> against Math.NET's density and distribution function, and quadrature.</summary>
[Proves("student")]
public class StudentTests
{
    public static TheoryData<double> Degrees => [0.7, 2.5, 30];

    [Fact]
    public void The_likelihood_is_the_density_of_the_data()
    {
        using var scope = NewDisposeScope();
        using var given = new StudentCode().Double();
        using var learned = new StudentLearned().Double();
        var (x, code) = (Numbers.Normals(1, 5, 3), Numbers.Normals(2, 5, 2));
        var (ofGiven, ofLearned) = (given.Decode(code), learned.Decode(code));

        Numbers.Same(ByMathNet(ofGiven, x, 5), ofGiven.LogProb(x));
        Numbers.Same(ByMathNet(ofLearned, x, Math.Exp(Numbers.One(learned.Decoder.XLogdf))), ofLearned.LogProb(x));
    }

    [Fact]
    public void The_emitted_terms_are_these_densities_at_the_draws()
    {
        using var scope = NewDisposeScope();
        using var model = new StudentDraws().Double();
        var z = CodeDraws.Of(model, 6, ("mean", [0.3, -1.1]), ("logscale", [0.2, -0.4]), ("logdf", [Math.Log(2.5)]));
        var (posterior, x) = (model.Encode(zeros(6, 2, dtype: ScalarType.Float64)).Z, zeros(6, 2, dtype: ScalarType.Float64));
        model.Untyped.Noise.Begin(seed: 7, step: 3);
        var apart = ByMathNet(posterior, z, 2.5).Sum() - ByMathNet(Student.Standard([6, 2], ScalarType.Float64, CPU), z, 4).Sum();

        Numbers.Near(apart / 6, model.Minimize(x).KlZ);
    }

    [Fact]
    public void The_slopes_of_the_density_are_those_that_differences_give()
    {
        using var scope = NewDisposeScope();
        foreach (var (at, place) in new[] { (0.4, 0), (-0.3, 1), (1.2, 2) }.Select((number, i) => (number.Item1, i)))
        {
            double LogProb(double step)
            {
                double[] of = [0.4, -0.3, 1.2];
                of[place] += step;
                return StudentT.PDFLn(of[0], Math.Exp(of[1]), Math.Exp(of[2]), 1.7);
            }

            var parameters = new[] { 0.4, -0.3, 1.2 }.Select(number => tensor(new[] { number }).requires_grad_(true)).ToArray();
            new Student(parameters[0].unsqueeze(0), parameters[1], parameters[2]).LogProb(tensor(new[,] { { 1.7 } })).backward();
            var slope = ((8 * (LogProb(1e-3) - LogProb(-1e-3))) - (LogProb(2e-3) - LogProb(-2e-3))) / 12e-3;
            Numbers.Near(slope, parameters[place].grad!, 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Degrees))]
    public void Draws_of_the_step_and_of_the_runtime_follow_the_distribution_function(double df)
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(5);
        using var model = new StudentDraws().Double();
        var drawn = CodeDraws.Of(model, 20_000, ("mean", [0.3, -1.1]), ("logscale", [0.2, -0.4]), ("logdf", [Math.Log(df)]));
        var (first, second) = (drawn.select(1, 0), drawn.select(1, 1));

        CodeDraws.Follow(first, z => StudentT.CDF(0.3, Math.Exp(0.2), df, z));
        CodeDraws.Follow(second, z => StudentT.CDF(-1.1, Math.Exp(-0.4), df, z));
        CodeDraws.Follow(
            new Student(zeros(20_000, 1, dtype: ScalarType.Float64), tensor(0.5), tensor(Math.Log(df))).Sample(),
            z => StudentT.CDF(0, Math.Exp(0.5), df, z));
    }

    /// <summary>E z² = m² + s² ν / (ν - 2), whose slope in log ν is -2 s² ν / (ν - 2)².</summary>
    [Fact]
    public void The_gradient_of_the_degrees_of_freedom_is_that_of_the_mean_square()
    {
        using var scope = NewDisposeScope();
        using var model = new StudentDraws().Double();
        CodeDraws.Of(model, 400_000, ("mean", [0.3, -1.1]), ("logscale", [0, 0]), ("logdf", [Math.Log(12)]));

        Assert.Equal(2 * -2 * 12 / 100.0, Numbers.One(model.Encoder.ZLogdf.grad!), 0.01);
        Assert.Equal(2 * 12 / 10.0, Numbers.One(model.Encoder.ZLogscale.bias!.grad![0]), 0.03);
    }

    private static double[] ByMathNet(Student distribution, Tensor x, double df)
    {
        var (m, l, v) = (Numbers.Of(distribution.Mean), Numbers.Of(distribution.LogScale.expand_as(distribution.Mean)), Numbers.Of(x));
        return [.. v.Select((value, i) => StudentT.PDFLn(m[i], Math.Exp(l[i]), df, value)).Chunk((int)x.size(1)).Select(row => row.Sum())];
    }
}
