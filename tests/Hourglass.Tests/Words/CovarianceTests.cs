using Hourglass.Distributions;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using MathNet.Numerics.LinearAlgebra;
using TorchSharp;
using static TorchSharp.torch;
using Matrix = MathNet.Numerics.LinearAlgebra.Matrix<double>;
using Vector = MathNet.Numerics.LinearAlgebra.Vector<double>;

namespace Hourglass.Tests.Words;

/// <summary><c>normal(variance: covariance)</c> against dense linear algebra of Math.NET, and <c>normal(floor: v)</c>.</summary>
public class CovarianceTests
{
    [Fact]
    public void The_likelihood_is_the_density_of_the_data()
    {
        using var scope = NewDisposeScope();
        using var model = new CovarianceCode().Double();
        var x = Numbers.Normals(1, 5, 3);
        var likelihood = model.Decode(Numbers.Normals(2, 5, 2));
        var expected = Gaussians(likelihood).Zip(Rows(x), (p, row) => LogDensity(p.Mean, p.Covariance, row)).ToArray();

        Numbers.Same(expected, likelihood.LogProb(x));
        Numbers.Same(expected, Single(likelihood).LogProb(x.to(ScalarType.Float32)), Numbers.Single);
        Numbers.Same([.. Gaussians(likelihood).SelectMany(p => p.Covariance.ToRowMajorArray())], likelihood.Covariance);
        Numbers.Same(
            [.. Gaussians(likelihood).SelectMany(p => p.Covariance.Diagonal().PointwiseSqrt())],
            likelihood.StandardDeviation);
    }

    [Fact]
    public void The_terms_are_log_densities_at_the_draw()
    {
        using var scope = NewDisposeScope();
        using var model = new CovarianceSampled().Double();
        model.Untyped.Noise.Begin(4, 0);
        var x = Numbers.Normals(1, 3, 3).repeat(3, 1);
        var q = model.Encode(x).Z;
        var noise = Rows(model.Untyped.Noise.Normal(0, q.Mean));
        var z = Gaussians(q).Select((p, i) => p.Mean + (p.Covariance.Cholesky().Factor * noise[i])).ToArray();
        var kl = Gaussians(q).Zip(z, (p, draw) => LogDensity(p.Mean, p.Covariance, draw) + (0.5 * draw.DotProduct(draw)));
        var code = tensor(z.SelectMany(draw => draw).ToArray()).reshape(-1, 2);
        var nll = Gaussians(model.Decode(code)).Zip(Rows(x), (p, row) => -LogDensity(p.Mean, p.Covariance, row));
        var loss = model.Minimize(x.narrow(0, 0, 3));

        Numbers.Near(kl.Average() + Math.Log(2 * Math.PI), loss.KlZ);
        Numbers.Near(nll.Average(), loss.NllX);
    }

    [Fact]
    public void The_divergence_is_that_of_the_matrices()
    {
        using var scope = NewDisposeScope();
        using var model = new CovariancePriors().Double();
        using var triangles = new CovarianceTriangles().Double();
        var x = Numbers.Normals(1, 3, 3);
        using (no_grad())
        {
            // u all but certain, so that the priors are known.
            Still(model.Encoder.ULogvar, -60);
            Still(model.Encoder.ULower, 0);
            Still(triangles.Encoder.ULogvar, -60);
        }

        var code = model.Encode(x);
        var loss = model.Minimize(x);
        var standard = code.U.Mean.shape is [var n, var d] ? Normal.Standard([n, d], ScalarType.Float64, CPU) : null!;
        Near(code.U, Gaussians(standard), loss.KlU);
        Near(code.V, Gaussians(model.PriorOfV(code.U.Mean)), loss.KlV);
        Near(code.W, Gaussians(model.PriorOfW(code.U.Mean)), loss.KlW);
        Numbers.Near(Numbers.One(code.W.KlTo(model.PriorOfW(code.U.Mean)).mean()), loss.KlW, 1e-8);

        var (q, p) = (triangles.Encode(x), triangles.PriorOfV(triangles.Encode(x).U.Mean));
        Near(q.V, Gaussians(p), triangles.Minimize(x).KlV);
        Numbers.Near(Numbers.One(q.V.KlTo(p).mean()), triangles.Minimize(x).KlV, 1e-8);
    }

    [Fact]
    public void The_draws_of_a_model_have_the_covariance()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(3);
        using var model = new CovarianceDraws().Double();
        model.Untyped.Noise.Begin(3, 0);
        var draws = Drawing.Of(model, x => model.Minimize(x).Total, 50_000, width: 3);
        var q = model.Encode(zeros([50_000, 3], ScalarType.Float64)).Z;
        var (mean, covariance) = Gaussians(model.Encode(zeros([1, 3], ScalarType.Float64)).Z)[0];

        Assert.True(Math.Abs(covariance[0, 1]) > 0.05);
        double[][] directions = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, -2, 0.5], [0.3, 1, 1], [-1, 0.2, 2]];
        foreach (var direction in directions)
        {
            var a = Vector.Build.Dense(direction);
            var (m, s) = (a.DotProduct(mean), Math.Sqrt(a.DotProduct(covariance * a)));
            Drawing.Follow(draws.matmul(tensor(direction)), z => MathNet.Numerics.Distributions.Normal.CDF(m, s, z));
            Drawing.Follow(q.Sample().matmul(tensor(direction)), z => MathNet.Numerics.Distributions.Normal.CDF(m, s, z));
        }
    }

    [Fact]
    public void Gradients_are_the_differences()
    {
        using var scope = NewDisposeScope();
        using var code = new CovarianceCode().Double();
        using var sampled = new CovarianceSampled().Double();
        using var priors = new CovariancePriors().Double();
        using var triangles = new CovarianceTriangles().Double();
        var x = Numbers.Normals(1, 3, 3);

        Assert.NotEqual(0, GradientCheck.Run(code, () => code.Minimize(x).Total));
        Assert.NotEqual(0, GradientCheck.Run(sampled, () => sampled.Minimize(x).Total));
        Assert.NotEqual(0, GradientCheck.Run(priors, () => priors.Minimize(x).Total, 1e-5));
        Assert.NotEqual(0, GradientCheck.Run(triangles, () => triangles.Minimize(x).Total, 1e-5));
    }

    [Fact]
    public void Behind_a_mirror_the_triangle_has_an_affine_head()
    {
        using var scope = NewDisposeScope();
        using var model = new CovarianceMirror().Double();
        var x = Numbers.Normals(1, 5, 4);
        var p = model.Decode(model.Encode(x).Z.Mean);

        Assert.Equal([16L, 3L], model.Decoder.XLower.weight!.shape);
        Numbers.Same([.. Gaussians(p).Zip(Rows(x), (g, row) => LogDensity(g.Mean, g.Covariance, row))], p.LogProb(x));
    }

    [Fact]
    public void A_floor_is_added_to_the_variance()
    {
        using var scope = NewDisposeScope();
        using var model = new Floors().Double(spread: 3);
        using var covariance = new CovarianceSampled().Double(spread: 3);
        var x = Numbers.Normals(1, 4, 3);
        var hidden = model.Encoder.Dense1.call(x).tanh();
        var z = model.Encode(x).Z;

        Numbers.Same(Numbers.Of(log(0.5 + model.Encoder.ZLogvar.call(hidden).exp())), z.LogVar);
        Numbers.Near(Math.Log(1e-2 + Math.Exp(Numbers.One(model.Decoder.XLogvar))), model.Decode(z.Mean).LogVar.flatten()[0]);
        Numbers.Near(Numbers.One(z.KlToStandard().mean()), model.Minimize(x).KlZ);
        var given = covariance.Encode(x).Z.Mean;
        var logits = covariance.Decoder.XLogvar.call(covariance.Decoder.Dense1.call(given).tanh());
        Numbers.Same(Numbers.Of(log(0.1 + logits.exp())), covariance.Decode(given).LogVar);
        Assert.NotEqual(0, GradientCheck.Run(model, () => model.Minimize(x).Total));
    }

    [Fact]
    public void What_is_no_matrix_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<DataException>(() => new MultivariateNormal(zeros(3, 2), zeros(3, 2), zeros(3, 2, 3)));
        Assert.Throws<DataException>(() => new MultivariateNormal(zeros(3), zeros(3), zeros(3, 3)));
    }

    private static void Still(TorchSharp.Modules.Linear layer, double bias)
    {
        layer.weight!.zero_();
        layer.bias!.fill_(bias);
    }

    private static MultivariateNormal Single(MultivariateNormal of) =>
        new(of.Mean.to(ScalarType.Float32), of.LogVar.to(ScalarType.Float32), of.Lower.to(ScalarType.Float32));

    private static void Near(IDistribution q, (Vector Mean, Matrix Covariance)[] priors, Tensor found)
    {
        var posteriors = q is MultivariateNormal dependent ? Gaussians(dependent) : Gaussians((Normal)q);
        Numbers.Near(posteriors.Zip(priors, Divergence).Average(), found, 1e-8);
    }

    private static double LogDensity(Vector mean, Matrix covariance, Vector x) => -0.5
        * ((x.Count * Math.Log(2 * Math.PI)) + Math.Log(covariance.Determinant())
            + (x - mean).DotProduct(covariance.Solve(x - mean)));

    private static double Divergence((Vector Mean, Matrix Covariance) q, (Vector Mean, Matrix Covariance) p) => 0.5
        * (p.Covariance.Solve(q.Covariance).Trace() + (p.Mean - q.Mean).DotProduct(p.Covariance.Solve(p.Mean - q.Mean)) - q.Mean.Count
            + Math.Log(p.Covariance.Determinant() / q.Covariance.Determinant()));

    /// <summary>Mean and covariance of each example, from the parameters.</summary>
    private static (Vector Mean, Matrix Covariance)[] Gaussians(MultivariateNormal of)
    {
        var size = (int)of.Mean.size(1);
        var (means, logs, lower) = (Rows(of.Mean), Rows(of.LogVar), Rows(of.Lower.flatten(1)));
        return [.. means.Select((mean, i) =>
        {
            var factor = Matrix.Build.Dense(size, size, (row, column) =>
                row == column ? Math.Exp(logs[i][row] / 2) : row > column ? lower[i][(row * size) + column] : 0);
            return (mean, factor * factor.Transpose());
        })];
    }

    private static (Vector Mean, Matrix Covariance)[] Gaussians(Normal of) => [.. Rows(of.Mean).Zip(
        Rows(of.LogVar.expand_as(of.Mean)),
        (mean, log) => (mean, Matrix.Build.DenseOfDiagonalVector(log.PointwiseExp())))];

    private static Vector[] Rows(Tensor matrix) =>
        [.. Numbers.Of(matrix).Chunk((int)matrix.size(1)).Select(row => Vector.Build.DenseOfArray(row))];
}
