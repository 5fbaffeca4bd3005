using Hourglass.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>
/// Distributions of von Mises and Fisher on the sphere of R^d: vectors x of length 1 with the density C(κ) e^(κ μ·x), uniform where κ is 0
/// (Davidson et al., 2018).
/// </summary>
/// <param name="mean">Vectors in the mean directions μ, <c>[N, d]</c>, d at least 3; their lengths do not matter.</param>
/// <param name="concentration">κ, at least 0, <c>[N, 1]</c>.</param>
public sealed class VonMisesFisher(Tensor mean, Tensor concentration) : IDistribution
{
    private const int LargeOrder = 20;

    private readonly Tensor _vectors = Vectors(mean);

    /// <summary>
    /// The mean directions, of length 1, a new tensor <c>[N, d]</c>: what takes a draw's place. The mean itself is shorter, by
    /// <see cref="ResultantLength"/>.
    /// </summary>
    public Tensor Mean => nn.functional.normalize(_vectors, dim: 1);

    /// <summary>κ, <c>[N, 1]</c>.</summary>
    public Tensor Concentration { get; } = Numerics.Argument.Broadcast(concentration, "concentration", mean.narrow(1, 0, 1));

    /// <summary>A(κ) = I_(d/2)(κ) / I_(d/2-1)(κ), the length of the mean, a new tensor <c>[N, 1]</c>.</summary>
    public Tensor ResultantLength => OfConcentration().Ratio.to_type(Concentration.dtype);

    private long Size => _vectors.size(1);

    /// <summary>Uniform distributions: concentrations of 0.</summary>
    /// <param name="shape"><c>[N, d]</c>.</param>
    /// <param name="precision">The type of the numbers.</param>
    /// <param name="device">Where they are.</param>
    public static VonMisesFisher Standard(ReadOnlySpan<long> shape, ScalarType precision, Device device)
    {
        var pole = zeros(shape, dtype: precision, device: device);
        pole.narrow(1, 0, 1).fill_(1);
        return new VonMisesFisher(pole, zeros(1, 1, dtype: precision, device: device));
    }

    /// <summary>
    /// A draw, <c>[N, d]</c>, by rejection (Wood, 1994, algorithm VM*); gradients reach the mean direction, not the concentration.
    /// </summary>
    public Tensor Sample()
    {
        var (height, mean) = (Heights(), Mean);
        var noise = TorchDraws.NormalLike(mean);
        var across = noise - (noise * mean).sum(1L, keepdim: true) * mean;
        return (1 - height) * mean + (height * (2 - height)).sqrt() * nn.functional.normalize(across, dim: 1);
    }

    /// <inheritdoc cref="IDistribution.Interval"/>
    public (Tensor Lower, Tensor Upper) Interval(double level) => Intervals.OfDraws(this, level);

    /// <summary>
    /// The log-density of <paramref name="x"/> <c>[N, d]</c> with respect to the sphere's surface, <c>[N]</c>, in nats.
    /// </summary>
    /// <exception cref="DataException"><paramref name="x"/> is of another shape, complex, or elsewhere.</exception>
    public Tensor LogProb(Tensor x)
    {
        Numerics.Argument.CheckLike(x, "x", _vectors);
        var value = x.is_floating_point() ? x : x.to_type(_vectors.dtype);
        var partition = OfConcentration().Partition.to_type(Concentration.dtype);
        return EventSum.Of(Concentration * (value * Mean).sum(1L, keepdim: true) - partition - LogArea(Size));
    }

    /// <summary>The Kullback-Leibler divergence from this to the uniform sphere, in closed form, <c>[N]</c>, in nats.</summary>
    public Tensor KlToUniform()
    {
        var (ratio, partition) = OfConcentration();
        var divergence = Concentration.to_type(ScalarType.Float64) * ratio - partition;
        return divergence.to_type(Concentration.dtype).expand(_vectors.size(0), 1).squeeze(1);
    }

    /// <summary>
    /// A(κ), and the logarithm of what e^(κ w) is in the mean over the uniform sphere, in double precision: from two Bessel functions of
    /// large orders, by Debye's expansions, and the recurrence down to the wanted order.
    /// </summary>
    private (Tensor Ratio, Tensor Partition) OfConcentration()
    {
        var k = Concentration.to_type(ScalarType.Float64);
        var steps = Math.Max(1, (int)Math.Ceiling(LargeOrder - Size / 2.0) + 1);
        var highest = Size / 2.0 + steps - 1;
        var partition = Scaled(k, highest);
        var ratio = 0.5 * k / (highest + 1) * (Scaled(k, highest + 1) - partition).exp();
        for (var order = highest; order > Size / 2.0 - 0.5; order--)
        {
            partition = partition + (0.5 * k * ratio / order).log1p();
            ratio = k / (2 * order + k * ratio);
        }

        return (ratio, partition);
    }

    /// <summary>log (I_v(κ) Γ(v + 1) (2 / κ)^v) of a large order v: Abramowitz and Stegun (1964), 9.7.7.</summary>
    private static Tensor Scaled(Tensor k, double order)
    {
        var s = (1 + (k / order).square()).sqrt();
        return order * (s - 1) - order * (0.5 + 0.5 * s).log() - 0.5 * s.log() + (Series(1 / s, order) / Series(ones_like(s), order)).log();
    }

    private static Tensor Series(Tensor t, double order)
    {
        double[][] coefficients =
        [
            [3 / 24.0, -5 / 24.0],
            [81 / 1152.0, -462 / 1152.0, 385 / 1152.0],
            [30375 / 414720.0, -369603 / 414720.0, 765765 / 414720.0, -425425 / 414720.0],
            [
                4465125 / 39813120.0, -94121676 / 39813120.0, 349922430 / 39813120.0, -446185740 / 39813120.0, 185910725 / 39813120.0,
            ],
            [
                1519035525 / 6688604160.0, -49286948607 / 6688604160.0, 284499769554 / 6688604160.0, -614135872350 / 6688604160.0,
                566098157625 / 6688604160.0, -188699385875 / 6688604160.0,
            ],
        ];
        var (sum, q) = (zeros_like(t), t.square());
        foreach (var polynomial in coefficients.Reverse())
        {
            var value = polynomial.Reverse().Aggregate(zeros_like(t), (inner, coefficient) => q * inner + coefficient);
            sum = t / order * (value + sum);
        }

        return 1 + sum;
    }

    /// <summary>1 - w of draws, w along the mean direction; proposals are beta variables, as Ulrich (1984) makes them.</summary>
    private Tensor Heights()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var k = Concentration.to_type(ScalarType.Float64).expand(_vectors.size(0), 1);
        var b = (Size - 1) / (2 * k + (4 * k * k + (Size - 1) * (Size - 1)).sqrt());
        var (height, missing) = (zeros_like(k), ones_like(k).to_type(ScalarType.Bool));
        while (missing.any().item<bool>())
        {
            var radius = (1 - TorchDraws.UniformLike(k).pow(2.0 / (Size - 2))).sqrt();
            var z = 0.5 + 0.5 * radius * (2 * Math.PI * TorchDraws.UniformLike(k)).cos();
            var proposed = 2 * b * z / (1 - (1 - b) * z);
            var ratio = k * (2 * b / (1 + b) - proposed) + (Size - 1) * ((2 * b + (1 - b) * proposed) * (1 + b) / (4 * b)).log();
            var taken = missing & (TorchDraws.UniformLike(k).log() < ratio);
            height = where(taken, proposed, height);
            missing = missing & taken.logical_not();
        }

        return height.clamp_min(1e-12).to_type(_vectors.dtype).MoveToOuterDisposeScope();
    }

    private static double LogArea(long size)
    {
        var sum = size % 2 == 0 ? Math.Log(2 * Math.PI) : Math.Log(2);
        for (var d = size % 2 == 0 ? 4 : 3; d <= size; d += 2)
        {
            sum += Math.Log(2 * Math.PI / (d - 2));
        }

        return sum;
    }

    private static Tensor Vectors(Tensor mean)
    {
        ArgumentNullException.ThrowIfNull(mean);
        return mean.dim() == 2 && mean.size(1) > 2
            ? mean
            : throw new DataException($"mean is [N, d], d at least 3; got {Datasets.Shapes.List(mean.shape)}.");
    }
}
