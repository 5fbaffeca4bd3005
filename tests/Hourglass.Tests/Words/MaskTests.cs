using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>The argument <c>mask: m</c> against loops over the elements that are there.</summary>
public class MaskTests
{
    /// <summary>The third example has nothing.</summary>
    private static readonly double[] Mask = [1, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0];

    [Fact]
    public void A_mean_is_over_the_elements_and_a_sum_over_the_examples_that_are_there()
    {
        using var scope = NewDisposeScope();
        using var model = new MaskedErrors().Double();
        var x = Numbers.Uniforms(1, 3, 4);
        var m = tensor(Mask, 3, 4);
        var (y, target) = (Numbers.Of(model.Decode(model.Encode(x).H)), Numbers.Of(x));
        double Sum(Func<double, double, double> error) => y.Select((value, i) => Mask[i] * error(value, target[i])).Sum();
        double Entropy(double p, double t) => -(t * Math.Log(p)) - ((1 - t) * Math.Log(1 - p));
        double Huber(double p, double t) => Math.Abs(p - t) is var a && a < 0.3 ? a * a / 2 : 0.3 * (a - 0.15);

        var loss = model.Minimize(x, m);
        Numbers.Near(Sum((p, t) => (p - t) * (p - t)) / 2, loss.A);
        Numbers.Near(Sum((p, t) => (p - t) * (p - t)) / 4, loss.B);
        Numbers.Near(Sum((p, t) => Math.Abs(p - t)) / 2, loss.C);
        Numbers.Near(Sum((p, t) => Math.Abs(p - t)) / 4, loss.D);
        Numbers.Near(Sum(Entropy) / 4, loss.E);
        Numbers.Near(Sum(Entropy) / 2, loss.F);
        Numbers.Near(Sum(Huber) / 4, loss.G);
        Numbers.Near(Sum((p, t) => Math.Log(Math.Cosh(p - t))) / 4, loss.H);
        Slopes.Agree(model.Decoder.Dense1.bias!, () => model.Minimize(x, m).Total);
    }

    [Fact]
    public void Where_nothing_is_there_a_term_is_zero()
    {
        using var scope = NewDisposeScope();
        using var model = new MaskedErrors().Double();
        var loss = model.Minimize(Numbers.Uniforms(1, 3, 4), zeros(3, 4, dtype: ScalarType.Float64));
        loss.Total.backward();

        Assert.Equal(0, Numbers.One(loss.Total));
        Assert.All(Numbers.Of(model.Decoder.Dense1.weight!.grad!), slope => Assert.Equal(0, slope));
    }

    [Fact]
    public void What_is_not_there_does_not_count()
    {
        using var scope = NewDisposeScope();
        using var model = new MaskedErrors().Double();
        var (x, m) = (Numbers.Uniforms(1, 3, 4), tensor(Mask, 3, 4));
        var h = model.Encode(x).H.detach();
        double Of(Tensor data) => Numbers.One(nn.functional.mse_loss(model.Decode(h) * m, data * m, reduction: nn.Reduction.Sum)) / 4;
        var other = where(m > 0, x, ones_like(x) - x);
        Numbers.Near(Of(x), Of(other));
        Numbers.Near(Of(x), model.Minimize(x, m).B);
    }

    [Fact]
    public void Likelihoods_and_classes_are_masked_too()
    {
        using var scope = NewDisposeScope();
        using var model = new MaskedLikelihood().Double();
        model.Encoder.BeCertain();
        var x = Numbers.Normals(1, 3, 3);
        double[] m = [1, 1, 0, 0, 0, 0, 0, 1, 1];
        double[] n = [0, 1, 0, 0, 1, 1];
        long[] y = [3, 0, 1, 1, 2, 3];
        var loss = model.Minimize(x, tensor(m, 3, 3), tensor(y, 3, 2), tensor(n, 3, 2));

        var decoded = model.Decode(model.Encode(x).Z.Mean);
        var (mean, logvar, target) = (Numbers.Of(decoded.X.Mean), Numbers.Of(decoded.X.LogVar), Numbers.Of(x));
        var nll = m.Select((there, i) =>
            there * 0.5 * ((Math.Pow(target[i] - mean[i], 2) / Math.Exp(logvar[i])) + logvar[i] + Math.Log(2 * Math.PI))).Sum();
        Numbers.Near(nll / 2, loss.NllX);
        var p = decoded.P;
        var entropy = n.Select((there, i) => -there * Math.Log(p[i / 2, y[i], i % 2].item<double>())).Sum();
        Numbers.Near(entropy / 2, loss.CrossEntropyP);
    }
}
