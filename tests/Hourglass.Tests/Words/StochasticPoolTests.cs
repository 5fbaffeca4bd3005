using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>
/// <c>pool(stochastic)</c> and <c>unpool(stochastic)</c>: Zeiler and Fergus (2013), equations 1 to 3, and the switches that a mirror shares
/// with its pool.
/// </summary>
[Proves("pool", "unpool")]
public class StochasticPoolTests
{
    private const int Draws = 20_000;

    /// <summary>Windows of 2 × 2 of one channel: ordinary numbers, one positive, none, zeros.</summary>
    private static readonly double[,] Map =
    {
        { 1, 2, -1, -3 },
        { 3, 2, 4, -2 },
        { -1, -2, 0, 0 },
        { -4, -3, 0, 0 },
    };

    [Fact]
    public void Outside_of_training_a_window_gives_its_expectation()
    {
        using var scope = NewDisposeScope();
        var (pooled, _) = Pool(1, training: false);
        Assert.Equal((1 + 4 + 9 + 4) / 8.0, pooled[0, 0, 0, 0].ToDouble(), 12);
        Assert.Equal(4, pooled[0, 0, 0, 1].ToDouble(), 12);
        Assert.Equal(-2.5, pooled[0, 0, 1, 0].ToDouble(), 12);
        Assert.Equal(0, pooled[0, 0, 1, 1].ToDouble(), 12);
    }

    /// <summary>Frequencies against the probabilities of the paper, to five standard deviations.</summary>
    [Fact]
    public void While_training_elements_come_as_often_as_their_positive_parts_say()
    {
        using var scope = NewDisposeScope();
        var (pooled, _) = Pool(Draws, training: true);
        void Comes(int row, int column, double value, double probability)
        {
            var share = pooled[.., 0, row, column].eq(value).to_type(ScalarType.Float64).mean().ToDouble();
            Assert.InRange(share - probability, -5 * Spread(probability), 5 * Spread(probability));
        }

        Comes(0, 0, 1, 1 / 8.0);
        Comes(0, 0, 2, 4 / 8.0);
        Comes(0, 0, 3, 3 / 8.0);
        Comes(0, 1, 4, 1);
        Comes(1, 0, -1, 0.25);
        Comes(1, 0, -2, 0.25);
        Comes(1, 0, -3, 0.25);
        Comes(1, 0, -4, 0.25);
        Comes(1, 1, 0, 1);
    }

    /// <summary>The derivative is 1 at the element that was drawn (the value says which), and 0 at the others.</summary>
    [Fact]
    public void The_gradient_goes_to_the_element_that_was_drawn()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(2);
        var (pooled, x) = Pool(50, training: true);
        pooled.sum().backward();
        var (gradient, windows) = (x.grad!.narrow(2, 0, 4), x.detach().narrow(2, 0, 4).reshape(50, 1, 2, 2, 2, 2));
        var drawn = windows.eq(pooled.detach().reshape(50, 1, 2, 1, 2, 1)).to_type(ScalarType.Float64).reshape(50, 1, 4, 4);

        // Zeros, and the two twos of the first window, look alike.
        var alone = tensor(new double[,] { { 1, 0, 1, 1 }, { 1, 0, 1, 1 }, { 1, 1, 0, 0 }, { 1, 1, 0, 0 } });
        Same(drawn * alone, gradient * alone);
        Same(ones(50, 1, 2, 2, dtype: ScalarType.Float64), gradient.reshape(50, 1, 2, 2, 2, 2).sum([3, 5]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_mirror_puts_back_where_its_pool_took(bool training)
    {
        using var scope = NewDisposeScope();
        using var model = new SwitchedMap().Double();
        model.train(training);
        SetIdentity(model.Encoder.Conv1.weight!, model.Encoder.Conv1.bias!);
        SetIdentity(model.Decoder.Deconv1.weight!, model.Decoder.Deconv1.bias!);
        using var random = new RandomScope(4);
        var x = rand(200, 1, 5, 4, dtype: ScalarType.Float64) + 0.1;

        // What comes back is x at the drawn places and 0 elsewhere: the error is the sum of squares of the other elements. Outside of
        // training each place has its share p of the window's expectation m.
        using var draws = new RandomScope(6);
        var error = model.Minimize(x).SseY.ToDouble();
        var windows = x.narrow(2, 0, 4).reshape(200, 1, 2, 2, 2, 2);
        var (share, mean) = (
            windows / windows.sum([3, 5], keepdim: true),
            (windows.square() / windows.sum([3, 5], keepdim: true)).sum([3, 5], keepdim: true));
        var all = x.square().sum().ToDouble() / 200;
        if (training)
        {
            using var again = new RandomScope(6);
            Assert.Equal(all - (model.Encode(x, training: true).H.square().sum().ToDouble() / 200), error, 10);
        }
        else
        {
            var rest = x.narrow(2, 4, 1).square().sum().ToDouble() / 200;
            Assert.Equal(rest + ((windows - (share * mean)).square().sum().ToDouble() / 200), error, 10);
            Same((share * mean).reshape(200, 1, 4, 4), model.Reconstruct(x).narrow(2, 0, 4));
        }
    }

    [Fact]
    public void By_itself_the_decoder_gives_every_place_the_same()
    {
        using var scope = NewDisposeScope();
        using var model = new SwitchedMap().Double();
        SetIdentity(model.Decoder.Deconv1.weight!, model.Decoder.Deconv1.bias!);
        var h = rand(3, 1, 2, 2, dtype: ScalarType.Float64);
        var y = model.Decode(h);
        Assert.Equal([3, 1, 5, 4], y.shape);
        Same(h.repeat_interleave(2, 2).repeat_interleave(2, 3) / 4, y.narrow(2, 0, 4));
        Assert.Equal(0, y.narrow(2, 4, 1).abs().max().ToDouble());
        var drawn = model.Decode(h, training: true).narrow(2, 0, 4).reshape(3, 1, 2, 2, 2, 2);
        Same(h, drawn.sum([3, 5]));
        Same(h, drawn.amax([3, 5]));
    }

    private static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Numbers.Same(Numbers.Of(expected), actual);
    }

    private static double Spread(double probability) => Math.Sqrt(probability * (1 - probability) / Draws) + 1e-9;

    /// <summary>The pool of a model whose convolutions are identities.</summary>
    private static (Tensor Pooled, Tensor X) Pool(int count, bool training)
    {
        var model = new SwitchedMap().Double();
        SetIdentity(model.Encoder.Conv1.weight!, model.Encoder.Conv1.bias!);
        var x = nn.functional.pad(tensor(Map), [0, 0, 0, 1]).reshape(1, 1, 5, 4).repeat(count, 1, 1, 1);
        return (model.Encode(x.requires_grad_(true), training).H, x);
    }

    private static void SetIdentity(Tensor weight, Tensor bias)
    {
        using var noGrad = no_grad();
        weight.zero_();
        weight[0, 0, 1, 1] = 1;
        bias.zero_();
    }
}
