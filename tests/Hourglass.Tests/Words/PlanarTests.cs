using Hourglass.Distributions;
using Hourglass.Numerics;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary><c>planar</c> and <c>radial</c>: Rezende and Mohamed (2015), equations 10 to 14 and appendix A.</summary>
[Proves("planar", "radial")]
public class PlanarTests
{
    [Theory]
    [InlineData(1, 1, 0.5)]
    [InlineData(2, 3, 0.5)]
    [InlineData(5, 2, 1)]
    [InlineData(3, 4, 2)]
    public void Both_are_bijections(int width, int count, double spread)
    {
        using var planar = new PlanarFlow(width, count).Double(seed: 2, spread);
        BijectionProof.IsOne(planar);
        using var radial = new RadialFlow(width, count).Double(seed: 3, spread);
        BijectionProof.IsOne(radial);
    }

    [Fact]
    public void Both_have_the_gradients_that_differences_give()
    {
        using var planar = new PlanarFlow(3, 2).Double(seed: 4);
        BijectionProof.HasGradients(planar);
        using var radial = new RadialFlow(3, 2).Double(seed: 5);
        BijectionProof.HasGradients(radial);
    }

    [Fact]
    public void Both_begin_near_the_identity()
    {
        using var random = new RandomScope(6);
        using var planar = new PlanarFlow(6, 4);
        BijectionProof.BeginsNearTheIdentity(planar, 0.1);
        using var radial = new RadialFlow(6, 4);
        BijectionProof.BeginsNearTheIdentity(radial, 0.1);
    }

    /// <summary>The paper's formula, by plain numbers, where its constraint moves u and where it hardly does.</summary>
    [Theory]
    [InlineData(-3)]
    [InlineData(4)]
    public void A_planar_flow_is_the_formula_of_the_paper(double along)
    {
        using var scope = NewDisposeScope();
        using var flow = new PlanarFlow(2, 1).Double();
        double[] w = [0.6, -0.8], u = [(along * 0.6) + 0.4, (along * -0.8) + 0.3], z = [0.7, 1.9];
        using (no_grad())
        {
            flow.Parts[0].W.copy_(tensor(w));
            flow.Parts[0].U.copy_(tensor(u));
            flow.Parts[0].B.fill_(0.2);
        }

        var product = (w[0] * u[0]) + (w[1] * u[1]);
        var m = -1 + Math.Log(1 + Math.Exp(product));
        var hat = u.Select((number, i) => number + ((m - product) * w[i] / 1.0)).ToArray();
        var a = (w[0] * z[0]) + (w[1] * z[1]) + 0.2;
        var (x, logDet) = flow.Forward(tensor(z).reshape(1, 2));

        Numbers.Same([.. z.Select((number, i) => number + (hat[i] * Math.Tanh(a)))], x);
        var psi = w.Select(number => (1 - (Math.Tanh(a) * Math.Tanh(a))) * number).ToArray();
        Numbers.Near(Math.Log(Math.Abs(1 + (hat[0] * psi[0]) + (hat[1] * psi[1]))), logDet);
    }

    [Fact]
    public void A_radial_flow_is_the_formula_of_the_paper()
    {
        using var scope = NewDisposeScope();
        using var flow = new RadialFlow(3, 1).Double();
        double[] centre = [0.3, -0.2, 0.5], z = [1.1, 0.4, -0.9];
        using (no_grad())
        {
            flow.Parts[0].C.copy_(tensor(centre));
            flow.Parts[0].A.fill_(0.4);
            flow.Parts[0].B.fill_(1.3);
        }

        var alpha = Math.Exp(0.4);
        var beta = -alpha + Math.Log(1 + Math.Exp(1.3));
        var r = Math.Sqrt(z.Zip(centre, (a, b) => (a - b) * (a - b)).Sum());
        var h = 1 / (alpha + r);
        var (x, logDet) = flow.Forward(tensor(z).reshape(1, 3));

        Numbers.Same([.. z.Zip(centre, (a, b) => a + (beta * h * (a - b)))], x);
        Numbers.Near((2 * Math.Log(1 + (beta * h))) + Math.Log(1 + (beta * h) - (beta * h * h * r)), logDet);
    }

    /// <summary>The centre itself stays; its gradient is a number.</summary>
    [Fact]
    public void A_radial_flow_has_a_gradient_at_its_centre()
    {
        using var scope = NewDisposeScope();
        using var flow = new RadialFlow(2, 1).Double();
        var z = flow.Parts[0].C.detach().clone().reshape(1, 2).requires_grad_(true);
        var (x, logDet) = flow.Forward(z);
        (x.sum() + logDet.sum()).backward();

        Numbers.Same(Numbers.Of(z), x);
        Assert.True(z.grad!.isfinite().all().item<bool>());
    }

    [Theory]
    [InlineData(-1 + 1e-9)]
    [InlineData(-0.999)]
    [InlineData(-0.3)]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(1e6)]
    public void A_root_is_found_whatever_the_slope(double slope)
    {
        using var scope = NewDisposeScope();
        double[] expected = [0, 1e-7, 1e-3, -0.2, 0.9, -3, 20, 1e5];
        var right = tensor(expected.Select(y => y + (slope * Math.Tanh(y))).ToArray());
        var root = Numbers.Of(TanhRoot.Of(tensor(slope, dtype: ScalarType.Float64), right));
        for (var i = 0; i < root.Length; i++)
        {
            // Where the left side is all but flat, many y solve the equation within rounding.
            var steepness = 1 + (slope * (1 - Math.Pow(Math.Tanh(expected[i]), 2)));
            var residual = root[i] + (slope * Math.Tanh(root[i])) - Numbers.Of(right)[i];
            Assert.InRange(Math.Abs(residual), 0, 1e-15 * (1 + Math.Abs(slope) + Math.Abs(expected[i])));
            Assert.True(steepness < 1e-5 || Math.Abs(root[i] - expected[i]) <= 1e-10 * Math.Max(1, Math.Abs(expected[i])));
        }
    }
}
