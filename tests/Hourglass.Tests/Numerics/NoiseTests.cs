using Hourglass.Tests.Models;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>Dropout and the corruptions: their statistics, off outside of training, clean targets.</summary>
[Proves("corrupt", "dropout", "gaussian", "mask", "salt")]
public class NoiseTests
{
    private const int Rows = 50_000;

    [Fact]
    public void Dropout_keeps_the_expectation_and_is_off_unless_training_is_asked_for()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(1);
        using var model = new Dropped().Double();
        var x = ones(Rows, 4, dtype: ScalarType.Float64) * 2;
        model.train();
        var values = Numbers.Of(model.Encode(x, training: true).H);
        Assert.All(values, value => Assert.True(value == 0 || Math.Abs(value - (2 / 0.7)) < 1e-12));
        Numbers.Near(0.3, values.Count(value => value == 0) / (double)values.Length, 0.005);
        Numbers.Near(2, values.Average(), 0.01);
        Numbers.Same(Numbers.Of(x), model.Encode(x).H, 0);
    }

    [Fact]
    public void Normal_noise_has_its_deviation()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(2);
        using var model = new CorruptGaussian();
        var x = Numbers.Uniforms(3, Rows, 4);
        model.train();
        var noise = Numbers.Of(model.Encode(x, training: true).H - x);
        var deviation = Math.Sqrt(noise.Average(e => e * e));
        Numbers.Near(0, noise.Average(), 0.005);
        Numbers.Near(0.5, deviation, 0.005);
        Numbers.Near(3, noise.Average(e => Math.Pow(e / deviation, 4)), 0.05);
        // The target stays clean: the error of the identity is the noise alone.
        Numbers.Near(4 * 0.25, model.Minimize(x).SseY, 0.02);
        model.eval();
        Numbers.Near(0, model.Minimize(x).SseY, 0);
    }

    [Fact]
    public void Masks_clear_at_their_rate()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(3);
        using var model = new CorruptMask();
        var x = full([Rows, 4], 0.6, ScalarType.Float64);
        model.train();
        var values = Numbers.Of(model.Encode(x, training: true).H);
        Assert.All(values, value => Assert.True(value is 0 or 0.6));
        Numbers.Near(0.3, values.Count(value => value == 0) / (double)values.Length, 0.005);
        Numbers.Near(4 * 0.3 * 0.36, model.Minimize(x).SseY, 0.01);
        model.eval();
        Numbers.Near(0, model.Minimize(x).SseY, 0);
    }

    [Fact]
    public void Salt_and_pepper_come_with_equal_chances()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(4);
        using var model = new CorruptSalt();
        var x = full([Rows, 4], 0.25, ScalarType.Float64);
        model.train();
        var values = Numbers.Of(model.Encode(x, training: true).H);
        Assert.All(values, value => Assert.True(value is 0 or 0.25 or 1));
        Numbers.Near(0.2, values.Count(value => value == 0) / (double)values.Length, 0.005);
        Numbers.Near(0.2, values.Count(value => value == 1) / (double)values.Length, 0.005);
        Numbers.Near(4 * ((0.2 * 0.0625) + (0.2 * 0.5625)), model.Minimize(x).SseY, 0.02);
        model.eval();
        Numbers.Near(0, model.Minimize(x).SseY, 0);
    }

    [Fact]
    public void Gradients_pass_corruptions_where_an_element_is_kept()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(5);
        var x = full([Rows], 0.5, ScalarType.Float64).requires_grad_();
        var salted = Hourglass.Numerics.Corruption.Salt(x, 0.4, rand_like(x));
        salted.sum().backward();
        Numbers.Same([.. Numbers.Of(salted).Select(value => value == 0.5 ? 1.0 : 0.0)], x.grad!, 0);
    }
}
