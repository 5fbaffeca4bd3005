using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>The term <c>dip</c> against loops over pairs of elements (Kumar et al., 2018, equations 6 and 7).</summary>
[Proves("dip")]
public class DipTests
{
    [Fact]
    public void Type_I_takes_the_covariance_of_the_means()
    {
        using var scope = NewDisposeScope();
        using var model = new DipOfMeans().Double();
        var x = Numbers.Normals(1, 7, 4) * 2;

        Numbers.Near(Penalty(Numbers.Of(model.Encode(x).Z.Mean), [0, 0, 0], diagonal: 10), model.Minimize(x).DipZ);
        Slopes.Agree(model.Encoder.ZMean.weight!, () => model.Minimize(x).DipZ);
    }

    [Fact]
    public void Type_II_adds_the_mean_of_the_variances()
    {
        using var scope = NewDisposeScope();
        using var model = new DipOfDraws().Double();
        var x = Numbers.Normals(1, 7, 4) * 2;
        var code = model.Encode(x).Z;
        var variances = Numbers.Of(exp(code.LogVar).mean([0L]));

        Numbers.Near(Penalty(Numbers.Of(code.Mean), variances, diagonal: 3), model.Minimize(x).DipZ);
        Slopes.Agree(model.Encoder.ZMean.bias!, () => model.Minimize(x).DipZ);
        Slopes.Agree(model.Encoder.ZLogvar.weight!, () => model.Minimize(x).DipZ);
    }

    private static double Penalty(double[] means, double[] variances, double diagonal)
    {
        var rows = means.Chunk(3).ToArray();
        double Mean(Func<double[], double> of) => rows.Average(of);
        var sum = 0.0;
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                var covariance = Mean(row => row[i] * row[j]) - (Mean(row => row[i]) * Mean(row => row[j]));
                sum += i == j ? diagonal * Math.Pow(covariance + variances[i] - 1, 2) : covariance * covariance;
            }
        }

        return sum;
    }
}
