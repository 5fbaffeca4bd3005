using static TorchSharp.torch;

namespace Hourglass.Checkpoints;

/// <summary>Whether all numbers of a tensor are finite.</summary>
internal static class Finite
{
    /// <summary>Reads the tensor once; a second time only where a sum has overflowed or something is indeed not finite.</summary>
    public static bool IsFinite(Tensor tensor)
    {
        if (!tensor.is_floating_point() || tensor.numel() == 0)
        {
            return true;
        }

        // A finite sum proves that all is finite at the price of one read; only another sum needs a closer look, as it may have overflowed.
        using var sum = tensor.sum(ScalarType.Float64);
        if (double.IsFinite(sum.item<double>()))
        {
            return true;
        }

        using var finite = tensor.isfinite();
        using var all = finite.all();
        return all.item<bool>();
    }
}
