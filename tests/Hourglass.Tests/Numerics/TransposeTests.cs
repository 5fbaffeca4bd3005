using Hourglass.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>Tied weights: one storage, the adjoint of the labelled map, both uses in the gradient.</summary>
[Proves("transpose")]
public class TransposeTests
{
    [Fact]
    public void Both_uses_read_one_storage()
    {
        using var scope = NewDisposeScope();
        using var model = new TiedDense().Double();
        var keys = model.state_dict().Keys.Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(["decoder.transpose1_bias", "encoder.w.bias", "encoder.w.weight"], keys);
        var h = Numbers.Uniforms(1, 3, 4);
        var before = Numbers.Of(model.Decode(h));
        var affine = Oracles.Dense(Grid.From(h), Grid.From(model.Encoder.W.weight!.t()), Grid.From(model.Decoder.Transpose1Bias));
        Numbers.Same([.. affine.Values.Select(a => 1 / (1 + Math.Exp(-a)))], model.Decode(h));
        var place = Address(model.Encoder.W.weight!);
        using (no_grad())
        {
            model.Encoder.W.weight!.mul_(2);
        }

        // The decoder sees what was written into the encoder's tensor, and no tensor has moved.
        Assert.Equal(place, Address(model.Encoder.W.weight!));
        var doubled = Oracles.Dense(Grid.From(h), Grid.From(model.Encoder.W.weight!.t()), Grid.From(model.Decoder.Transpose1Bias));
        Numbers.Same([.. doubled.Values.Select(a => 1 / (1 + Math.Exp(-a)))], model.Decode(h));
        Assert.NotEqual(before, Numbers.Of(model.Decode(h)));
    }

    [Fact]
    public void The_gradient_is_the_sum_of_both_uses()
    {
        using var scope = NewDisposeScope();
        using var model = new TiedDense().Double();
        var x = Numbers.Uniforms(2, 5, 6);
        model.Minimize(x).Total.backward();
        // The same function of two weights that share nothing but their values.
        var up = model.Encoder.W.weight!.detach().clone().requires_grad_();
        var down = model.Encoder.W.weight!.detach().t().clone().requires_grad_();
        var h = (x.matmul(up.t()) + model.Encoder.W.bias!.detach()).sigmoid();
        var y = (h.matmul(down.t()) + model.Decoder.Transpose1Bias.detach()).sigmoid();
        ((y - x).square().sum() / 5).backward();
        Numbers.Same(Numbers.Of(up.grad! + down.grad!.t()), model.Encoder.W.weight!.grad!);
        Assert.True(up.grad!.abs().max().item<double>() > 1e-3 && down.grad!.abs().max().item<double>() > 1e-3);
    }

    [Fact]
    public void A_tied_deconvolution_is_the_adjoint_of_the_convolution()
    {
        using var scope = NewDisposeScope();
        using var model = new TiedConv().Double();
        Adjoint([2, 6, 8], x => model.Encode(x).H, model.Decode, model.Encoder.W, model.Decoder.Transpose1Bias, 2, [1, 1]);
        using var wide = new TiedConvWide().Double();
        Adjoint([1, 9, 8], x => wide.Encode(x).H, wide.Decode, wide.Encoder.W, wide.Decoder.Transpose1Bias, 3, [1, 1]);
        using var even = new TiedConvEven().Double();
        Adjoint([1, 7], x => even.Encode(x).H, even.Decode, even.Encoder.W, even.Decoder.Transpose1Bias, 3, [1]);
        using var padded = new TiedConvPadded().Double();
        Adjoint([1, 9, 6], x => padded.Encode(x).H, padded.Decode, padded.Encoder.W, padded.Decoder.Transpose1Bias, 5, [1, 1]);
        using var volume = new TiedConvVolume().Double();
        Adjoint([1, 3, 4, 5], x => volume.Encode(x).H, volume.Decode, volume.Encoder.W, volume.Decoder.Transpose1Bias, 2, [0, 0, 0]);
    }

    private static unsafe nint Address(Tensor tensor)
    {
        fixed (byte* first = tensor.bytes)
        {
            return (nint)first;
        }
    }

    private static void Adjoint(
        long[] shape,
        Func<Tensor, Tensor> encode,
        Func<Tensor, Tensor> decode,
        nn.Module conv,
        Tensor bias,
        int stride,
        int[] before)
    {
        var weight = conv.get_parameter("weight")!;
        var x = Numbers.Normals(5, [2, .. shape]);
        var h = encode(x);
        Oracles.Conv(
            Grid.From(x),
            Grid.From(weight),
            Grid.From(conv.get_parameter("bias")!),
            stride,
            before,
            [.. h.shape[2..].Select(size => (int)size)])
            .MustEqual(h, Numbers.Exact);
        Oracles.Deconv(Grid.From(h), Grid.From(weight), Grid.From(bias), stride, before, [.. shape[1..].Select(size => (int)size)])
            .MustEqual(decode(h), Numbers.Exact);
        // ⟨conv x, g⟩ = ⟨x, transpose g⟩ without the biases.
        var g = Numbers.Normals(6, h.shape);
        Numbers.Near(
            Numbers.One(((encode(x) - encode(zeros_like(x))) * g).sum()),
            Numbers.One((x * (decode(g) - decode(zeros_like(g)))).sum()));
    }
}
