using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Inference;

/// <summary>What the factors and the bound need to know of responsibilities r (Bishop, 2006, 10.51 to 10.53).</summary>
/// <param name="Counts">N = Σ r, <c>[K]</c>.</param>
/// <param name="Means">x̄, <c>[K, d]</c>.</param>
/// <param name="Scatter">N S = Σ r (x − x̄)(x − x̄)ᵀ, <c>[K, ...]</c>.</param>
/// <param name="Entropy">−Σ r log r, in nats.</param>
internal sealed record MixtureStatistics(Tensor Counts, Tensor Means, Tensor Scatter, double Entropy)
{
    /// <summary>
    /// The numbers that a tensor <c>[K, n, d]</c> of a chunk has at most: 16 MB. With fewer, products of many components have so few rows
    /// that they take twice the time.
    /// </summary>
    private const int ChunkNumbers = 1 << 21;

    /// <summary>
    /// Below it a responsibility is taken for 0: no sum notices, and products with numbers below the normal ones, 2⁻¹⁰²², would take a
    /// hundred times as long.
    /// </summary>
    private const double LeastShare = 1e-100;

    /// <summary>Below it a component's count is taken for it, so that a component without points has a mean.</summary>
    private const double LeastCount = 1e-300;

    /// <summary>The responsibilities that are best for given factors, chunk by chunk.</summary>
    /// <param name="data"><c>[N, d]</c>.</param>
    /// <param name="factors">The factors.</param>
    /// <param name="precisions">The kind of covariance.</param>
    /// <param name="cancellation">Ends it between two chunks.</param>
    public static MixtureStatistics Of(Tensor data, MixtureFactors factors, Precisions precisions, CancellationToken cancellation)
    {
        var joint = ExpectedLogJoint.Of(factors, precisions);
        Tensor Shares(Tensor centred, long first) => nn.functional.threshold(joint.At(centred).softmax(0), LeastShare, 0);
        return Of(data, factors.Mean, Shares, precisions, cancellation);
    }

    /// <summary>Those of responsibilities that are given for each chunk.</summary>
    /// <param name="data"><c>[N, d]</c>.</param>
    /// <param name="centres">
    /// <c>[K, d]</c>, from which the points are measured. The nearer they are to the means, the fewer digits are lost.
    /// </param>
    /// <param name="shares">r <c>[K, n]</c> of a chunk: of its x − centre <c>[K, n, d]</c> and of its first point.</param>
    /// <param name="precisions">The kind of covariance.</param>
    /// <param name="cancellation">Ends it between two chunks.</param>
    public static MixtureStatistics Of(
        Tensor data,
        Tensor centres,
        Func<Tensor, long, Tensor> shares,
        Precisions precisions,
        CancellationToken cancellation)
    {
        var (counts, sums) = (zeros_like(centres.select(1, 0)), zeros_like(centres));
        var squares = zeros([centres.size(0), .. precisions.Shape], dtype: ScalarType.Float64);
        var entropy = 0.0;
        foreach (var (first, centred) in Chunks(data, centres, cancellation))
        {
            var part = shares(centred, first);
            counts.add_(part.sum(1));
            sums.add_(part.unsqueeze(1).bmm(centred).squeeze(1));
            squares.add_(precisions.Scatter(centred, part));
            entropy += special.entr(part).sum().item<double>();
        }

        var from = sums / counts.clamp_min(LeastCount).unsqueeze(1);
        var scatter = squares - precisions.Outer(from * counts.sqrt().unsqueeze(1));
        return new MixtureStatistics(counts, centres + from, scatter, entropy);
    }

    /// <summary>x − centre <c>[K, n, d]</c> of a chunk after the other, each in a scope of its own.</summary>
    /// <param name="data"><c>[N, d]</c>.</param>
    /// <param name="centres"><c>[K, d]</c>.</param>
    /// <param name="cancellation">Ends it between two chunks.</param>
    public static IEnumerable<(long First, Tensor Centred)> Chunks(Tensor data, Tensor centres, CancellationToken cancellation = default)
    {
        var rows = Math.Max(1, ChunkNumbers / centres.numel());
        for (var first = 0L; first < data.size(0); first += rows)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var points = data.narrow(0, first, Math.Min(rows, data.size(0) - first));
            yield return (first, points.unsqueeze(0) - centres.unsqueeze(1));
        }
    }
}
