using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Evaluation;

/// <summary>
/// Likelihoods and bounds of a linear model with normal noise, whose log p(x) and posterior have closed forms. The encoder's posterior has
/// that mean and twice that variance, so that no weight is above √2 p(x).
/// </summary>
public sealed class LikelihoodTests : IDisposable
{
    private const string Linear = """
        model LinearNormal {
          data   x: real[2]
          encode z ~ x -> normal(1)
          decode x ~ z -> normal(variance: fixed)
          minimize elbo
        }
        """;

    private readonly Autoencoder _model = TextModel.Create(Linear, 1);
    private readonly Dataset _data;
    private readonly BoundDataset _bound;
    private readonly double[,] _rows = Hourglass.Tests.Metrics.Draws.Normals(2, 30, 2);

    public LikelihoodTests()
    {
        _model.to(ScalarType.Float64);
        Encode(_model.state_dict(), widened: 2);
        _data = KnownModel.Data(_rows);
        _bound = _model.Bind(_data);
    }

    public void Dispose()
    {
        _bound.Dispose();
        _data.Dispose();
        _model.Dispose();
    }

    /// <summary>The deviation of a weight is √(2 / √3 − 1) p(x): of the mean of 20000, 0.003.</summary>
    [Fact]
    public void Many_draws_come_near_the_closed_form()
    {
        var found = Likelihood.LogDensities(Pass(), 20000)!;
        for (var i = 0; i < found.Length; i++)
        {
            Assert.Equal(LogDensity(i), found[i], 0.02);
        }
    }

    /// <summary>Where the encoder's posterior is the model's, every weight is p(x), and the bound is tight.</summary>
    [Fact]
    public void Of_the_posterior_itself_any_draw_is_exact()
    {
        Encode(_model.state_dict(), widened: 1);
        var (found, bounds) = (Likelihood.LogDensities(Pass(), 3)!, Likelihood.LowerBounds(Pass(), 2)!);
        for (var i = 0; i < found.Length; i++)
        {
            Assert.Equal(LogDensity(i), found[i], 1e-10);
            Assert.Equal(LogDensity(i), bounds[i], 1e-10);
        }
    }

    /// <summary>KL of twice the variance from the posterior: (2 − 1 − log 2) / 2.</summary>
    [Fact]
    public void The_bound_is_below_by_the_divergence_from_the_posterior()
    {
        var bounds = Likelihood.LowerBounds(Pass(), 20000)!;
        Assert.All(bounds.Index(), pair => Assert.Equal(LogDensity(pair.Index) - ((1 - Math.Log(2)) / 2), pair.Item, 0.03));
    }

    /// <summary>The bound is the objective's with the sign turned, and log p(x) less the divergence of the posterior.</summary>
    [Fact]
    public void The_bound_is_the_negative_objective()
    {
        var objective = ObjectiveValues.Of(Pass())["total"];
        var bounds = Likelihood.LowerBounds(Pass(), 20000)!;
        var one = Estimate.Of(Likelihood.LowerBounds(Pass(), 1));
        Assert.InRange(-objective, bounds.Average() - (5 * one.StandardError), bounds.Average() + (5 * one.StandardError));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(300)]
    public void Log_weights_and_the_likelihood_are_of_the_same_draws(int draws)
    {
        var pass = Pass();
        using var weights = pass.Gather("weights", batch =>
        {
            var all = _model.Untyped.LogWeights(batch, draws)!;
            Assert.Equal([draws, batch.Count], all.shape);
            return all.t();
        });
        using var mean = weights!.logsumexp(1) - Math.Log(draws);
        var found = Likelihood.LogDensities(pass, draws)!;
        Assert.All(mean.data<double>().ToArray().Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
    }

    [Fact]
    public void No_draws_are_refused_and_a_model_without_weights_has_none()
    {
        Assert.Throws<DataException>(() => Likelihood.LogDensities(Pass(), 0));
        Assert.Throws<DataException>(() => Likelihood.LowerBounds(Pass(), 0));
        using var plain = new KnownModel(2);
        using var bound = SplitPassTests.Bind(plain, _data);
        Assert.Null(Likelihood.LowerBounds(new SplitPass(plain, bound, DataSplit.Train), 1));
    }

    private SplitPass Pass() => new(_model, _bound, DataSplit.Train) { BatchSize = 13 };

    /// <summary>Of a normal with mean b and covariance I + w wᵀ.</summary>
    private double LogDensity(int row)
    {
        var state = _model.state_dict();
        var (w, b) = (Numbers(state["decoder.x_mean.weight"]), Numbers(state["decoder.x_mean.bias"]));
        var (x, y) = (_rows[row, 0] - b[0], _rows[row, 1] - b[1]);
        var (a, c, d) = (1 + (w[0] * w[0]), w[0] * w[1], 1 + (w[1] * w[1]));
        var determinant = (a * d) - (c * c);
        return -Math.Log(2 * Math.PI) - (0.5 * Math.Log(determinant)) - (0.5 * ((d * x * x) - (2 * c * x * y) + (a * y * y)) / determinant);
    }

    /// <summary>Posteriors with mean wᵀ(x − b) / (1 + |w|²) and a multiple of the variance 1 / (1 + |w|²).</summary>
    private static void Encode(IReadOnlyDictionary<string, Tensor> state, double widened)
    {
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var (w, b) = (state["decoder.x_mean.weight"].flatten(), state["decoder.x_mean.bias"]);
        var precision = 1 + w.dot(w);
        state["encoder.z_mean.weight"].copy_((w / precision).unsqueeze(0));
        state["encoder.z_mean.bias"].copy_((-w.dot(b) / precision).unsqueeze(0));
        state["encoder.z_logvar.weight"].zero_();
        state["encoder.z_logvar.bias"].copy_((Math.Log(widened) - precision.log()).unsqueeze(0));
    }

    private static double[] Numbers(Tensor values) => values.detach().data<double>().ToArray();
}
