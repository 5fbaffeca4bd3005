using Hourglass.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>Errors and likelihoods against sums written by hand.</summary>
[Proves("bce", "cross_entropy", "mae", "mse", "nll", "sae", "sse")]
public class ErrorTermTests
{
    private static readonly double Log2Pi = Math.Log(2 * Math.PI);

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Errors_are_sums_or_means(ScalarType precision)
    {
        using var scope = NewDisposeScope();
        using var model = new Errors().Double();
        model.to(precision);
        var x = Numbers.Uniforms(1, 5, 3).to(precision);
        var pairs = Numbers.Of(model.Reconstruct(x)).Zip(Numbers.Of(x), (y, t) => (Y: y, T: t)).ToArray();
        var loss = model.Minimize(x);
        var tolerance = precision == ScalarType.Float64 ? Numbers.Exact : Numbers.Single;
        double Entropy((double Y, double T) p) => -((p.T * Math.Log(p.Y)) + ((1 - p.T) * Math.Log(1 - p.Y)));
        Numbers.Near(pairs.Sum(p => (p.Y - p.T) * (p.Y - p.T)) / 5, loss.A, tolerance);
        Numbers.Near(pairs.Sum(p => Math.Abs(p.Y - p.T)) / 5, loss.B, tolerance);
        Numbers.Near(pairs.Average(p => (p.Y - p.T) * (p.Y - p.T)), loss.C, tolerance);
        Numbers.Near(pairs.Average(p => Math.Abs(p.Y - p.T)), loss.D, tolerance);
        Numbers.Near(pairs.Average(Entropy), loss.E, tolerance);
        Numbers.Near(pairs.Sum(Entropy) / 5, loss.F, tolerance);
        var (a, b, c, d, f) = (Numbers.One(loss.A), Numbers.One(loss.B), Numbers.One(loss.C), Numbers.One(loss.D), Numbers.One(loss.F));
        Numbers.Near(a + b + c + d + (2 * f), loss.Total, tolerance);
    }

    [Fact]
    public void A_cross_entropy_is_computed_from_logits_where_there_are_some()
    {
        using var scope = NewDisposeScope();
        using var model = new Errors().Double();
        using (no_grad())
        {
            model.Decoder.Dense1.bias!.copy_(tensor(new[] { 300.0, -300.0, 0.0 }));
            model.Decoder.Dense1.weight!.zero_();
        }

        // Probabilities would round to 1 and 0 here; the logits say how wrong they are.
        Numbers.Near(300 + 300 + Math.Log(2), model.Minimize(tensor(new[] { 0.0, 1.0, 0.5 }).reshape(1, 3)).F);
    }

    [Fact]
    public void Cross_entropies_of_probabilities_without_logits()
    {
        using var scope = NewDisposeScope();
        using var model = new Probabilities().Double();
        model.eval();
        var x = Numbers.Uniforms(1, 4, 3);
        var decoded = model.Decode(model.Encode(x).H);
        double Entropy(double y, double t) => -((t * Math.Log(y)) + ((1 - t) * Math.Log(1 - y)));
        var loss = model.Minimize(x);
        Numbers.Near(Numbers.Of(decoded.P).Zip(Numbers.Of(x), Entropy).Sum() / 4, loss.A);
        Numbers.Near(Numbers.Of(decoded.P).Zip(Numbers.Of(x), Entropy).Average(), loss.B);
    }

    [Fact]
    public void Classes_missing_ones_do_not_count()
    {
        using var scope = NewDisposeScope();
        using var model = new Classes().Double();
        var x = Numbers.Normals(1, 4, 4);
        long[] y = [2, 0, 1, 1], m = [-1, 2, -1, 0];
        var h = model.Encode(x).H;
        var (ly, lm, p) = (Rows(model.Predict(h).Y.Logits), Rows(model.Predict(h).M.Logits), Rows(model.Decode(h).P));
        double Nll(double[] logits, long k) => Math.Log(logits.Sum(Math.Exp)) - logits[k];
        var loss = model.Minimize(x, tensor(y), tensor(m));
        Numbers.Near(Enumerable.Range(0, 4).Average(i => Nll(ly[i], y[i])), loss.NllY);
        Numbers.Near((Nll(lm[1], 2) + Nll(lm[3], 0)) / 2, loss.NllM);
        Numbers.Near(Enumerable.Range(0, 4).Average(i => -Math.Log(p[i][y[i]])), loss.C);
        Numbers.Near((-Math.Log(p[1][2]) - Math.Log(p[3][0])) / 2, loss.D);

        var none = model.Minimize(x, tensor(y), full([4], -1, ScalarType.Int64));
        Numbers.Near(0, none.NllM, 0);
        Numbers.Near(0, none.D, 0);
        none.Total.backward();
        Assert.True(model.parameters().All(parameter => parameter.grad is null || parameter.grad.isfinite().all().item<bool>()));
    }

    [Fact]
    public void Likelihoods_with_their_constants()
    {
        using var scope = NewDisposeScope();
        using var model = new Normals().Double();
        var (a, b, c, d) =
            (Numbers.Normals(1, 4, 3), Numbers.Normals(2, 4, 3) * 2, Numbers.Normals(3, 4, 3) + 1, Numbers.Uniforms(4, 4, 3));
        var loss = model.Minimize(a, b, c, d);
        var p = model.Decode(model.Encode(a).H);
        double Nll(Tensor x, Tensor mean, Func<int, double> logvar) =>
            Numbers.Of(x)
                .Zip(Numbers.Of(mean), (u, v) => u - v)
                .Select((e, i) => 0.5 * ((e * e / Math.Exp(logvar(i))) + logvar(i) + Log2Pi))
                .Sum() / 4;
        var logvars = Numbers.Of(p.A.LogVar);
        Assert.Equal(12, logvars.Length);
        Numbers.Near(Nll(a, p.A.Mean, i => logvars[i]), loss.NllA);
        var learned = Numbers.One(model.Decoder.BLogvar);
        Assert.NotEqual(0, learned);
        Numbers.Near(Nll(b, p.B.Mean, _ => learned), loss.NllB);
        Numbers.Near(Nll(c, p.C.Mean, _ => 0), loss.NllC);
        var bernoulli = Numbers.Of(p.D.Logits)
            .Zip(Numbers.Of(d), (l, x) => (x * Math.Log(1 + Math.Exp(-l))) + ((1 - x) * Math.Log(1 + Math.Exp(l))))
            .Sum() / 4;
        Numbers.Near(bernoulli, loss.NllD);
        Numbers.Near(-Numbers.Of(p.A.LogProb(a)).Average(), loss.NllA);
        Numbers.Near(-Numbers.Of(p.D.LogProb(d)).Average(), loss.NllD);
    }

    private static double[][] Rows(Tensor tensor) => [.. Numbers.Of(tensor).Chunk((int)tensor.shape[1])];
}
