using Hourglass.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Inference;

/// <summary>
/// The posterior of a mixture of normals inside of a model, in the numbers that the model's methods read. A training finds it by
/// <see cref="Begin"/> and <see cref="Sweep"/>; no optimizer moves it.
/// </summary>
public sealed class MixtureLayer : nn.Module
{
    private readonly Precisions _precisions;

    /// <summary>A mixture without data.</summary>
    /// <param name="width">d, 1 or more.</param>
    /// <param name="components">K, 1 or more.</param>
    /// <param name="covariance">Which covariances the components have.</param>
    /// <param name="concentration">α₀ of the Dirichlet distribution over the weights, above 0.</param>
    /// <exception cref="DataException">A number is out of its range.</exception>
    public MixtureLayer(int width, int components, CovarianceKind covariance, double concentration)
        : base(nameof(MixtureLayer))
    {
        var prior = new MixturePrior { Concentration = concentration };
        _precisions = Precisions.Of(covariance, width);
        Posterior = new MeanFieldMixture(width, components, covariance, prior);
        register_module("posterior", Posterior);
        long[] rows = covariance == CovarianceKind.Full ? [(long)components * width, width] : [components, width];
        Register("centre", zeros(width));
        Register("whitener", zeros(rows));
        Register("offset", covariance == CovarianceKind.Full ? zeros(rows[0]) : zeros(rows));
        Register("evidence", zeros(components));
        Register("log_weights", full(components, -Math.Log(components), ScalarType.Float32));
        Register("prior", full(components, -Math.Log(components), ScalarType.Float32));
        Register("divergence", zeros(1));
        Register("mean", zeros(components, width));
        Register("logvar", zeros(components, width));
        if (covariance == CovarianceKind.Full)
        {
            Register("lower", zeros(components, (long)width * width));
        }
    }

    /// <summary>The posterior itself, in double precision: its factors, densities and draws.</summary>
    public MeanFieldMixture Posterior { get; }

    /// <summary>Where points are moved to before anything else: the prior's mean, <c>[d]</c>.</summary>
    public Tensor Centre => Buffer("centre");

    /// <summary>
    /// U of each component, with the expected precision UᵀU: <c>[K · d, d]</c>, or without correlations the diagonals, <c>[K, d]</c>.
    /// </summary>
    public Tensor Whitener => Buffer("whitener");

    /// <summary>U (m - centre) of each component: <c>[K · d]</c>, or <c>[K, d]</c>.</summary>
    public Tensor Offset => Buffer("offset");

    /// <summary>What E[log p(x, c)] has besides the square (Bishop, 2006, 10.46): <c>[K]</c>, in nats.</summary>
    public Tensor Evidence => Buffer("evidence");

    /// <summary>E[log π] (10.66): <c>[K]</c>, in nats.</summary>
    public Tensor LogWeights => Buffer("log_weights");

    /// <summary>log E[π] (10.69): <c>[K]</c>.</summary>
    public Tensor Prior => Buffer("prior");

    /// <summary>KL(q(π, μ, Λ) ‖ p(π, μ, Λ)) / N, in nats for each example: <c>[1]</c>.</summary>
    public Tensor Divergence => Buffer("divergence");

    /// <summary>The expected means: <c>[K, d]</c>.</summary>
    public Tensor Mean => Buffer("mean");

    /// <summary>Twice the logarithms of the diagonal of L, where L Lᵀ is the inverse of the expected precision: <c>[K, d]</c>.</summary>
    public Tensor Logvar => Buffer("logvar");

    /// <summary>L below its diagonal: <c>[K, d · d]</c>; of full covariances alone.</summary>
    public Tensor Lower => Buffer("lower");

    /// <summary>Takes the clusters of k-means as components (<see cref="MeanFieldMixture.Initialise"/>).</summary>
    /// <param name="x">The data, <c>[N, d]</c>.</param>
    /// <param name="seed">Which random numbers k-means draws.</param>
    /// <exception cref="DataException">There are fewer points than components, or a column never varies.</exception>
    internal void Begin(Tensor x, ulong seed)
    {
        Posterior.Initialise(x, seed);
        Take(x.size(0));
    }

    /// <summary>Moves every factor once (<see cref="MeanFieldMixture.Sweep"/>).</summary>
    /// <param name="x">The data of <see cref="Begin"/>, <c>[N, d]</c>.</param>
    /// <exception cref="TrainingException">The bound fell, or a scale matrix is singular.</exception>
    internal void Sweep(Tensor x)
    {
        Posterior.Sweep(x);
        Take(x.size(0));
    }

    /// <summary>Writes down what the posterior is now.</summary>
    private void Take(long count)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var (factors, prior) = (Posterior.Factors(), Posterior.Factors("prior_"));
        var joint = ExpectedLogJoint.Of(factors, _precisions);
        var centre = prior.Mean.squeeze(0);
        var logWeights = factors.ExpectedLogWeights();
        var whitener = joint.Whitener();
        var apart = factors.Mean - centre;
        Write("centre", centre);
        Write("mean", factors.Mean);
        Write("evidence", joint.Constants);
        Write("log_weights", logWeights);
        Write("prior", factors.Concentration.log() - factors.Concentration.sum().log());
        Write("divergence", tensor([MixtureBound.Divergence(prior, factors, _precisions) / count]));
        if (whitener.dim() == 2)
        {
            var each = whitener.expand(-1, _precisions.Width);
            Write("whitener", each);
            Write("offset", each * apart);
            Write("logvar", -2 * each.log());
            return;
        }

        Write("whitener", whitener);
        Write("offset", whitener.matmul(apart.unsqueeze(2)));
        var lower = linalg.inv(whitener);
        Write("logvar", 2 * lower.diagonal(0, 1, 2).log());
        Write("lower", lower.tril(-1));
    }

    private void Register(string name, Tensor values) => register_buffer(name, values.DetachFromDisposeScope());

    private void Write(string name, Tensor values) => Buffer(name).copy_(values.reshape(Buffer(name).shape));

    private Tensor Buffer(string name) => get_buffer(name)
        ?? throw new InvalidOperationException($"The mixture has no tensor '{name}'.");
}
