using Hourglass.Datasets;
using TorchSharp;
using static TorchSharp.torch;
using static System.FormattableString;

namespace Hourglass.Metrics;

/// <summary>
/// A mixture of normal distributions, fitted by expectation and maximisation (Dempster, Laird and Rubin, 1977; Bishop, 2006, section 9.2)
/// from the clusters of k-means.
/// </summary>
/// <remarks>
/// What keeps a component from shrinking to a point is a limit, not a number that is added: its variance is <c>leastVariance</c> or more in
/// every direction. Each step takes the most likely parameters within the limit, so the likelihood never falls. A step that gains nothing
/// but rounding is not taken.
/// </remarks>
public sealed class GaussianMixture
{
    private readonly double[] _weights;
    private readonly (double[] Mean, double[]? Axes, double[] Variances)[] _components;

    private GaussianMixture(double[] weights, Component[] components, IReadOnlyList<double> history, bool converged)
    {
        (_weights, History, Converged) = (weights, history, converged);
        _components =
            [.. components.Select(one => (Numbers(one.Mean), one.Axes is null ? null : Numbers(one.Axes), Numbers(one.Variances)))];
        Width = _components[0].Mean.Length;
        var (means, covariances) = (new double[weights.Length, Width], new double[weights.Length, Width, Width]);
        for (var k = 0; k < weights.Length; k++)
        {
            var covariance = Numbers(components[k].Covariance());
            for (var i = 0; i < Width * Width; i++)
            {
                covariances[k, i / Width, i % Width] = covariance[i];
                means[k, i % Width] = _components[k].Mean[i % Width];
            }
        }

        (Means, Covariances) = (means, covariances);
    }

    /// <summary>d.</summary>
    public int Width { get; }

    /// <summary>How likely each component is, <c>[K]</c>.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary><c>[K, d]</c>.</summary>
    public Points Means { get; }

    /// <summary><c>[K, d, d]</c>.</summary>
    public double[,,] Covariances { get; }

    /// <summary>The mean log-likelihood of a point, in nats, at the start and after each step; it never falls.</summary>
    public IReadOnlyList<double> History { get; }

    /// <summary>Whether the last step gained less than the tolerance.</summary>
    public bool Converged { get; }

    /// <summary>Fits a mixture.</summary>
    /// <param name="data">The points, <c>[N, d]</c>.</param>
    /// <param name="components">K, 1 to N.</param>
    /// <param name="seed">Which random numbers k-means draws.</param>
    /// <param name="kind">Which covariances there may be.</param>
    /// <param name="leastVariance">The least variance in any direction, in the points' unit squared.</param>
    /// <param name="iterations">How many steps at most.</param>
    /// <param name="tolerance">The gain of a step, in nats a point, below which it is the last.</param>
    /// <param name="restarts">
    /// From how many clusterings to climb; the likeliest of what they lead to is taken, the first of those within the tolerance. The first
    /// clustering is the best of ten by k-means, each other one by itself.
    /// </param>
    /// <exception cref="DataException">
    /// There are no points, or fewer than components, one is not finite, a count is below 1, or another number is not above 0.
    /// </exception>
    public static GaussianMixture Fit(
        Points data,
        int components,
        ulong seed = 0,
        CovarianceKind kind = CovarianceKind.Full,
        double leastVariance = 1e-6,
        int iterations = 200,
        double tolerance = 1e-6,
        int restarts = 1)
    {
        ArgumentNullException.ThrowIfNull(data);
        Given.AtLeast(1, components);
        Given.AtLeast(1, iterations);
        Given.AtLeast(1, restarts);
        Given.Positive(leastVariance);
        Given.Positive(tolerance);
        data.Check(nameof(data));
        if (components > data.Count)
        {
            throw new DataException(Invariant(
                $"components is {components}, and data has {data.Count} points; ask for no more than there are."));
        }

        return Enumerable.Range(0, restarts)
            .Select(start => KMeans.Fit(data, components, seed + (ulong)start, start == 0 ? 10 : 1))
            .Select(start => Climb(data, start, components, kind, leastVariance, iterations, tolerance))
            .Aggregate((best, found) => found.History[^1] > best.History[^1] + tolerance ? found : best);
    }

    private static GaussianMixture Climb(
        Points data, KMeans start, int components, CovarianceKind kind, double leastVariance, int iterations, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var points = data.ToTensor();
        var clusters = tensor([.. start.Clusters.Select(cluster => (long)cluster)]);
        var state = Maximise(points, nn.functional.one_hot(clusters, components).to_type(ScalarType.Float64), kind, leastVariance, null);
        var joint = Joint(points, state.Weights, state.Components);
        var history = new List<double> { joint.logsumexp(1).mean().item<double>() };
        while (history.Count <= iterations)
        {
            using var inner = NewDisposeScope();
            var next = Maximise(points, joint.softmax(1), kind, leastVariance, state.Components);
            var nextJoint = Joint(points, next.Weights, next.Components);
            var likelihood = nextJoint.logsumexp(1).mean().item<double>();
            var gain = likelihood - history[^1];
            if (gain > 0)
            {
                history.Add(likelihood);
                joint.Dispose();
                state = next;
                joint = nextJoint.MoveToOuterDisposeScope();
                foreach (var component in next.Components)
                {
                    component.MoveToOuterScope();
                }
            }

            if (gain < tolerance)
            {
                return new GaussianMixture(state.Weights, state.Components, history, true);
            }
        }

        return new GaussianMixture(state.Weights, state.Components, history, false);
    }

    /// <summary>log p(x) of each point.</summary>
    /// <param name="data">The points, <c>[N, d]</c>.</param>
    /// <returns><c>[N]</c>, in nats.</returns>
    /// <exception cref="DataException">There are no points, one is not finite, or they have another width than the mixture.</exception>
    public double[] LogLikelihood(Points data) => Ask(data, joint => Numbers(joint.logsumexp(1)));

    /// <summary>The probability of each component for each point.</summary>
    /// <param name="data">The points, <c>[N, d]</c>.</param>
    /// <returns><c>[N, K]</c>; rows add up to 1.</returns>
    /// <exception cref="DataException">There are no points, one is not finite, or they have another width than the mixture.</exception>
    public double[,] Responsibilities(Points data)
    {
        var numbers = Ask(data, joint => Numbers(joint.softmax(1)));
        var rows = new double[numbers.Length / _weights.Length, _weights.Length];
        Buffer.BlockCopy(numbers, 0, rows, 0, numbers.Length * sizeof(double));
        return rows;
    }

    /// <summary>The most likely component of each point.</summary>
    /// <param name="data">The points, <c>[N, d]</c>.</param>
    /// <returns><c>[N]</c>.</returns>
    /// <exception cref="DataException">There are no points, one is not finite, or they have another width than the mixture.</exception>
    public int[] Predict(Points data) => Ask(data, joint => Array.ConvertAll(joint.argmax(1).data<long>().ToArray(), place => (int)place));

    /// <summary>Draws points.</summary>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="seed">Which random numbers are drawn.</param>
    /// <returns><c>[count, d]</c>.</returns>
    /// <exception cref="DataException">None are asked for.</exception>
    public Points Sample(int count, ulong seed = 0)
    {
        Given.AtLeast(1, count);
        var random = new SplitMix64(seed);
        var (chosen, draws) = (new long[count], new double[count * Width]);
        for (var i = 0; i < count; i++)
        {
            var rest = random.Between(0, _weights.Sum());
            for (var k = 0; k < _weights.Length && rest >= 0; k++)
            {
                (chosen[i], rest) = _weights[k] > 0 ? (k, rest - _weights[k]) : (chosen[i], rest);
            }
        }

        for (var i = 0; i < draws.Length; i++)
        {
            // Box and Muller (1958); the logarithm is of a number above 0.
            draws[i] = Math.Sqrt(-2 * Math.Log(1 - random.Between(0, 1))) * Math.Cos(2 * Math.PI * random.Between(0, 1));
        }

        using var scope = NewDisposeScope();
        var (normal, placed, of) = (tensor(draws, count, Width), zeros(count, Width, dtype: ScalarType.Float64), tensor(chosen));
        var components = Components();
        for (var k = 0; k < components.Length; k++)
        {
            placed = where((of == k).unsqueeze(1), components[k].Place(normal), placed);
        }

        return placed;
    }

    /// <summary>The most likely weights and components for so much of each point; a component of no points stays as it was.</summary>
    private static (double[] Weights, Component[] Components) Maximise(
        Tensor data,
        Tensor shares,
        CovarianceKind kind,
        double least,
        Component[]? former)
    {
        var sums = Numbers(shares.sum(0L));
        var all = ones(data.shape[0], dtype: ScalarType.Float64);
        return (
            Array.ConvertAll(sums, sum => sum / data.shape[0]),
            [.. sums.Select((sum, k) => sum > 0 ? Component.Of(data, shares.select(1, k), kind, least)
                : former?[k] ?? Component.Of(data, all, kind, least))]);
    }

    /// <summary>log of the weight and the density of each component, <c>[N, K]</c>.</summary>
    private static Tensor Joint(Tensor data, double[] weights, Component[] components) =>
        stack(components.Select((component, k) => component.LogDensity(data) + Math.Log(weights[k])), 1);

    private static double[] Numbers(Tensor values) => values.contiguous().data<double>().ToArray();

    private Component[] Components() =>
    [
        .. _components.Select(one => new Component(
            tensor(one.Mean),
            one.Axes is null ? null : tensor(one.Axes, Width, Width),
            tensor(one.Variances))),
    ];

    private T Ask<T>(Points data, Func<Tensor, T> of)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.Check(nameof(data));
        data.CheckWidth(nameof(data), Width, "the mixture");
        using var scope = NewDisposeScope();
        return of(Joint(data.ToTensor(), _weights, Components()));
    }
}
