using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using static TorchSharp.torch;
using Multinomial = Hourglass.Distributions.Multinomial;

namespace Hourglass.Tests.Words;

/// <summary>The distribution <c>multinomial</c> against Math.NET's probabilities, a sum over all outcomes and the slope by hand.</summary>
[Proves("multinomial")]
public class MultinomialTests
{
    [Fact]
    public void The_likelihood_is_the_probability_of_the_counts()
    {
        using var scope = NewDisposeScope();
        using var model = new MultinomialCounts().Double();
        var x = (Numbers.Uniforms(1, 5, 6) * 9).floor();
        model.Encoder.BeCertain();
        var likelihood = model.Decode(model.Encode(x).Z.Mean);
        var expected = ByMathNet(likelihood, x);

        Numbers.Same(expected, likelihood.LogProb(x));
        Numbers.Near(-expected.Average(), model.Minimize(x).NllX);
    }

    [Fact]
    public void Maps_are_one_event()
    {
        using var scope = NewDisposeScope();
        using var model = new MultinomialMaps().Double();
        var x = (Numbers.Uniforms(2, 4, 2, 2, 3) * 9).floor();
        model.Encoder.BeCertain();
        var likelihood = model.Decode(model.Encode(x).Z.Mean);
        var terms = model.Minimize(x);
        terms.NllX.backward();
        var tooMuch = (likelihood.Mean * x.flatten(1).sum(1).reshape(4, 1, 1, 1)) - x;

        Numbers.Near(-ByMathNet(likelihood, x).Average(), terms.NllX);
        Numbers.Same([1, 1, 1, 1], likelihood.Mean.flatten(1).sum(1));
        Numbers.Same(Numbers.Of(tooMuch.sum(0L).sum(-1).sum(-1) / 4), model.Decoder.XLogits.bias!.grad!);
    }

    /// <summary>All ways for three elements to come up four times.</summary>
    [Fact]
    public void The_probabilities_of_all_outcomes_add_up_to_one()
    {
        using var scope = NewDisposeScope();
        double[][] outcomes =
            [.. from a in Enumerable.Range(0, 5) from b in Enumerable.Range(0, 5 - a) select new double[] { a, b, 4 - a - b }];
        var x = tensor(outcomes.SelectMany(outcome => outcome).ToArray()).reshape(-1, 3);
        var logits = tensor(new[] { 0.3, -1.2, 2.0 }).reshape(1, 3).expand(outcomes.Length, 3);

        Numbers.Near(1, new Multinomial(logits).LogProb(x).exp().sum());
    }

    [Fact]
    public void Draws_are_as_many_as_were_asked_for()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(3);
        var distribution = new Multinomial(Numbers.Normals(4, 1, 2, 3).expand(20_000, 2, 3));
        var draws = distribution.Sample(7);

        Numbers.Same([7], draws.sum(-1).sum(-1).unique().output);
        Numbers.Same(Numbers.Of(distribution.Mean[0]), draws.mean([0L]) / 7, 0.005);
        Numbers.Same([1], distribution.Sample().sum(-1).sum(-1).unique().output);
    }

    private static double[] ByMathNet(Multinomial likelihood, Tensor x)
    {
        var size = (int)x[0].numel();
        return [.. Numbers.Of(likelihood.Mean).Chunk(size).Zip(Numbers.Of(x).Chunk(size), (p, counts) =>
            new MathNet.Numerics.Distributions.Multinomial(p, (int)counts.Sum()).ProbabilityLn([.. counts.Select(count => (int)count)]))];
    }
}
