using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>
/// Convolutions with a width, a stride and a dilation for each axis, in groups, and causal ones, against sums over their windows; gradients
/// against differences.
/// </summary>
[Proves("conv", "deconv", "transpose")]
public class ConvolutionTests
{
    [Fact]
    public void Width_and_stride_of_each_axis()
    {
        using var scope = NewDisposeScope();
        using var model = new WideConv().Double();
        var x = Numbers.Normals(1, 2, 2, 7, 9);
        var h = model.Encode(x).H;
        Same(Conv(x, model.Encoder.Conv1, new([1, 2], [1, 2]), [7, 5]), h);
        Same(Deconv(h, model.Decoder.Deconv1, new([1, 2], [1, 2]), [7, 9]), model.Reconstruct(x));
        GradientCheck.Run(model, () => model.Minimize(x).Total);
    }

    /// <summary>A window of 3 elements 2 apart is 5 wide and pads 2; one of 4 pads 1 before and 2 behind.</summary>
    [Fact]
    public void Elements_of_a_window_stand_apart()
    {
        using var scope = NewDisposeScope();
        using var model = new DilatedConv().Double();
        var x = Numbers.Normals(1, 2, 1, 9, 8);
        var first = Conv(x, model.Encoder.Conv1, new([1, 1], [2, 1], Dilation: [2, 1]), [9, 8]);
        var second = Conv(first, model.Encoder.Conv2, new([1, 1], [3, 3], Dilation: [3, 3]), [9, 8]).tanh();
        Same(second, model.Encode(x).H);
        var third = Deconv(second, model.Decoder.Deconv1, new([1, 1], [3, 3], Dilation: [3, 3]), [9, 8]);
        Same(Deconv(third, model.Decoder.Deconv2, new([1, 1], [2, 1], Dilation: [2, 1]), [9, 8]), model.Reconstruct(x));
        GradientCheck.Run(model, () => model.Minimize(x).Total);
    }

    [Fact]
    public void Filters_read_the_channels_of_their_group()
    {
        using var scope = NewDisposeScope();
        using var model = new GroupedConv().Double();
        Assert.Equal([6L, 2L, 3L, 3L], model.Encoder.W.weight!.shape);
        Assert.Equal([6L, 1L, 1L, 1L], model.Encoder.Conv1.weight!.shape);
        var x = Numbers.Normals(1, 2, 4, 5, 6);
        var first = Conv(x, model.Encoder.W, new([2, 2], [1, 1], Groups: 2), [3, 3]);
        var second = Conv(first, model.Encoder.Conv1, new([1, 1], [0, 0], Groups: 6), [3, 3]);
        Same(second, model.Encode(x).H);
        var third = Deconv(second, model.Decoder.Deconv1, new([1, 1], [0, 0], Groups: 6), [3, 3]);
        Same(Deconv(third, model.Decoder.Deconv2, new([2, 2], [1, 1], Groups: 2), [5, 6]), model.Reconstruct(x));
        GradientCheck.Run(model, () => model.Minimize(x).Total);
    }

    [Fact]
    public void Nothing_behind_an_element_reaches_it_through_causal_convolutions_and_back()
    {
        using var scope = NewDisposeScope();
        using var model = new CausalConv().Double();
        var x = Numbers.Normals(1, 2, 2, 9);
        var first = Conv(x, model.Encoder.Conv1, new([1], [2]), [9]);
        var second = Conv(first, model.Encoder.Conv2, new([2], [2], Dilation: [2]), [5]).tanh();
        Same(second, model.Encode(x).H);
        var third = Deconv(second, model.Decoder.Deconv1, new([2], [0], Dilation: [2]), [9]);
        Same(Deconv(third, model.Decoder.Deconv2, new([1], [0]), [9]), model.Reconstruct(x));
        var moved = x.clone();
        moved.narrow(2, 6, 3).add_(1);
        var (before, after) = (model.Reconstruct(x), model.Reconstruct(moved));
        Same(before.narrow(2, 0, 6), after.narrow(2, 0, 6));
        Assert.NotEqual(Numbers.Of(before.narrow(2, 6, 1)), Numbers.Of(after.narrow(2, 6, 1)));
        GradientCheck.Run(model, () => model.Minimize(x).Total);
    }

    /// <summary>The adjoint: Σ h · conv(x) = Σ transposed(h) · x, biases aside.</summary>
    [Fact]
    public void Tied_layers_are_the_adjoints_of_causal_and_of_grouped_ones()
    {
        using var scope = NewDisposeScope();
        using var causal = new CausalTied().Double();
        var x = Numbers.Normals(1, 2, 2, 9);
        Adjoint(x, causal.Encode(x).H, causal.Encoder.W.bias!, g => causal.Decode(g), causal.Decoder.get_parameter("transpose1_bias")!);
        GradientCheck.Run(causal, () => causal.Minimize(x).Total);
        using var grouped = new GroupedTied().Double();
        var y = Numbers.Normals(2, 2, 4, 7);
        Adjoint(y, grouped.Encode(y).H, grouped.Encoder.W.bias!, g => grouped.Decode(g), grouped.Decoder.get_parameter("transpose1_bias")!);
        GradientCheck.Run(grouped, () => grouped.Minimize(y).Total);
    }

    [Fact]
    public void Volumes()
    {
        using var scope = NewDisposeScope();
        using var model = new VolumeConv().Double();
        var x = Numbers.Normals(1, 2, 2, 4, 5, 6);
        var h = model.Encode(x).H;

        // Two elements with a stride of 2 over 6 need no zeros.
        Same(Conv(x, model.Encoder.Conv1, new([2, 1, 2], [0, 1, 0], Groups: 2), [2, 5, 3]), h);
        Same(Deconv(h, model.Decoder.Deconv1, new([2, 1, 2], [0, 1, 1]), [4, 5, 6]), model.Reconstruct(x));
        GradientCheck.Run(model, () => model.Minimize(x).Total);
    }

    private sealed record Looks(int[] Stride, int[] Before, int[]? Dilation = null, int Groups = 1)
    {
        /// <summary>Where the element of a window lies.</summary>
        public int At(int axis, int window, int tap) => (window * Stride[axis]) + (tap * (Dilation?[axis] ?? 1)) - Before[axis];
    }

    private static void Adjoint(Tensor x, Tensor h, Tensor bias, Func<Tensor, Tensor> decode, Tensor back)
    {
        var g = Numbers.Normals(9, h.shape);
        var linear = h - bias.reshape(1, -1, 1);
        var transposed = decode(g) - back.reshape(1, -1, 1);
        Numbers.Near(Numbers.One((g * linear).sum()), (transposed * x).sum());
    }

    private static Tensor Conv(Tensor x, nn.Module layer, Looks looks, int[] size)
    {
        var (input, weight, bias) = Of(x, layer);
        var filters = weight.Shape[0] / looks.Groups;
        return From(Grid.Fill([input.Shape[0], weight.Shape[0], .. size], index =>
        {
            var sum = bias[index[1]];
            foreach (var tap in Grid.Indices(weight.Shape[1..]))
            {
                var channel = (index[1] / filters * weight.Shape[1]) + tap[0];
                sum += weight[[index[1], .. tap]]
                    * input[[index[0], channel, .. size.Select((_, axis) => looks.At(axis, index[axis + 2], tap[axis + 1]))]];
            }

            return sum;
        }));
    }

    private static Tensor Deconv(Tensor x, nn.Module layer, Looks looks, int[] size)
    {
        var (input, weight, bias) = Of(x, layer);
        var (channels, each) = (weight.Shape[0] / looks.Groups, weight.Shape[1]);
        var result = Grid.Fill([input.Shape[0], each * looks.Groups, .. size], index => bias[index[1]]);
        foreach (var index in Grid.Indices(input.Shape))
        {
            foreach (var tap in Grid.Indices(weight.Shape[1..]))
            {
                int[] at = [.. size.Select((_, axis) => looks.At(axis, index[axis + 2], tap[axis + 1]))];
                if (at.Zip(size, (place, most) => place >= 0 && place < most).All(inside => inside))
                {
                    var flat = (index[0] * each * looks.Groups) + (index[1] / channels * each) + tap[0];
                    flat = at.Zip(size).Aggregate(flat, (sum, next) => (sum * next.Second) + next.First);
                    result.Values[flat] += weight[[index[1], .. tap]] * input[index];
                }
            }
        }

        return From(result);
    }

    private static (Grid Input, Grid Weight, Grid Bias) Of(Tensor x, nn.Module layer) =>
        (Grid.From(x), Grid.From(layer.get_parameter("weight")!), Grid.From(layer.get_parameter("bias")!));

    private static Tensor From(Grid grid) => tensor(grid.Values).reshape([.. grid.Shape.Select(size => (long)size)]);

    private static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Numbers.Same(Numbers.Of(expected), actual);
    }
}
