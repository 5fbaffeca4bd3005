using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>Sums over everything but the batch.</summary>
internal static class EventSum
{
    /// <summary>From <c>[N, ...]</c> to <c>[N]</c>; what has no event stays as it is.</summary>
    public static Tensor Of(Tensor values) => values.dim() switch
    {
        0 or 1 => values,
        2 => values.sum(1L),
        _ => values.flatten(1).sum(1L),
    };
}
