using Hourglass.Tests.Models;
using MathNet.Numerics.LinearAlgebra;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>
/// A linear VAE against probabilistic PCA (Tipping and Bishop, 1999; Lucas et al., 2019). The expectation over the code is exact: the
/// code's noise is centred and its log-likelihood is quadratic in it, so E[log p(x | z)] = log p(x | mean) - tr(Wᵀ W Σ) / (2 σ²).
/// </summary>
public class LinearVaeTests
{
    private const int Rows = 300;

    [Fact]
    public void At_the_optimum_the_bound_is_the_maximum_likelihood()
    {
        using var scope = NewDisposeScope();
        var x = Data();
        var (w, mean, noise, maximum) = Ppca(x);
        using var model = new LinearVaeFull().Double();
        SetPosterior(model, w, mean, noise);
        Numbers.Near(LogLikelihood(x, w, mean, noise), maximum, 1e-9);
        Numbers.Near(maximum, ExactBound(model, x), 1e-9);

        // The emitted objective draws: its mean over draws is that bound too.
        using var random = new Hourglass.Training.RandomScope(4);
        var draws = Enumerable.Range(0, 3000).Select(_ => Draw(model, x)).ToArray();
        var error = Math.Sqrt(draws.Average(d => Math.Pow(d - draws.Average(), 2)) / draws.Length);
        Assert.True(error < 0.005, $"{error}");
        Assert.True(Math.Abs(draws.Average() - maximum) < 4 * error, $"{draws.Average()} {maximum} {error}");
    }

    [Fact]
    public void Elsewhere_the_bound_is_never_above_the_likelihood_of_the_same_parameters()
    {
        using var scope = NewDisposeScope();
        var x = Data();
        var maximum = Ppca(x).Maximum;
        for (var seed = 1; seed <= 10; seed++)
        {
            using var model = new LinearVaeFull().Double(seed, 0.4);
            var likelihood = LogLikelihood(
                x,
                Decoder(model),
                Vector(model.Decoder.XMean.bias!),
                Math.Exp(Numbers.One(model.Decoder.XLogvar)));
            var bound = ExactBound(model, x);
            Assert.True(bound < likelihood && likelihood < maximum, $"{bound} {likelihood} {maximum}");
        }
    }

    [Fact]
    public void Training_climbs_to_the_maximum_and_not_above_it()
    {
        using var scope = NewDisposeScope();
        var x = Data();
        using var random = new Hourglass.Training.RandomScope(9);
        using var model = new LinearVaeFull().Double(1, 0.2);
        using var optimizer = optim.Adam(model.parameters(), lr: 2e-2);
        for (var step = 0; step < 3000; step++)
        {
            using var inner = NewDisposeScope();
            optimizer.ParamGroups.Single().LearningRate = 5e-2 * Math.Pow(0.005, step / 3000.0);
            optimizer.zero_grad();
            model.Minimize(x).Total.backward();
            optimizer.step();
        }

        var (maximum, bound) = (Ppca(x).Maximum, ExactBound(model, x));
        Assert.InRange(bound, maximum - 0.01, maximum);
    }

    /// <summary>The maximum of the likelihood in closed form (Tipping and Bishop, 1999, equations 7 and 8).</summary>
    private static (Matrix<double> W, Vector<double> Mean, double Noise, double Maximum) Ppca(Tensor x)
    {
        var rows = Matrix<double>.Build.DenseOfRows(Numbers.Of(x).Chunk(6));
        var mean = rows.ColumnSums() / Rows;
        var centred = Matrix<double>.Build.DenseOfRowVectors(rows.EnumerateRows().Select(row => row - mean));
        var eigen = (centred.TransposeThisAndMultiply(centred) / Rows).Evd(Symmetricity.Symmetric);
        var values = eigen.EigenValues.Select(value => value.Real).ToArray();
        var noise = values.Take(4).Average();
        var scale = Matrix<double>.Build.DenseOfDiagonalArray([Math.Sqrt(values[4] - noise), Math.Sqrt(values[5] - noise)]);
        var maximum = -0.5 * ((6 * Math.Log(2 * Math.PI)) + values.Skip(4).Sum(Math.Log) + (4 * Math.Log(noise)) + 6);
        return (eigen.EigenVectors.SubMatrix(0, 6, 4, 2) * scale, mean, noise, maximum);
    }

    /// <summary>The mean of log N(x; mean, W Wᵀ + σ² I) over the rows.</summary>
    private static double LogLikelihood(Tensor x, Matrix<double> w, Vector<double> mean, double noise)
    {
        var covariance = (w * w.Transpose()) + (Matrix<double>.Build.DenseIdentity(6) * noise);
        var inverse = covariance.Inverse();
        var squares = Numbers.Of(x)
            .Chunk(6)
            .Average(row => (Vector<double>.Build.Dense(row) - mean) * inverse * (Vector<double>.Build.Dense(row) - mean));
        return -0.5 * ((6 * Math.Log(2 * Math.PI)) + Math.Log(covariance.Determinant()) + squares);
    }

    /// <summary>
    /// The exact posterior of these parameters as the encoder: mean M⁻¹ Wᵀ (x - mean), covariance σ² M⁻¹, M = Wᵀ W + σ² I (diagonal at the
    /// optimum).
    /// </summary>
    private static void SetPosterior(LinearVaeFull model, Matrix<double> w, Vector<double> mean, double noise)
    {
        using var still = no_grad();
        var inverse = ((w.Transpose() * w) + (Matrix<double>.Build.DenseIdentity(2) * noise)).Inverse();
        var encode = inverse * w.Transpose();
        model.Decoder.XMean.weight!.copy_(Of(w));
        model.Decoder.XMean.bias!.copy_(tensor(mean.ToArray()));
        model.Decoder.XLogvar.fill_(Math.Log(noise));
        model.Encoder.ZMean.weight!.copy_(Of(encode));
        model.Encoder.ZMean.bias!.copy_(tensor((-(encode * mean)).ToArray()));
        model.Encoder.ZLogvar.weight!.zero_();
        model.Encoder.ZLogvar.bias!.copy_(tensor(inverse.Diagonal().Select(value => Math.Log(noise * value)).ToArray()));
    }

    /// <summary>The bound with the expectation over the code in closed form; the parts come from the emitted model.</summary>
    private static double ExactBound(LinearVaeFull model, Tensor x)
    {
        var z = model.Encode(x).Z;
        var p = model.Decode(z.Mean);
        var weight = model.Decoder.XMean.weight!;
        var trace = (z.LogVar.exp() * weight.square().sum(0L)).sum(1L) / (2 * p.LogVar.exp());
        return Numbers.One((p.LogProb(x) - trace - z.KlToStandard()).mean());
    }

    private static double Draw(LinearVaeFull model, Tensor x)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        return -Numbers.One(model.Minimize(x).Total);
    }

    private static Matrix<double> Decoder(LinearVaeFull model) =>
        Matrix<double>.Build.DenseOfRows(Numbers.Of(model.Decoder.XMean.weight!).Chunk(2));

    private static Vector<double> Vector(Tensor tensor) => Vector<double>.Build.Dense(Numbers.Of(tensor));

    private static Tensor Of(Matrix<double> matrix) => tensor(matrix.ToRowMajorArray()).reshape(matrix.RowCount, matrix.ColumnCount);

    private static Tensor Data()
    {
        var mix = Numbers.Normals(2, 2, 6) * 1.5;
        return Numbers.Normals(3, Rows, 2).matmul(mix) + (Numbers.Normals(4, Rows, 6) * 0.5) + Numbers.Normals(5, 6);
    }
}
