using Hourglass.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Inference;

/// <summary>
/// The posterior of a mixture of normals: a Dirichlet distribution over weights and a normal-Wishart distribution for each component, in
/// Bishop's names (2006, 10.57, 10.59).
/// </summary>
public sealed record MixturePosterior
{
    private readonly double[] _concentration;
    private readonly double[] _meanPrecision;
    private readonly double[] _degreesOfFreedom;

    /// <summary>Copies factors.</summary>
    internal MixturePosterior(CovarianceKind kind, MixtureFactors factors)
    {
        (Kind, Means) = (kind, new Points(factors.Mean));
        _concentration = Numbers(factors.Concentration);
        _meanPrecision = Numbers(factors.MeanPrecision);
        _degreesOfFreedom = Numbers(factors.DegreesOfFreedom);
        var inverse = kind == CovarianceKind.Full ? factors.InverseScale : factors.InverseScale.expand(-1, Width).diag_embed();
        var total = _concentration.Sum();
        InverseScales = new double[Components, Width, Width];
        Buffer.BlockCopy(Numbers(inverse), 0, InverseScales, 0, InverseScales.Length * sizeof(double));
        Weights = Array.ConvertAll(_concentration, alpha => alpha / total);
    }

    /// <summary>Which covariances the components have.</summary>
    public CovarianceKind Kind { get; }

    /// <summary>K.</summary>
    public int Components => _concentration.Length;

    /// <summary>d.</summary>
    public int Width => Means.Width;

    /// <summary>α of the Dirichlet distribution over weights, <c>[K]</c>.</summary>
    public IReadOnlyList<double> Concentration => _concentration;

    /// <summary>m, the expected means, <c>[K, d]</c>.</summary>
    public Points Means { get; }

    /// <summary>β: as many points each mean counts as, <c>[K]</c>.</summary>
    public IReadOnlyList<double> MeanPrecision => _meanPrecision;

    /// <summary>ν, the degrees of freedom of the Wishart distributions, <c>[K]</c>.</summary>
    public IReadOnlyList<double> DegreesOfFreedom => _degreesOfFreedom;

    /// <summary>
    /// W⁻¹, <c>[K, d, d]</c>. Where covariances are not full it is diagonal, and the precision of a dimension is Gamma(ν/2, rate W⁻¹/2),
    /// of a spherical covariance one for all dimensions.
    /// </summary>
    public double[,,] InverseScales { get; }

    /// <summary>The expected weights, α / Σ α, <c>[K]</c> (10.69).</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>The components whose expected weight is so high or higher, in their order.</summary>
    /// <param name="threshold">The least weight, 0 to 1.</param>
    /// <exception cref="DataException">The threshold is beyond 0 and 1.</exception>
    public IReadOnlyList<int> ActiveComponents(double threshold = 0.01) => threshold is >= 0 and <= 1
        ? [.. Enumerable.Range(0, Components).Where(k => Weights[k] >= threshold)]
        : throw new DataException(FormattableString.Invariant($"threshold is a weight from 0 to 1; got {threshold}."));

    /// <summary>The probability of each component for each point, as q(Z) has it (10.49).</summary>
    /// <param name="data">The points, <c>[N, d]</c>.</param>
    /// <returns><c>[N, K]</c>; rows add up to 1.</returns>
    /// <exception cref="DataException">There are no points, one is not finite, or they have another width than the mixture.</exception>
    public double[,] Responsibilities(Points data)
    {
        var numbers = Ask(data, (query, points) => Numbers(query.Responsibilities(points)));
        var rows = new double[numbers.Length / Components, Components];
        Buffer.BlockCopy(numbers, 0, rows, 0, numbers.Length * sizeof(double));
        return rows;
    }

    /// <summary>The component of the highest probability for each point.</summary>
    /// <param name="data">The points, <c>[N, d]</c>.</param>
    /// <returns><c>[N]</c>.</returns>
    /// <exception cref="DataException">There are no points, one is not finite, or they have another width than the mixture.</exception>
    public int[] Assign(Points data) => Ask(data, (query, points) =>
        Array.ConvertAll(query.Responsibilities(points).argmax(1).data<long>().ToArray(), place => (int)place));

    /// <summary>The logarithm of the predictive density, a mixture of Student distributions (10.81, 10.82).</summary>
    /// <param name="data">The points, <c>[N, d]</c>.</param>
    /// <returns><c>[N]</c>, in nats.</returns>
    /// <exception cref="DataException">There are no points, one is not finite, or they have another width than the mixture.</exception>
    public double[] LogDensity(Points data) => Ask(data, (query, points) => Numbers(query.LogDensity(points)));

    /// <summary>Draws points from the predictive density.</summary>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="seed">Which random numbers are drawn.</param>
    /// <returns><c>[count, d]</c>.</returns>
    /// <exception cref="DataException">None are asked for.</exception>
    public Points Sample(int count, ulong seed = 0)
    {
        Given.AtLeast(1, count);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var generator = new Generator(seed, CPU);
        var (factors, precisions) = (Factors(), Precisions.Of(Kind, Width));
        var chosen = multinomial(factors.Concentration, count, replacement: true, generator);
        var normal = randn(count, Width, dtype: ScalarType.Float64, generator: generator);
        var half = (factors.DegreesOfFreedom.index_select(0, chosen) + (1 - precisions.Size)) / 2;

        // χ² of ν + 1 − p degrees, one for each block: a Student draw is a normal one over its root.
        var roots = (2 * _standard_gamma(half.unsqueeze(1).repeat(1, precisions.Blocks), generator)).sqrt();
        var placed = zeros(count, Width, dtype: ScalarType.Float64);
        for (var k = 0; k < Components; k++)
        {
            var rows = chosen.eq(k).nonzero().squeeze(1);
            var spread = (factors.MeanPrecision[k].reciprocal() + 1).sqrt() / roots.index_select(0, rows);
            var drawn = precisions.Colour(normal.index_select(0, rows), factors.InverseScale[k]) * spread;
            placed.index_copy_(0, rows, drawn + factors.Mean[k]);
        }

        return placed;
    }

    private static double[] Numbers(Tensor values) => values.contiguous().data<double>().ToArray();

    private T Ask<T>(Points data, Func<MixtureQuery, Tensor, T> of)
    {
        ArgumentNullException.ThrowIfNull(data);
        MixtureData.Check(data, nameof(data), Width);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        return of(new MixtureQuery(Factors(), Precisions.Of(Kind, Width)), data.ToTensor());
    }

    private MixtureFactors Factors()
    {
        var inverse = tensor(InverseScales);
        var numbers = Kind switch
        {
            CovarianceKind.Full => inverse,
            CovarianceKind.Diagonal => inverse.diagonal(0, 1, 2),
            _ => inverse.diagonal(0, 1, 2).narrow(1, 0, 1),
        };
        return new MixtureFactors(
            tensor(_concentration),
            Means.ToTensor(),
            tensor(_meanPrecision),
            tensor(_degreesOfFreedom),
            numbers);
    }
}
