using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>The weight <c>capacity</c>: γ |KL - C| (Burgess et al., 2018, equation 8), of a capacity that moves with the epochs.</summary>
[Proves("capacity")]
public class CapacityTests
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 1)]
    [InlineData(3.5, 2.25)]
    [InlineData(9, 2.5)]
    [InlineData(double.PositiveInfinity, 2.5)]
    public void The_distance_from_the_capacity_is_minimized_and_the_divergence_reported(double epoch, double capacity)
    {
        using var scope = NewDisposeScope();
        using var model = new HeldAtCapacity().Double();
        model.Epoch = epoch;
        model.Untyped.Noise.Begin(1, 0);
        var x = Numbers.Uniforms(1, 6, 4);
        var loss = model.Minimize(x);
        var code = model.Encode(x).Z;
        var kl = 0.5 * Numbers.One((code.Mean.square() + exp(code.LogVar) - code.LogVar - 1).sum()) / 6;

        Numbers.Near(kl, loss.KlZ);
        Numbers.Near(Numbers.One(loss.NllX) + (10 * Math.Abs(kl - capacity)), loss.Total);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(3)]
    public void Gradients_lead_towards_it_from_both_sides(double spread)
    {
        using var scope = NewDisposeScope();
        using var model = new HeldAtCapacity().Double(spread: spread);
        model.Epoch = 1;
        model.Untyped.Noise.Begin(1, 0);
        var x = Numbers.Uniforms(1, 6, 4);
        Assert.Equal(spread > 1, Numbers.One(model.Minimize(x).KlZ) > 1);
        Slopes.Agree(model.Encoder.ZMean.bias!, () => model.Minimize(x).Total, 1e-7);
    }
}
