using System.Globalization;

namespace Hourglass.Numerics;

/// <summary>A convolution as libtorch takes it.</summary>
/// <param name="Transposed">Whether it is a transposed one.</param>
/// <param name="Weight">The shape of its weights: <c>[out, in / groups, k…]</c>, transposed <c>[in, out / groups, k…]</c>.</param>
/// <param name="Input">The shape of an example.</param>
/// <param name="Stride">Its step in every dimension.</param>
/// <param name="Padding">Zeros on both sides of every dimension.</param>
/// <param name="OutputPadding">Of a transposed one: what is added behind every dimension.</param>
internal sealed record ConvolutionCase(bool Transposed, long[] Weight, long[] Input, long[] Stride, long[] Padding, long[] OutputPadding)
{
    /// <summary>Spatial dimensions.</summary>
    public int Rank => Input.Length - 1;

    /// <summary>From element to element of its windows in every dimension.</summary>
    public long[] Dilation { get; init; } = [.. Padding.Select(_ => 1L)];

    /// <summary>Into how many groups its channels are divided.</summary>
    public long Groups { get; init; } = 1;

    /// <summary>The width of its windows in every dimension.</summary>
    private long[] Kernel => Weight[2..];

    /// <summary>Products of an example.</summary>
    private double Products
    {
        get
        {
            // Each window has a place in the smaller map; a stride leaves the larger one's places out.
            var places = Input[1..].Select((size, i) => Transposed ? size : Math.Max(1.0, (double)size / Stride[i]));
            return Weight.Select(size => (double)size).Concat(places).Aggregate((product, size) => product * size);
        }
    }

    /// <summary>
    /// The same convolution over a smaller map, or of fewer channels, where this one takes more products than the limit. What is wrong
    /// follows from the windows, the last few columns of a map and the channels that fill no block of 16: a map is halved no further than
    /// two windows, and channels keep their remainder.
    /// </summary>
    public ConvolutionCase Within(double products)
    {
        var smaller = this;
        while (smaller.Products > products && (smaller.WithSmallerMap() ?? smaller.WithFewerChannels()) is { } next)
        {
            smaller = next;
        }

        return smaller;
    }

    private ConvolutionCase? WithSmallerMap()
    {
        var axis = Enumerable.Range(1, Rank).MaxBy(i => Input[i]);
        var half = (Input[axis] + 1) / 2;
        return half < 2 * (((Kernel[axis - 1] - 1) * Dilation[axis - 1]) + 1) || half == Input[axis]
            ? null
            : this with { Input = [.. Input[..axis], half, .. Input[(axis + 1)..]] };
    }

    private ConvolutionCase? WithFewerChannels()
    {
        var (first, second) = (Halved(Weight[0]), Halved(Weight[1]));
        return Groups > 1 || (first == Weight[0] && second == Weight[1])
            ? null
            : this with { Weight = [first, second, .. Kernel], Input = [Transposed ? first : second, .. Input[1..]] };
    }

    private static long Halved(long channels) => channels > 64 ? (channels / 32 * 16) + (channels % 16) : channels;

    /// <summary>Names it: two convolutions with the same text are the same.</summary>
    public override string ToString()
    {
        var (from, to) = Transposed ? (Weight[0], Groups * Weight[1]) : (Groups * Weight[1], Weight[0]);
        var kind = Transposed ? "transposed convolution" : "convolution";
        var groups = Groups == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", {Groups} groups");
        var extra = OutputPadding.Any(size => size > 0) ? " and " + Sizes(OutputPadding) : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{kind} of {from} to {to} channels over {Sizes(Input[1..])}, "
            + $"windows {Sizes(Kernel)}{Special("stride", Stride)}{Special("dilation", Dilation)}{groups}, "
            + $"padding {Sizes(Padding)}{extra}");
    }

    /// <summary>One number where it is the same along all dimensions, and nothing where it is 1.</summary>
    private static string Special(string name, long[] numbers) => numbers.All(number => number == 1) ? ""
        : $", {name} {Sizes(numbers.Distinct().Count() == 1 ? numbers[..1] : numbers)}";

    private static string Sizes(IEnumerable<long> sizes) =>
        string.Join(" x ", sizes.Select(size => size.ToString(CultureInfo.InvariantCulture)));
}
