using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>
/// Many digits, each from a generator of its own, so that a digit depends on nothing but the seed, the split and its place.
/// </summary>
internal static class DigitSet
{
    /// <summary>Bytes <c>[count, 28, 28]</c> and <c>[count]</c>.</summary>
    public static (Tensor Images, Tensor Labels) Draw(int seed, int split, int count)
    {
        const int Pixels = DigitPainter.Size * DigitPainter.Size;
        using var scope = NewDisposeScope();
        var images = empty([count, DigitPainter.Size, DigitPainter.Size], ScalarType.Byte);
        var labels = empty([count], ScalarType.Byte);
        var pixels = images.bytes;
        var classes = labels.bytes;
        var painter = new DigitPainter();
        for (var i = 0; i < count; i++)
        {
            var random = new SplitMix64(Mix(seed, split, i));
            var digit = random.Below(10);
            classes[i] = (byte)digit;
            painter.Paint(ref random, digit, pixels.Slice(i * Pixels, Pixels));
        }

        return (images.DetachFromDisposeScope(), labels.DetachFromDisposeScope());
    }

    /// <summary>Distant states for neighbouring places.</summary>
    private static ulong Mix(int seed, int split, int index)
    {
        var first = new SplitMix64(((ulong)(uint)seed << 1) | (uint)split).Next();
        return new SplitMix64(first ^ ((ulong)(uint)index * 0xD1342543DE82EF95)).Next();
    }
}
