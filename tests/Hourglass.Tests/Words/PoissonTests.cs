using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using static TorchSharp.torch;
using Poisson = Hourglass.Distributions.Poisson;

namespace Hourglass.Tests.Words;

/// <summary>The distribution <c>poisson</c> against Math.NET's probabilities and the slope by hand.</summary>
[Proves("poisson")]
public class PoissonTests
{
    [Fact]
    public void The_likelihood_is_the_probability_of_the_counts()
    {
        using var scope = NewDisposeScope();
        using var model = new PoissonCounts().Double();
        var x = (Numbers.Uniforms(1, 5, 4) * 9).floor();
        model.Encoder.BeCertain();
        var likelihood = model.Decode(model.Encode(x).Z.Mean);
        var expected = Numbers.Of(likelihood.LogRate)
            .Zip(Numbers.Of(x), (rate, count) => new MathNet.Numerics.Distributions.Poisson(Math.Exp(rate)).ProbabilityLn((int)count))
            .Chunk(4)
            .Select(row => row.Sum())
            .ToArray();

        Numbers.Same(expected, likelihood.LogProb(x));
        Numbers.Near(-expected.Average(), model.Minimize(x).NllX);
        Numbers.Same([.. Numbers.Of(likelihood.LogRate).Select(Math.Exp)], likelihood.Mean);
    }

    [Fact]
    public void The_slope_in_the_logarithm_of_the_rate_is_what_the_rate_has_too_much()
    {
        using var scope = NewDisposeScope();
        using var model = new PoissonMaps().Double();
        var x = (Numbers.Uniforms(2, 3, 2, 3, 3) * 9).floor();
        model.Encoder.BeCertain();
        var tooMuch = (model.Decode(model.Encode(x).Z.Mean).Mean - x).sum(0L).sum(-1).sum(-1) / 3;
        model.Minimize(x).NllX.backward();

        Numbers.Same(Numbers.Of(tooMuch), model.Decoder.XLograte.bias!.grad!);
    }

    [Fact]
    public void Draws_have_the_rate_as_mean_and_variance()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(3);
        var draws = new Poisson(full([200_000, 1], Math.Log(2.5), dtype: ScalarType.Float64)).Sample();

        Numbers.Near(2.5, draws.mean(), 0.01);
        Numbers.Near(2.5, draws.var(), 0.01);
    }
}
