using Hourglass.Numerics;
using Hourglass.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>Penalties, signs, weights and ramps against arithmetic by hand.</summary>
[Proves("l1", "l2", "sparsity", "ramp")]
public class PenaltyTests
{
    [Fact]
    public void Penalties_by_hand()
    {
        using var scope = NewDisposeScope();
        using var model = new Penalties().Double();
        var x = Numbers.Normals(1, 5, 3);
        var h = Numbers.Of(model.Encode(x).H);
        var (w, v) = (Numbers.Of(model.Encoder.W.weight!), Numbers.Of(model.Decoder.V.weight!));
        var loss = model.Minimize(x);
        Numbers.Near(h.Sum(Math.Abs) / 5, loss.A);
        Numbers.Near(h.Sum(a => a * a) / 5, loss.B);
        Numbers.Near(w.Sum(Math.Abs) + v.Sum(Math.Abs), loss.C);
        Numbers.Near(w.Sum(a => a * a) + v.Sum(a => a * a), loss.D);
        Numbers.Near(v.Sum(Math.Abs), loss.E);
        Numbers.Near(w.Sum(a => a * a), loss.F);
        var sparsity = 0.0;
        for (var j = 0; j < 2; j++)
        {
            var mean = h.Where((_, i) => i % 2 == j).Average();
            sparsity += (0.1 * Math.Log(0.1 / mean)) + (0.9 * Math.Log(0.9 / (1 - mean)));
        }

        Numbers.Near(sparsity, loss.G);
        double One(Tensor term) => Numbers.One(term);
        Numbers.Near(
            One(loss.SseY) + (0.5 * One(loss.A)) - (0.25 * One(loss.B)) + One(loss.C) + One(loss.D) + One(loss.E) + One(loss.F)
            + One(loss.G),
            loss.Total);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Sparsity_stays_finite_where_a_unit_is_always_on_or_off(ScalarType precision)
    {
        using var scope = NewDisposeScope();
        using var model = new Penalties();
        model.to(precision);
        foreach (var bias in new[] { -200.0, 200.0 })
        {
            using (no_grad())
            {
                model.Encoder.W.weight!.zero_();
                model.Encoder.W.bias!.fill_(bias);
            }

            var value = model.Minimize(ones(4, 3, precision)).G;
            value.backward();
            Assert.True(double.IsFinite(Numbers.One(value)) && Numbers.One(value) > 1);
            Assert.True(model.Encoder.W.bias!.grad!.isfinite().all().item<bool>());
        }
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, 1.5, 1)]
    [InlineData(1.5, 1.75, 1.5)]
    [InlineData(2, 2, 2)]
    [InlineData(4, 3, 2)]
    [InlineData(7.25, 3, 2)]
    [InlineData(double.PositiveInfinity, 3, 2)]
    public void Ramps_move_with_fractions_of_epochs(double epoch, double b, double c)
    {
        using var scope = NewDisposeScope();
        using var model = new Ramped().Double();
        model.Epoch = epoch;
        var loss = model.Minimize(Numbers.Normals(1, 5, 3));
        Numbers.Near(Numbers.One(loss.A) + (b * Numbers.One(loss.B)) - (c * Numbers.One(loss.C)), loss.Total);
    }
}
