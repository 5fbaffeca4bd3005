using Hourglass.Native;

namespace Hourglass.Numerics;

/// <summary>
/// Says whether libtorch's convolutions can be relied on. On some virtual machines its library oneDNN computes some of them wrongly in
/// single precision, or as NaN. The constructor of an emitted model names the convolutions that the model has; each is checked once in a
/// process, in a few milliseconds, against double precision, in which oneDNN takes no part. Where one is wrong, oneDNN is switched off for
/// the process, and libtorch's own code computes them.
/// </summary>
public static class Convolutions
{
    private static readonly ConvolutionCheck Shared = new(ConvolutionError.Of, () => OneDnn.TrySwitch(on: false));

    /// <summary>Why oneDNN is off in this process, in words that follow «because»; null where it is not.</summary>
    public static string? WhyWithoutOneDnn => Current.WhyOff;

    /// <summary>The check in force; tests put one in its place that finds what this machine may not have.</summary>
    internal static ConvolutionCheck Current { get; set; } = Shared;

    /// <summary>Checks a convolution.</summary>
    /// <param name="weight">The shape of its weights, <c>[out, in, k…]</c>.</param>
    /// <param name="input">The shape of an example, <c>[in, …]</c>.</param>
    /// <param name="stride">Its step in every dimension.</param>
    /// <param name="padding">Zeros on both sides of every dimension.</param>
    /// <exception cref="HourglassException">It is wrong, and oneDNN cannot be switched off or is not the cause.</exception>
    public static void Check(long[] weight, long[] input, long stride, long[] padding) =>
        Check(weight, input, Same(stride, padding), padding, Same(1, padding), groups: 1);

    /// <summary>Checks a convolution.</summary>
    /// <param name="weight">The shape of its weights, <c>[out, in / groups, k…]</c>.</param>
    /// <param name="input">The shape of an example, <c>[in, …]</c>.</param>
    /// <param name="stride">Its step in each dimension.</param>
    /// <param name="padding">Zeros on both sides of every dimension.</param>
    /// <param name="dilation">From element to element of a window in each dimension.</param>
    /// <param name="groups">Into how many groups channels are divided.</param>
    /// <exception cref="HourglassException">It is wrong, and oneDNN cannot be switched off or is not the cause.</exception>
    public static void Check(long[] weight, long[] input, long[] stride, long[] padding, long[] dilation, long groups) =>
        Current.Require(new ConvolutionCase(Transposed: false, weight, input, stride, padding, OutputPadding: [])
        {
            Dilation = dilation,
            Groups = groups,
        });

    /// <summary>Checks a transposed convolution.</summary>
    /// <param name="weight">The shape of its weights, <c>[in, out, k…]</c>.</param>
    /// <param name="input">The shape of an example, <c>[in, …]</c>.</param>
    /// <param name="stride">Its step in every dimension.</param>
    /// <param name="padding">What is cut off on both sides of every dimension.</param>
    /// <param name="outputPadding">What is added behind every dimension.</param>
    /// <exception cref="HourglassException">It is wrong, and oneDNN cannot be switched off or is not the cause.</exception>
    public static void CheckTransposed(long[] weight, long[] input, long stride, long[] padding, long[] outputPadding) =>
        CheckTransposed(weight, input, Same(stride, padding), padding, Same(1, padding), groups: 1, outputPadding);

    /// <summary>Checks a transposed convolution.</summary>
    /// <param name="weight">The shape of its weights, <c>[in, out / groups, k…]</c>.</param>
    /// <param name="input">The shape of an example, <c>[in, …]</c>.</param>
    /// <param name="stride">Its step in each dimension.</param>
    /// <param name="padding">What is cut off on both sides of every dimension.</param>
    /// <param name="dilation">From element to element of a window in each dimension.</param>
    /// <param name="groups">Into how many groups channels are divided.</param>
    /// <param name="outputPadding">What is added behind every dimension.</param>
    /// <exception cref="HourglassException">It is wrong, and oneDNN cannot be switched off or is not the cause.</exception>
    public static void CheckTransposed(
        long[] weight,
        long[] input,
        long[] stride,
        long[] padding,
        long[] dilation,
        long groups,
        long[] outputPadding) => Current.Require(new ConvolutionCase(Transposed: true, weight, input, stride, padding, outputPadding)
        {
            Dilation = dilation,
            Groups = groups,
        });

    private static long[] Same(long number, long[] dimensions) => [.. dimensions.Select(_ => number)];
}
