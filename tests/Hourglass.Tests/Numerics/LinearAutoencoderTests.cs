using Hourglass.Tests.Models;
using MathNet.Numerics.LinearAlgebra;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>Baldi and Hornik (1989): a linear autoencoder under squared error spans the principal subspace.</summary>
public class LinearAutoencoderTests
{
    [Fact]
    public void It_finds_the_principal_subspace_and_loses_the_trailing_eigenvalues()
    {
        using var scope = NewDisposeScope();
        var x = Data();
        using var model = new LinearPca().Double(2, 0.3);
        using var optimizer = optim.Adam(model.parameters(), lr: 2e-2);
        for (var step = 0; step < 3500; step++)
        {
            using var inner = NewDisposeScope();
            optimizer.ParamGroups.Single().LearningRate = 2e-2 * Math.Pow(1e-4, Math.Max(0, step - 2000) / 1500.0);
            optimizer.zero_grad();
            model.Minimize(x).Total.backward();
            optimizer.step();
        }

        var rows = Matrix<double>.Build.DenseOfRows(Numbers.Of(x).Chunk(8));
        var eigen = (rows.TransposeThisAndMultiply(rows) / rows.RowCount).Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric);
        var values = eigen.EigenValues.Select(value => value.Real).ToArray();
        Numbers.Near(values.Take(5).Sum(), model.Minimize(x).SseY, 1e-8);

        // Cosines of the principal angles: singular values of the product of orthonormal bases.
        var leading = eigen.EigenVectors.SubMatrix(0, 8, 5, 3);
        var columns = Matrix<double>.Build.DenseOfRows(Numbers.Of(model.Decoder.Dense1.weight!).Chunk(3));
        var cosines = leading.TransposeThisAndMultiply(columns.GramSchmidt().Q).Svd().S;
        Assert.All(cosines, cosine => Numbers.Near(1, cosine, 1e-8));
    }

    /// <summary>200 centred rows whose covariance has well separated eigenvalues in directions of no special kind.</summary>
    private static Tensor Data()
    {
        var deviations = tensor(new[] { 2.0, 1.6, 1.3, 0.6, 0.5, 0.4, 0.3, 0.2 });
        var (turn, _) = linalg.qr(Numbers.Normals(5, 8, 8));
        var x = (Numbers.Normals(6, 200, 8) * deviations).matmul(turn);
        return x - x.mean([0L]);
    }
}
