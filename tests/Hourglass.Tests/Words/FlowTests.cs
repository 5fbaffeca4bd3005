using Hourglass.Datasets;
using Hourglass.Distributions;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>Distributions with bijections behind them: densities, draws and divergences by quadrature in two dimensions.</summary>
public class FlowTests
{
    /// <summary>Squares of a grid over all that is not nothing: for smooth densities the trapezoidal rule is as good as exact.</summary>
    private const double Reach = 12;

    private const double Step = 0.05;

    /// <summary>Radial flows have a kink in their centre.</summary>
    private const double OfQuadrature = 5e-4;

    public static TheoryData<string> Kinds => ["planar", "radial", "iaf", "maf", "all"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_density_integrates_to_one(string kind)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var flow = Flow(kind, (int)Grid().size(0));

        Numbers.Near(1, (flow.LogProb(Grid()).exp() * (Step * Step)).sum(), OfQuadrature);
    }

    /// <summary>Kolmogorov and Smirnov's distance of each variable's draws from its marginal distribution, by quadrature.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Draws_have_the_density(string kind)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        const int draws = 50_000;
        var points = (int)Math.Round(2 * Reach / Step) + 1;
        var density = (Flow(kind, (int)Grid().size(0)).LogProb(Grid()).exp() * (Step * Step)).reshape(points, points);
        using var random = new RandomScope(21);
        var drawn = Flow(kind, draws).Sample();
        for (var variable = 0; variable < 2; variable++)
        {
            var below = Numbers.Of(density.sum(1 - variable)).Aggregate(
                new List<double>(), (sums, next) => [.. sums, (sums.Count == 0 ? 0 : sums[^1]) + next]);
            var sorted = Numbers.Of(drawn.select(1, variable)).Order().ToArray();
            var distance = below.Select((share, i) =>
            {
                // The sum up to a point of the grid is the integral up to half a step behind it.
                var place = -Reach + ((i + 0.5) * Step);
                var found = Array.BinarySearch(sorted, place);
                return Math.Abs(share - ((double)(found < 0 ? ~found : found) / draws));
            }).Max();
            Assert.InRange(distance, 0, 1.95 / Math.Sqrt(draws));
        }
    }

    [Fact]
    public void A_draw_of_a_posterior_has_the_divergence_that_quadrature_gives()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var model = new PlanarPosterior().Double(seed: 4);
        const int draws = 50_000;
        var x = Numbers.Normals(1, 1, 3);
        var logq = model.Encode(x.repeat(Grid().size(0), 1)).Z.LogProb(Grid());
        var logp = Normal.Standard([Grid().size(0), 2], ScalarType.Float64, CPU).LogProb(Grid());
        using var random = new RandomScope(22);

        Numbers.Near(1, (logq.exp() * (Step * Step)).sum(), OfQuadrature);
        Numbers.Near(
            Numbers.One((logq.exp() * (logq - logp) * (Step * Step)).sum()),
            model.Minimize(x.repeat(draws, 1)).KlZ,
            0.02);
    }

    /// <summary>At the draw there is only what the bijections change, which is little in the beginning; log q - log p is of all.</summary>
    [Fact]
    public void A_divergence_varies_as_little_as_the_bijections_do()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var model = new PlanarPosterior(seed: 3);
        const int draws = 1000;
        var x = zeros(1, 3);
        var posterior = model.Encode(x.repeat(draws, 1)).Z;
        using var random = new RandomScope(25);
        var z = posterior.Sample();
        var atDraws = posterior.LogProb(z) - Normal.Standard([draws, 2], ScalarType.Float32, CPU).LogProb(z);
        var divergences = stack([.. Enumerable.Range(0, draws).Select(_ => model.Minimize(x).KlZ)]);

        Assert.InRange(Numbers.One(divergences.std()), 0, 0.1 * Numbers.One(atDraws.std()));
    }

    [Fact]
    public void A_draw_has_the_divergence_from_a_prior_with_bijections_that_quadrature_gives()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var model = new PlanarPrior().Double(seed: 5);
        const int draws = 50_000;
        var x = Numbers.Normals(2, 1, 3);
        var logq = model.Encode(x.repeat(Grid().size(0), 1)).Z.LogProb(Grid());
        var logp = model.PriorOfZ((int)Grid().size(0)).LogProb(Grid());
        using var random = new RandomScope(23);

        Numbers.Near(1, (logp.exp() * (Step * Step)).sum(), OfQuadrature);
        Numbers.Near(
            Numbers.One((logq.exp() * (logq - logp) * (Step * Step)).sum()),
            model.Minimize(x.repeat(draws, 1)).KlZ,
            0.02);
    }

    /// <summary>The derivative of a density by its parameters and by its argument, back through the bijections.</summary>
    [Fact]
    public void A_density_carries_gradients()
    {
        using var scope = NewDisposeScope();
        var (mean, x) = (Numbers.Normals(3, 4, 2), Numbers.Normals(4, 4, 2));
        using var planar = new PlanarFlow(2, 2).Double(seed: 6);
        using var masked = new MaskedAutoregressiveFlow(2, 3, 1).Double(seed: 7);
        Tensor Total(Tensor m, Tensor at) => new Flow<Normal>(new Normal(m, zeros(1, dtype: ScalarType.Float64)), planar, masked)
            .LogProb(at).sum();
        mean.requires_grad_(true);
        x.requires_grad_(true);
        Total(mean, x).backward();
        foreach (var (leaf, of) in new[] { (mean, (Func<Tensor, Tensor>)(m => Total(m, x))), (x, at => Total(mean, at)) })
        {
            using var still = no_grad();
            var slopes = Enumerable.Range(0, 8).Select(i =>
            {
                double At(double step)
                {
                    var moved = leaf.detach().clone();
                    moved.view(-1)[i] += step;
                    return Numbers.One(of(moved));
                }

                return ((8 * (At(1e-3) - At(-1e-3))) - (At(2e-3) - At(-2e-3))) / 12e-3;
            });
            Numbers.Same([.. slopes], leaf.grad!, 1e-8);
        }
    }

    [Fact]
    public void Outside_of_training_a_code_is_where_the_mean_goes()
    {
        using var scope = NewDisposeScope();
        using var model = new PlanarHierarchy().Double(seed: 8);
        var x = Numbers.Normals(5, 4, 3);
        var code = model.Encode(x);
        var mean = model.Encoder.Planar1.Forward(code.Z1.Base.Mean).Value;

        Numbers.Same(Numbers.Of(mean), code.Z1.Mean);
        Numbers.Same(Numbers.Of(model.Decode(mean, code.Z2.Base.Mean).Mean), model.Reconstruct(x));
    }

    [Fact]
    public void Samples_go_through_the_bijections_of_the_prior()
    {
        using var scope = NewDisposeScope();
        using var model = new MaskedPrior().Double(seed: 9);
        Tensor Seeded(Func<Tensor> draw)
        {
            using var random = new RandomScope(24);
            return draw();
        }

        var z = Seeded(() => Normal.Standard([5, 3], ScalarType.Float64, CPU).Sample());
        var through = model.Prior.Maf2.Forward(model.Prior.Maf1.Forward(z).Value).Value;
        Numbers.Same(Numbers.Of(through), Seeded(() => model.PriorOfZ(5).Sample()));
        Numbers.Same(Numbers.Of(model.Decode(through).Mean), Seeded(() => model.Sample(5)));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bijections()
    {
        using var first = new ManyPasses(7);
        using var second = new ManyPasses(7);
        Assert.All(
            first.named_parameters().Zip(second.named_parameters()),
            pair => Assert.Equal(Numbers.Of(pair.First.parameter), Numbers.Of(pair.Second.parameter)));
    }

    [Fact]
    public void What_does_not_fit_is_said_at_the_door()
    {
        using var scope = NewDisposeScope();
        using var planar = new PlanarFlow(2, 1);
        var flow = new Flow<Normal>(Normal.Standard([3, 2], ScalarType.Float32, CPU), planar);
        Assert.Throws<DataException>(() => flow.LogProb(zeros(3, 4)));
        Assert.Throws<DataException>(() => planar.Forward(zeros(3, 3)));
        Assert.Throws<DataException>(() => planar.Inverse(zeros(3, 2, dtype: ScalarType.Float64)));
    }

    private static Tensor Grid()
    {
        var line = arange(-Reach, Reach + (Step / 2), Step, dtype: ScalarType.Float64);
        return stack([.. meshgrid([line, line], indexing: "ij").Select(part => part.flatten())], 1);
    }

    private static Flow<Normal> Flow(string kind, int rows)
    {
        Bijection[] all =
        [
            new PlanarFlow(2, 2).Double(seed: 11, spread: 0.6),
            new RadialFlow(2, 2).Double(seed: 12, spread: 0.6),
            new InverseAutoregressiveFlow(2, 4, 1).Double(seed: 13),
            new MaskedAutoregressiveFlow(2, 4, 2, reversed: true).Double(seed: 14, spread: 0.4),
        ];
        var mean = tensor([0.3, -0.4]).repeat(rows, 1);
        return new Flow<Normal>(
            new Normal(mean, tensor([0.2, -0.3])),
            kind == "all" ? all : [all[Array.IndexOf(["planar", "radial", "iaf", "maf"], kind)]]);
    }
}
