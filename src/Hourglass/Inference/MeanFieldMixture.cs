using Hourglass.Metrics;
using TorchSharp;
using static TorchSharp.torch;
using static System.FormattableString;

namespace Hourglass.Inference;

/// <summary>
/// A Bayesian mixture of normal distributions, whose posterior is approximated by independent factors q(Z) q(π) Π q(μ, Λ) and fitted by
/// coordinate ascent of the lower bound on log p(X) (Attias, 2000; Bishop, 2006, section 10.2). Its state, posterior and prior, are buffers
/// in double precision on the CPU.
/// </summary>
/// <remarks>
/// <see cref="Initialise"/> once, then <see cref="Sweep"/> over the same data until the bound stands still; or <see cref="Fit"/>, which
/// does so from several starts.
/// </remarks>
public sealed partial class MeanFieldMixture : nn.Module
{
    private readonly Precisions _precisions;
    private readonly MixturePrior _prior;
    private readonly List<MixtureBound> _bounds = [];

    /// <summary>A mixture without data. Until it is initialised, its parameters are those of a standard prior.</summary>
    /// <param name="width">d, 1 or more.</param>
    /// <param name="components">K, 1 or more: as many components there may be.</param>
    /// <param name="kind">Which covariances they have.</param>
    /// <param name="prior">The prior.</param>
    /// <exception cref="DataException">A number is out of its range, or the prior is of another shape.</exception>
    public MeanFieldMixture(int width, int components, CovarianceKind kind = CovarianceKind.Full, MixturePrior? prior = null)
        : base(nameof(MeanFieldMixture))
    {
        Given.AtLeast(1, width);
        Given.AtLeast(1, components);
        (Width, Components, Kind) = (width, components, kind);
        (_precisions, _prior) = (Precisions.Of(kind, width), prior ?? new MixturePrior());
        _prior.Check(kind, _precisions);
        var identity = kind == CovarianceKind.Full ? eye(width, dtype: ScalarType.Float64) : ones(_precisions.Shape, ScalarType.Float64);
        Register("concentration", full(components, _prior.Concentration, ScalarType.Float64));
        Register("mean", zeros(components, width, ScalarType.Float64));
        Register("mean_precision", full(components, _prior.MeanPrecision, ScalarType.Float64));
        Register("degrees_of_freedom", full(components, _prior.DegreesOfFreedom ?? _precisions.Size + 2.0, ScalarType.Float64));
        Register("inverse_scale", identity.unsqueeze(0).repeat([components, .. _precisions.Shape.Select(_ => 1L)]));
        Register("prior_concentration", full(1, _prior.Concentration, ScalarType.Float64));
        Register("prior_mean", zeros(1, width, ScalarType.Float64));
        Register("prior_mean_precision", full(1, _prior.MeanPrecision, ScalarType.Float64));
        Register("prior_degrees_of_freedom", full(1, _prior.DegreesOfFreedom ?? _precisions.Size + 2.0, ScalarType.Float64));
        Register("prior_inverse_scale", identity.unsqueeze(0));
    }

    /// <summary>d.</summary>
    public int Width { get; }

    /// <summary>K.</summary>
    public int Components { get; }

    /// <summary>Which covariances the components have.</summary>
    public CovarianceKind Kind { get; }

    /// <summary>α of the Dirichlet distribution over weights, <c>[K]</c>.</summary>
    public Tensor Concentration => Buffer("concentration");

    /// <summary>m, the expected means, <c>[K, d]</c>.</summary>
    public Tensor Mean => Buffer("mean");

    /// <summary>β: as many points each mean counts as, <c>[K]</c>.</summary>
    public Tensor MeanPrecision => Buffer("mean_precision");

    /// <summary>ν, the degrees of freedom of the Wishart distributions, <c>[K]</c>.</summary>
    public Tensor DegreesOfFreedom => Buffer("degrees_of_freedom");

    /// <summary>
    /// W⁻¹: full <c>[K, d, d]</c>, diagonal <c>[K, d]</c>, spherical <c>[K, 1]</c>. Without correlations a precision is
    /// Gamma(ν/2, rate W⁻¹/2).
    /// </summary>
    public Tensor InverseScale => Buffer("inverse_scale");

    /// <summary>The lower bound on log p(X) since <see cref="Initialise"/>, at the clusters and after each sweep, in nats.</summary>
    public IReadOnlyList<double> Bounds => [.. _bounds.Select(bound => bound.Value)];

    /// <summary>Fits a mixture from several starts.</summary>
    /// <param name="data">The points, <c>[N, d]</c>.</param>
    /// <param name="components">K, 1 to N.</param>
    /// <param name="options">Kind, prior, starts and sweeps.</param>
    /// <param name="progress">Is told of each sweep.</param>
    /// <param name="cancellation">Ends the fit.</param>
    /// <exception cref="DataException">
    /// There are no points, or fewer than components, one is not finite, a column never varies, or an option is out of its range.
    /// </exception>
    /// <exception cref="TrainingException">A scale matrix is singular in double precision.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static MeanFieldFit Fit(
        Points data,
        int components,
        MeanFieldOptions? options = null,
        IProgress<MeanFieldProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new MeanFieldOptions();
        Given.AtLeast(1, options.Restarts, nameof(options.Restarts));
        Given.AtLeast(1, options.Sweeps, nameof(options.Sweeps));
        Given.Positive(options.Tolerance, nameof(options.Tolerance));
        using var scope = NewDisposeScope();
        using var mixture = new MeanFieldMixture(data.Width, components, options.Kind, options.Prior);
        mixture.Check(data);
        var points = data.ToTensor();
        MeanFieldFit? best = null;
        for (var restart = 0; restart < options.Restarts; restart++)
        {
            mixture.Start(data, points, unchecked(options.Seed + (ulong)restart), cancellation);
            progress?.Report(new MeanFieldProgress(restart, 0, mixture._bounds[^1].Value));
            var converged = false;
            for (var sweep = 1; sweep <= options.Sweeps && !converged; sweep++)
            {
                var before = mixture._bounds[^1].Value;
                var bound = mixture.Ascend(points, cancellation);
                progress?.Report(new MeanFieldProgress(restart, sweep, bound));
                converged = bound - before <= options.Tolerance * Math.Max(1, Math.Abs(bound));
            }

            if (best is null || mixture._bounds[^1].Value > best.Bound + (1e-9 * Math.Abs(best.Bound)))
            {
                best = new MeanFieldFit(mixture.Posterior(), mixture.Bounds, converged);
            }
        }

        return best!;
    }

    /// <summary>
    /// Takes what the prior leaves open from data, and the factors that are best for the clusters of k-means (k-means++: Arthur and
    /// Vassilvitskii, 2007).
    /// </summary>
    /// <param name="x">The data, <c>[N, d]</c>, of any type and place, N no less than K.</param>
    /// <param name="seed">Which random numbers k-means draws.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The lower bound on log p(X) at the clusters, in nats of all the data.</returns>
    /// <exception cref="DataException">
    /// There are no points, or fewer than components, one is not finite, a column never varies, or the width is another.
    /// </exception>
    /// <exception cref="TrainingException">A scale matrix is singular in double precision.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public double Initialise(Tensor x, ulong seed = 0, CancellationToken cancellation = default)
    {
        var data = new Points(x);
        Check(data);
        using var scope = NewDisposeScope();
        return Start(data, data.ToTensor(), seed, cancellation);
    }

    /// <summary>
    /// Moves every factor once: responsibilities (10.46 to 10.49), then weights, means and precisions (10.58, 10.60 to 10.63).
    /// </summary>
    /// <param name="x">The data of <see cref="Initialise"/>, <c>[N, d]</c>.</param>
    /// <param name="cancellation">Ends it; the parameters then stay as they were.</param>
    /// <returns>The lower bound on log p(X) that was reached, in nats of all the data (10.70).</returns>
    /// <exception cref="DataException">There are no points, one is not finite, or the width is another.</exception>
    /// <exception cref="TrainingException">The bound fell, as it does over other data, or a scale matrix is singular.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public double Sweep(Tensor x, CancellationToken cancellation = default)
    {
        using var scope = NewDisposeScope();
        return Ascend(Checked(x), cancellation);
    }

    /// <summary>The responsibilities that are best for the parameters (10.49).</summary>
    /// <param name="x"><c>[N, d]</c>.</param>
    /// <returns>A new tensor <c>[N, K]</c>; rows add up to 1.</returns>
    /// <exception cref="DataException">There are no points, one is not finite, or the width is another.</exception>
    public Tensor Responsibilities(Tensor x)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        return new MixtureQuery(Factors(), _precisions).Responsibilities(Checked(x)).MoveToOuterDisposeScope();
    }

    /// <summary>The logarithm of the predictive density, a mixture of Student distributions (10.81, 10.82).</summary>
    /// <param name="x"><c>[N, d]</c>.</param>
    /// <returns>A new tensor <c>[N]</c>, in nats.</returns>
    /// <exception cref="DataException">There are no points, one is not finite, or the width is another.</exception>
    public Tensor LogDensity(Tensor x)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        return new MixtureQuery(Factors(), _precisions).LogDensity(Checked(x)).MoveToOuterDisposeScope();
    }

    /// <summary>A copy of the posterior as it stands.</summary>
    public MixturePosterior Posterior()
    {
        using var scope = NewDisposeScope();
        return new MixturePosterior(Kind, Factors());
    }

    private double Start(Points data, Tensor points, ulong seed, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var prior = _prior.Of(points, Kind);
        var clusters = KMeans.Fit(data, Components, seed, restarts: 1, iterations: 30);
        var places = tensor([.. clusters.Clusters.Select(cluster => (long)cluster)]);
        Tensor Shares(Tensor centred, long first) =>
            nn.functional.one_hot(places.narrow(0, first, centred.size(1)), Components).to_type(ScalarType.Float64).t();
        var statistics = MixtureStatistics.Of(points, clusters.Centres.ToTensor(), Shares, _precisions, cancellation);
        return Take(prior, statistics, begins: true);
    }

    private double Ascend(Tensor points, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        return Take(Factors("prior_"), MixtureStatistics.Of(points, Factors(), _precisions, cancellation), begins: false);
    }

    /// <summary>Takes the factors that are best for responsibilities, if the bound did not fall; else all stays as it was.</summary>
    private double Take(MixtureFactors prior, MixtureStatistics statistics, bool begins)
    {
        var sweep = begins ? 0 : _bounds.Count;
        var factors = MixtureFactors.Of(prior, statistics, _precisions);
        var bound = MixtureBound.Of(prior, factors, statistics, _precisions);
        if (!double.IsFinite(bound.Value))
        {
            throw new TrainingException(Invariant(
                $"The bound is {bound.Value} in sweep {sweep}: the data's numbers, or the prior's, are too large or too small ")
                + "for double precision. Bring each column to a deviation near 1.");
        }

        if (sweep > 0 && bound.Value < _bounds[^1].Value - bound.Rounding)
        {
            throw new TrainingException(Invariant(
                $"The bound fell from {_bounds[^1].Value} to {bound.Value} nats in sweep {sweep}. Over the same data it never ")
                + "does; for other data, call Initialise first.");
        }

        if (begins)
        {
            _bounds.Clear();
            Store("prior_", prior);
        }

        _bounds.Add(bound);
        Store("", factors);
        return bound.Value;
    }

    private void Check(Points data)
    {
        MixtureData.Check(data, nameof(data), Width);
        if (Components > data.Count)
        {
            throw new DataException(Invariant(
                $"components is {Components}, and data has {data.Count} points; ask for no more than there are."));
        }
    }
}
