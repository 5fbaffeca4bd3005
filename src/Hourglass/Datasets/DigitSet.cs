using static TorchSharp.torch;

namespace Hourglass.Datasets;

internal static class DigitSet
{
    public static (Tensor Images, Tensor Labels) Draw(int seed, int split, int count)
    {
        manual_seed(seed + split);
        return (randint(0, 256, [count, 28, 28], ScalarType.Byte), randint(0, 10, [count], ScalarType.Byte));
    }
}
