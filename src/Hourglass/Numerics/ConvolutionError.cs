using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>
/// Compares a convolution in single precision with the same in double precision: its result, and the gradients of input and weights.
/// </summary>
internal static class ConvolutionError
{
    /// <summary>libtorch takes other ways for a single example.</summary>
    private const long Examples = 2;

    /// <summary>The largest difference as a share of the largest element, of the three the worst; NaN where one is not finite.</summary>
    public static double Of(ConvolutionCase convolution)
    {
        using var scope = NewDisposeScope();
        using var gradients = enable_grad();
        var input = Numbers([Examples, .. convolution.Input], 0.7);
        var weight = Numbers(convolution.Weight, 1.3);
        LeaveNaNBehind(input, weight);
        var single = Run(convolution, input, weight);
        var exact = Run(convolution, input.to(ScalarType.Float64), weight.to(ScalarType.Float64));

        // Math.Max gives NaN where one of the two is.
        return single.Zip(exact, Distance).Aggregate(Math.Max);
    }

    /// <summary>Different numbers in [-1, 1] that leave torch's random state alone.</summary>
    private static Tensor Numbers(long[] shape, double step) =>
        arange(shape.Aggregate((product, size) => product * size), ScalarType.Float32).mul(step).sin().reshape(shape);

    /// <summary>
    /// What oneDNN was seen to do is to read memory that nobody wrote, where it pads channels to a multiple of 16: right by luck as long as
    /// that memory holds zeros. Memory of the sizes that it will ask for is given back full of NaN.
    /// </summary>
    private static void LeaveNaNBehind(params ReadOnlySpan<Tensor> operands)
    {
        using var scope = NewDisposeScope();
        foreach (var operand in operands)
        {
            for (var size = operand.numel(); size <= 4 * operand.numel(); size += Math.Max(1, operand.numel() / 2))
            {
                full([size], float.NaN);
            }
        }
    }

    private static Tensor[] Run(ConvolutionCase convolution, Tensor input, Tensor weight)
    {
        var (x, w) = (input.detach().requires_grad_(), weight.detach().requires_grad_());
        var y = Convolve(convolution, x, w);
        (y * Numbers(y.shape, 1.9).to(y.dtype)).sum().backward();
        return [y.detach(), x.grad!, w.grad!];
    }

    private static Tensor Convolve(ConvolutionCase convolution, Tensor x, Tensor w)
    {
        var (strides, padding, extra) = (convolution.Stride, convolution.Padding, convolution.OutputPadding);
        var (dilation, groups) = (convolution.Dilation, convolution.Groups);
        return (convolution.Transposed, convolution.Rank) switch
        {
            (false, 1) => nn.functional.conv1d(x, w, null, strides[0], padding[0], dilation[0], groups),
            (false, 2) => nn.functional.conv2d(x, w, null, strides, padding, dilation, groups),
            (false, _) => nn.functional.conv3d(x, w, null, strides, padding, dilation, groups),
            (true, 1) => nn.functional.conv_transpose1d(
                x, w, null, stride: strides[0], padding: padding[0], output_padding: extra[0], dilation: dilation[0], groups: groups),
            (true, 2) => nn.functional.conv_transpose2d(
                x, w, null, strides: strides, padding: padding, output_padding: extra, dilation: dilation, groups: groups),
            (true, _) => nn.functional.conv_transpose3d(
                x, w, null, strides: strides, padding: padding, output_padding: extra, dilation: dilation, groups: groups),
        };
    }

    private static double Distance(Tensor single, Tensor exact) =>
        (single.to(ScalarType.Float64) - exact).abs().max().item<double>() / Math.Max(exact.abs().max().item<double>(), double.Epsilon);
}
