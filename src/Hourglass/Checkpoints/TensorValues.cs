using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Checkpoints;

/// <summary>Whether a tensor of a <c>state_dict</c> or an optimizer holds what a training can leave behind.</summary>
internal static class TensorValues
{
    /// <summary>What layers and optimizers keep that is never below zero: means of squares, variances, counts.</summary>
    private static readonly string[] NeverBelowZero = [".exp_avg_sq", ".square_avg", ".running_var", ".num_batches_tracked", ".step"];

    /// <summary>What is wrong with a tensor, in words that follow its key; null where nothing is.</summary>
    public static string? WhyNot(string key, Tensor tensor)
    {
        if (!IsFinite(tensor))
        {
            return "holds NaN or infinity";
        }

        if (tensor.numel() == 0 || !NeverBelowZero.Any(end => key.EndsWith(end, StringComparison.Ordinal)))
        {
            return null;
        }

        using var least = tensor.min();
        return least.ToDouble() is < 0 and var below ? FormattableString.Invariant($"holds {below}, and is never below 0") : null;
    }

    /// <summary>
    /// Whether all numbers are finite. Reads the tensor once; a second time only where a sum has overflowed or something is indeed not
    /// finite.
    /// </summary>
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
