using Hourglass.Datasets;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Tests.Steps;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Hourglass.Tests.Training;

/// <summary>The scatter of gradients against sums in two passes, a closed form, and what is known of estimators.</summary>
public sealed class GradientSpreadTests
{
    private const int Draws = 50;

    [Fact]
    public void The_mean_and_the_variance_are_those_of_the_draws()
    {
        using var scope = NewDisposeScope();
        using var model = new PathwiseGradient().Double();
        using var batch = Normals(4);
        var all = Enumerable.Range(1, Draws).Select(draw =>
        {
            model.Untyped.Noise.Begin(7, draw);
            model.zero_grad();
            model.Minimize(batch["x"]).Total.backward();
            return model.Encoder.parameters().SelectMany(parameter => Numbers.Of(parameter.grad!)).ToArray();
        }).ToArray();
        double[] means = [.. all[0].Select((_, i) => all.Average(draw => draw[i]))];
        var variance = all.Sum(draw => draw.Zip(means, (g, mean) => (g - mean) * (g - mean)).Sum()) / (Draws - 1);
        model.train();
        var spread = GradientSpread.Of("elbo", model, batch, Draws, seed: 7);

        Assert.Equal("elbo", spread.Estimator);
        Assert.Equal(Math.Sqrt(means.Sum(mean => mean * mean)), spread.Norm, 1e-10);
        Assert.Equal(variance, spread.Variance, 1e-10 * variance);
        Assert.True(model.training);
    }

    /// <summary>Of one expectation: the score function scatters more than the gradient through the draws.</summary>
    [Fact]
    public void Estimators_of_one_gradient_differ_in_variance()
    {
        using var scope = NewDisposeScope();
        using var pathwise = new PathwiseGradient().Double();
        using var score = new ScoreGradient().Double();
        score.load_state_dict(pathwise.state_dict());
        using var batch = Normals(200);
        var (through, by) = (GradientSpread.Of("", pathwise, batch, 200), GradientSpread.Of("", score, batch, 200));

        Assert.InRange(by.Variance, 2 * through.Variance, double.MaxValue);
        Assert.InRange(by.Norm, 0.7 * through.Norm, 1.3 * through.Norm);
    }

    /// <summary>Tucker et al. (2019), figure 2: with many draws the doubly reparameterised gradient scatters less.</summary>
    [Fact]
    public void The_doubly_reparameterised_gradient_scatters_less()
    {
        using var scope = NewDisposeScope();
        using var plain = new PlainMiwae().Double();
        using var doubly = new DoublyMiwae().Double();
        doubly.load_state_dict(plain.state_dict());
        using var batch = Normals(20);

        Assert.InRange(
            GradientSpread.Of("", doubly, batch, 200).Variance,
            0,
            0.9 * GradientSpread.Of("", plain, batch, 200).Variance);
    }

    [Fact]
    public void A_gradient_without_draws_does_not_scatter()
    {
        using var scope = NewDisposeScope();
        using var model = new Errors();
        using var batch = new Batch(TestModels.Data(model, 4), 4);
        var spread = GradientSpread.Of("", model, batch, 3);

        Assert.True(spread.Norm > 0);
        Assert.Equal(0, spread.Variance);
        Assert.Throws<ArgumentOutOfRangeException>("draws", () => GradientSpread.Of("", model, batch, 1));
    }

    private static Batch Normals(int rows) => new(new Dictionary<string, Tensor> { ["x"] = Numbers.Normals(1, rows, 3) }, rows);
}
