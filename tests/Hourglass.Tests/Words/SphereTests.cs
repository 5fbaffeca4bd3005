using Hourglass.Distributions;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>The distribution <c>sphere</c> against integrals over a coordinate, by the rule of Simpson in an angle.</summary>
[Proves("sphere")]
public class SphereTests
{
    private const int Pieces = 4000;

    public static TheoryData<int, double> Cases => new()
    {
        { 3, 0.01 }, { 3, 1 }, { 3, 40 }, { 4, 1.5 }, { 4, 300 }, { 5, 0.3 }, { 5, 12 }, { 10, 1 }, { 10, 25 }, { 20, 400 }, { 64, 2 },
        { 64, 90 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_density_has_the_integral_1_and_the_mean_its_length(int d, double kappa)
    {
        using var scope = NewDisposeScope();
        var p = Of(d, kappa);
        var partition = Integral(d, kappa, _ => 1);

        // The rule of Simpson: of a ring at an angle from the mean direction, the sphere has its sine to the power of d - 2.
        var angles = linspace(0, Math.PI, (2 * Pieces) + 1, ScalarType.Float64).unsqueeze(1);
        var points = cat([angles.cos(), angles.sin(), zeros(angles.size(0), d - 2, ScalarType.Float64)], 1);
        var weights = 4 - (2 * (arange((2 * Pieces) + 1, ScalarType.Float64) % 2 == 0).to_type(ScalarType.Float64));
        var ring = Of(d, kappa, angles.size(0)).LogProb(points).exp() * angles.sin().squeeze(1).pow(d - 2) * weights;
        Numbers.Near(1, Math.Exp(LogArea(d - 1)) * Numbers.One(ring.sum()) * Math.PI / (6 * Pieces), 1e-8);
        Numbers.Near(Integral(d, kappa, w => w) / partition, p.ResultantLength, 1e-9);
        var length = Integral(d, kappa, w => w) / partition;
        Numbers.Near((kappa * (length - 1)) - Math.Log(partition / Integral(d, 0, _ => 1)), p.KlToUniform(), 1e-8);
    }

    [Fact]
    public void A_concentration_of_0_is_uniform()
    {
        using var scope = NewDisposeScope();
        foreach (var d in new[] { 3, 4, 9 })
        {
            var uniform = VonMisesFisher.Standard([1, d], ScalarType.Float64, CPU);
            Numbers.Near(-LogArea(d), uniform.LogProb(Point(d, 0.3)));
            Numbers.Near(0, uniform.KlToUniform());
        }
    }

    [Fact]
    public void The_terms_of_the_models_are_the_classs()
    {
        using var scope = NewDisposeScope();
        using var code = new SphereCode().Double();
        using var sampled = new SphereSampled().Double();
        var x = Numbers.Normals(1, 4, 5);
        Numbers.Near(Numbers.One(code.Encode(x).Z.KlToUniform().mean()), code.Minimize(x).KlZ);
        Numbers.Same(Numbers.Of(ones(4)), code.Encode(x).Z.Mean.square().sum(1L));
        Assert.All(Numbers.Of(code.Encode(x).Z.Concentration), kappa => Assert.True(kappa > 1));

        // log q at draws is in expectation the divergence from the uniform sphere, less the logarithm of its area.
        var q = sampled.Encode(x).Z;
        using var random = new RandomScope(3);
        Numbers.Near(Numbers.One(q.KlToUniform().mean()), sampled.Minimize(x.repeat(60_000, 1)).KlZ, 0.01);
    }

    public static TheoryData<int, double> Heads => new()
    {
        { 3, 0 }, { 3, 30 }, { 4, 0.5 }, { 4, 8 }, { 4, 200 }, { 9, 1 }, { 9, 40 }, { 9, 1000 },
    };

    [Theory]
    [MemberData(nameof(Heads))]
    public void The_draws_of_a_model_follow_the_density_and_move_as_its_quantiles(int d, double head)
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(5);
        const int n = 20_000;
        var mean = nn.functional.normalize(Numbers.Normals(7, 1, d), dim: 1);
        var (draws, slopes, kappa) = Draws(d, head, mean, n);
        var below = Table(d, kappa);
        var p = new VonMisesFisher(mean.expand(n, d), full([1, 1], kappa, ScalarType.Float64));
        foreach (var drawn in new[] { draws, p.Sample() })
        {
            Numbers.Same(Numbers.Of(ones(n)), drawn.square().sum(1L), 1e-9);
            var w = (drawn * mean).sum(1L, keepdim: true);
            Drawing.Follow(w, below);

            // Across the mean direction all directions are as likely: along one of them lies a coordinate of a sphere of a dimension less.
            var across = nn.functional.normalize(drawn - (w * mean), dim: 1);
            var first = nn.functional.normalize(Numbers.Normals(8, 1, d) - (Numbers.Normals(8, 1, d).matmul(mean.t()) * mean), dim: 1);
            Drawing.Follow(across.matmul(first.t()), d == 3 ? u => 1 - (Math.Acos(Math.Clamp(u, -1, 1)) / Math.PI) : Table(d - 1, 0));
        }

        var (heights, found, step) = (Numbers.Of((draws * mean).sum(1L)), Numbers.Of(slopes), 1e-4 * kappa);
        var (whole, above, under) = (Integral(d, kappa, _ => 1), Table(d, kappa + step), Table(d, kappa - step));
        for (var i = 0; i < 40; i++)
        {
            var w = heights[i];
            var density = Math.Pow(1 - (w * w), (d - 3) / 2.0) * Math.Exp(kappa * (w - 1)) / whole;
            Numbers.Near(-(above(w) - under(w)) / (2 * step) / density * kappa, found[i] * kappa, 1e-5);
        }
    }

    [Fact]
    public void Gradients_are_the_differences_where_draws_do_not_jump()
    {
        using var scope = NewDisposeScope();
        using var code = new SphereCode().Double();
        using var prior = new SpherePrior().Double();
        var x = Numbers.Normals(1, 3, 5);

        Assert.NotEqual(0, GradientCheck.Run(code, () => code.Minimize(x).KlZ));
        Assert.True(Numbers.One(prior.Minimize(x).KlZ) > -50);
    }

    /// <summary>
    /// Draws, and the slopes in κ of their coordinates along the mean direction: of a loss Σ (z - t)² / N with t = -μ, the gradient by t is
    /// 2 (t - z) / N, and that by x, which κ rises with, 2 (dw/dκ) (dκ/dx) / N.
    /// </summary>
    private static (Tensor Draws, Tensor Slopes, double Kappa) Draws(int d, double head, Tensor mean, int n)
    {
        var (x, t) = (zeros([n, 1], ScalarType.Float64).requires_grad_(), (-mean).expand(n, d).clone().requires_grad_());
        var (three, four, nine) = (new SphereDraws3().Double(), new SphereDraws4().Double(), new SphereDraws9().Double());
        var (model, loss) = d switch
        {
            3 => ((Autoencoder)three, (Func<Tensor>)(() => three.Minimize(x, t).Total)),
            4 => (four, () => four.Minimize(x, t).Total),
            _ => (nine, () => nine.Minimize(x, t).Total),
        };
        using (no_grad())
        {
            foreach (var (name, parameter) in model.named_parameters())
            {
                parameter.copy_(name.EndsWith("z_mean.bias", StringComparison.Ordinal) ? 3 * mean[0]
                    : name.EndsWith("z_mean.weight", StringComparison.Ordinal) ? zeros_like(parameter)
                    : name.EndsWith("bias", StringComparison.Ordinal) ? full_like(parameter, head)
                    : ones_like(parameter));
            }
        }

        model.Untyped.Noise.Begin(3, 0);
        loss().backward();
        return (
            (t - (0.5 * n * t.grad!)).detach(),
            (0.5 * n * x.grad! / MathNet.Numerics.SpecialFunctions.Logistic(head)).squeeze(1).detach(),
            Math.Log(1 + Math.Exp(Math.Min(head, 500))) is var soft && head < 500 ? soft + 1 : head + 1);
    }

    private static VonMisesFisher Of(int d, double kappa, long examples = 1) =>
        new(Point(d, 1).expand(examples, d), full([1, 1], kappa, ScalarType.Float64));

    /// <summary>A point with the coordinate w along the first axis.</summary>
    private static Tensor Point(int d, double w)
    {
        var point = zeros([1, d], ScalarType.Float64);
        point[0, 0] = w;
        point[0, 1] = Math.Sqrt(Math.Max(0, 1 - (w * w)));
        return point;
    }

    /// <summary>∫ (1 - w²)^((d-3)/2) e^(κ (w - 1)) f(w) dw, in the angle.</summary>
    private static double Integral(int d, double kappa, Func<double, double> of) =>
        Enumerable.Range(0, Pieces).Sum(i => Piece(d, kappa, of, i * Math.PI / Pieces, (i + 1) * Math.PI / Pieces));

    /// <summary>The rule of Simpson between two angles.</summary>
    private static double Piece(int d, double kappa, Func<double, double> of, double from, double to)
    {
        double At(double angle) => Math.Pow(Math.Sin(angle), d - 2) * Math.Exp(kappa * (Math.Cos(angle) - 1)) * of(Math.Cos(angle));
        return (At(from) + (4 * At((from + to) / 2)) + At(to)) * (to - from) / 6;
    }

    /// <summary>The distribution function of w: sums of whole pieces, and what is left of one.</summary>
    private static Func<double, double> Table(int d, double kappa)
    {
        const double width = Math.PI / Pieces;
        var sums = new double[Pieces + 1];
        for (var i = 0; i < Pieces; i++)
        {
            sums[i + 1] = sums[i] + Piece(d, kappa, _ => 1, i * width, (i + 1) * width);
        }

        return w =>
        {
            var angle = Math.Acos(Math.Clamp(w, -1, 1));
            var whole = Math.Min((int)(angle / width), Pieces - 1);
            return 1 - ((sums[whole] + Piece(d, kappa, _ => 1, whole * width, angle)) / sums[Pieces]);
        };
    }

    private static double LogArea(int d) =>
        Math.Log(2) + (d / 2.0 * Math.Log(Math.PI)) - MathNet.Numerics.SpecialFunctions.GammaLn(d / 2.0);
}
