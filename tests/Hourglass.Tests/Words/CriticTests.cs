using Hourglass.Numerics;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Tests.Training;
using Hourglass.Training;
using Hourglass.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>
/// Terms that play against critics: their values by the formulas of the papers, written with TorchSharp's losses; gradients against
/// differences; which parameters each step moves.
/// </summary>
[Proves("adversarial", "critic_penalty", "feature_error", "critic", "critic_steps")]
public class CriticTests
{
    private const double Tolerance = 1e-8;

    [Fact]
    public void The_logistic_loss_is_that_of_a_classifier()
    {
        using var scope = NewDisposeScope();
        using var model = new AgainstPrior().Double();
        var x = Numbers.Normals(1, 6, 6);
        model.Untyped.Noise.Begin(4, 0);
        var made = model.ScoreByC(model.Encode(x).Z);
        var drawn = model.ScoreByC(0.5 + (Math.Exp(0.35) * model.Untyped.Noise.Normal(0, empty(6, 3, ScalarType.Float64))));
        Numbers.Near(Numbers.One(Logistic(made, 1)), model.Minimize(x).AdversarialZ);
        Numbers.Near(Numbers.One(Logistic(drawn, 1) + Logistic(made, 0)), model.MinimizeCritics(x).CriticC);
    }

    [Fact]
    public void Least_squares_take_the_distance_from_1_and_0()
    {
        using var scope = NewDisposeScope();
        using var model = new AgainstTwo().Double();
        var x = Numbers.Uniforms(1, 6, 1, 4, 4);
        model.Untyped.Noise.Begin(4, 0);
        var made = model.ScoreByC(model.Encode(x).Z);
        var drawn = model.ScoreByC(model.Untyped.Noise.Normal(0, empty(6, 2, ScalarType.Float64)));
        Numbers.Near(0.5 * Numbers.One(nn.functional.mse_loss(made, ones_like(made))), model.Minimize(x).AdversarialZ);
        Numbers.Near(
            0.5 * Numbers.One(nn.functional.mse_loss(drawn, ones_like(drawn)) + nn.functional.mse_loss(made, zeros_like(made))),
            model.MinimizeCritics(x).CriticC);

        // The second critic is asked about reconstructions and data.
        var (of, and) = (model.ScoreByD(model.Decode(model.Encode(x).Z)), model.ScoreByD(x));
        Numbers.Near(Numbers.One(Logistic(of, 1)), model.Minimize(x).AdversarialY);
        Numbers.Near(Numbers.One(Logistic(and, 1) + Logistic(of, 0)), model.MinimizeCritics(x).CriticD);
    }

    [Fact]
    public void Hinges_end_at_1_and_a_likelihood_is_asked_about_by_its_mean()
    {
        using var scope = NewDisposeScope();
        using var model = new AgainstMean().Double();
        model.eval();
        var x = Bits(6);
        model.Untyped.Noise.Begin(4, 0);
        var made = model.ScoreByC(model.Decode(Draw(model.Encode(x).Z, model.Untyped.Noise)).Mean);
        var given = model.ScoreByC(x);
        Numbers.Near(-Numbers.One(made.mean()), model.Minimize(x).AdversarialX);
        Numbers.Near(Numbers.One((1 - given).relu().mean() + (1 + made).relu().mean()), model.MinimizeCritics(x).CriticC);
        Numbers.Near(
            Numbers.One(Norms(y => model.ScoreByC(y), x).square().mean()),
            model.MinimizeCritics(x).CriticPenaltyC);
    }

    [Fact]
    public void Wasserstein_is_a_difference_of_means_and_the_penalty_keeps_slopes_near_1()
    {
        using var scope = NewDisposeScope();
        using var model = new AgainstData().Double();
        var (x, k) = (Numbers.Uniforms(1, 6, 6), tensor(new long[] { 0, 1, 2, 0, 1, 2 }));
        model.Untyped.Noise.Begin(4, 0);
        var y = model.Decode(Draw(model.Encode(x).Z, model.Untyped.Noise), k);
        var (made, given) = (model.ScoreByC(y, k), model.ScoreByC(x, k));
        Numbers.Near(-Numbers.One(made.mean()), model.Minimize(x, k).AdversarialY);
        Numbers.Near(Numbers.One(made.mean() - given.mean()), model.MinimizeCritics(x, k).CriticC);
        var share = model.Untyped.Noise.Uniform(1, made);
        var norms = Norms(at => model.ScoreByC(at, k), (share * x) + ((1 - share) * y));
        Numbers.Near(Numbers.One((norms - 1).square().mean()), model.MinimizeCritics(x, k).CriticPenaltyC);
    }

    [Fact]
    public void Gradients_are_those_of_differences()
    {
        using var scope = NewDisposeScope();
        using var model = new AgainstData().Double();
        var (x, k) = (Numbers.Uniforms(1, 6, 6), tensor(new long[] { 0, 1, 2, 0, 1, 2 }));
        model.Untyped.Noise.Begin(4, 0);
        foreach (var weight in new[] { model.Critic.Dense1.weight!, model.Critic.Dense1.bias!, model.Critic.Dense2.weight! })
        {
            Slopes.Agree(weight, () => model.MinimizeCritics(x, k).Total, Tolerance);
        }

        Slopes.Agree(model.Decoder.Dense1.weight!, () => model.Minimize(x, k).Total, Tolerance);
    }

    /// <summary>Data are given in their own units; the critic is asked about them as the model reads them.</summary>
    [Fact]
    public void A_critic_of_prepared_data_prepares_them()
    {
        using var scope = NewDisposeScope();
        using var model = new AgainstPrepared().Double();
        using (no_grad())
        {
            model.state_dict()["preparation.x_mean"].copy_(tensor(new[] { 1.0, -2, 0, 3 }));
            model.state_dict()["preparation.x_deviation"].copy_(tensor(new[] { 2.0, 0.5, 1, 4 }));
        }

        var x = Numbers.Normals(1, 6, 4);
        x[0, 1] = double.NaN;
        var read = cat([model.PrepareX(x).nan_to_num(0), 1 - x.isnan().to_type(ScalarType.Float64)], 1);
        var expected = model.Critic.Dense2.call(model.Critic.Dense1.call(read).tanh());
        Numbers.Same(Numbers.Of(expected), model.ScoreByC(x));
        Numbers.Near(
            Numbers.One(Logistic(expected, 1) + Logistic(Score(model, x), 0)),
            model.MinimizeCritics(x).CriticC);

        static Tensor Score(AgainstPrepared model, Tensor x)
        {
            var present = 1 - x.isnan().to_type(ScalarType.Float64);
            var made = model.Decode(model.Encode(x).Z);
            return model.Critic.Dense2.call(model.Critic.Dense1.call(cat([made, present], 1)).tanh());
        }
    }

    /// <summary>What spares the encoder leaves it the gradient of everything else, and changes no value.</summary>
    [Fact]
    public void A_term_that_trains_the_decoder_spares_the_encoder()
    {
        using var scope = NewDisposeScope();
        using var model = new AgainstData().Double();
        var (x, k) = (Numbers.Uniforms(1, 6, 6), tensor(new long[] { 0, 1, 2, 0, 1, 2 }));
        model.Untyped.Noise.Begin(4, 0);
        var loss = model.Minimize(x, k);
        Numbers.Near(Numbers.One(loss.SseY + (0.1 * loss.KlZ) + loss.AdversarialY), loss.Total);
        loss.Total.backward();
        var (encoder, decoder) = (Gradients(model.Encoder), Gradients(model.Decoder));
        model.zero_grad();
        var rest = model.Minimize(x, k);
        (rest.SseY + (0.1 * rest.KlZ)).backward();
        Assert.All(encoder.Zip(Gradients(model.Encoder)), pair => Numbers.Same(Numbers.Of(pair.Second), pair.First));
        Assert.Contains(
            decoder.Zip(Gradients(model.Decoder)),
            pair => Numbers.One((pair.First - pair.Second).abs().max()) > 1e-4);
    }

    /// <summary>Larsen et al. (2016), equation 7: a normal around the reconstruction's features, of deviation 1.</summary>
    [Fact]
    public void Features_are_compared_as_the_critic_sees_them()
    {
        using var scope = NewDisposeScope();
        using var model = new AgainstFeatures().Double();
        var x = Numbers.Uniforms(1, 6, 6);
        Tensor Features(Tensor at) => model.Critic.F.call(model.Critic.Dense1.call(at).tanh()).tanh();
        model.Untyped.Noise.Begin(4, 0);
        var y = model.Decode(Draw(model.Encode(x).Z, model.Untyped.Noise));
        Numbers.Near(Numbers.One((Features(y) - Features(x)).square().sum() / 6), model.Minimize(x).FeatureErrorY);
        Slopes.Agree(model.Decoder.Dense1.weight!, () => model.Minimize(x).FeatureErrorY, Tolerance);
        Slopes.Agree(model.Encoder.ZMean.weight!, () => model.Minimize(x).FeatureErrorY, Tolerance);
    }

    [Fact]
    public void The_critics_own_objective_reaches_nothing_else()
    {
        using var scope = NewDisposeScope();
        using var model = new AgainstPrior().Double();
        model.MinimizeCritics(Numbers.Normals(1, 6, 6)).Total.backward();
        Assert.All(model.Encoder.parameters().Concat(model.Decoder.parameters()), parameter => Assert.Null(parameter.grad));
        Assert.All(model.Critic.parameters(), parameter => Assert.NotNull(parameter.grad));
    }

    [Theory]
    [InlineData(StepKind.Readable)]
    [InlineData(StepKind.Portable)]
    [InlineData(StepKind.Native)]
    public void Each_turn_moves_its_own_parameters(StepKind step)
    {
        using var scope = NewDisposeScope();
        using var data = TestModelData();
        Dictionary<string, Tensor> After(string plan)
        {
            using var model = TextModel.Create(
                "model M { data x: real[6] encode z = x -> dense(5, tanh) -> dense(2) decode y = z -> dense(6) prior z ~ normal "
                + "critic c = z -> dense(4, tanh) -> dense(1) minimize sse(y, x) + adversarial(z, critic: c) "
                + $"train {{ {plan} batch: 8 epochs: 2 }} }}");
            Assert.Equal(step, model.TrainOn(data, new TrainOptions { Step = step }).Step.Ran);
            return model.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        }

        const string Still = "sgd(1e-30)";
        var none = After($"optimizer: {Still} critic: {Still}");
        var critic = After($"optimizer: {Still} critic: sgd(0.1)");
        var model = After($"optimizer: sgd(0.1) critic: {Still}");
        Assert.All(none.Keys, key =>
        {
            var ofCritic = key.StartsWith("critic.", StringComparison.Ordinal);
            Assert.Equal(!ofCritic, Same(none[key], critic[key]));
            Assert.Equal(ofCritic, Same(none[key], model[key]));
        });
    }

    private static Hourglass.Datasets.Dataset TestModelData()
    {
        using var scope = NewDisposeScope();
        return Hourglass.Datasets.Dataset.FromTensors(
            new Dictionary<string, Tensor> { ["x"] = Numbers.Normals(3, 20, 6).to(ScalarType.Float32) });
    }

    private static bool Same(Tensor first, Tensor second) => first.eq(second).all().item<bool>();

    private static Tensor Bits(long rows) => Numbers.Uniforms(1, rows, 6).round();

    private static Tensor Draw(Hourglass.Distributions.Normal posterior, NoiseStream noise) =>
        posterior.Mean + (exp(0.5 * posterior.LogVar) * noise.Normal(0, posterior.Mean));

    /// <summary>The loss of a classifier, averaged.</summary>
    internal static Tensor Logistic(Tensor score, double label) =>
        nn.functional.binary_cross_entropy_with_logits(score, full_like(score, label));

    private static Tensor Norms(Func<Tensor, Tensor> critic, Tensor at)
    {
        var x = at.detach().requires_grad_(true);
        return autograd.grad([critic(x).sum()], [x])[0].norm(1);
    }

    private static Tensor[] Gradients(nn.Module module) => [.. module.parameters().Select(parameter => parameter.grad!.clone())];
}
