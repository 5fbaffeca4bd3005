using Hourglass.Distributions;
using Hourglass.Tests.Numerics;
using MathNet.Numerics.LinearAlgebra;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>What every bijection is held to, in double precision: inverses, determinants and gradients against differences.</summary>
internal static class BijectionProof
{
    private const int Rows = 5;
    private const double Step = 2e-4;

    /// <summary>Both ways undo each other, and both know the determinant of the Jacobian.</summary>
    public static void IsOne(Bijection map)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var z = 1.5 * Numbers.Normals(11, Rows, map.Width);
        var (x, logDet) = map.Forward(z);
        var (back, logDetBack) = map.Inverse(x);
        Numbers.Same(Numbers.Of(z), back);
        Numbers.Same(Numbers.Of(logDet), logDetBack);
        var any = 2 * Numbers.Normals(12, Rows, map.Width);
        Numbers.Same(Numbers.Of(any), map.Forward(map.Inverse(any).Value).Value);
        for (var row = 0; row < Rows; row++)
        {
            var determinant = Jacobian(at => map.Forward(at).Value, z.narrow(0, row, 1)).Determinant();
            Numbers.Near(Math.Log(Math.Abs(determinant)), logDet.narrow(0, row, 1), 1e-9);
        }
    }

    /// <summary>∂f/∂z of one row, by differences of the fourth order.</summary>
    public static Matrix<double> Jacobian(Func<Tensor, Tensor> map, Tensor z)
    {
        var width = (int)z.size(1);
        var columns = Enumerable.Range(0, width).Select(column =>
        {
            double[] At(double step)
            {
                var moved = z.clone();
                moved[0, column] += step;
                return Numbers.Of(map(moved));
            }

            return Differences(At(-2 * Step), At(-Step), At(Step), At(2 * Step));
        });
        return Matrix<double>.Build.DenseOfColumnArrays([.. columns]);
    }

    /// <summary>Gradients of what comes out, and of the determinant, reach the argument and every parameter.</summary>
    public static void HasGradients(Bijection map)
    {
        foreach (Func<Tensor, (Tensor Value, Tensor LogDet)> way in new[] { map.Forward, map.Inverse })
        {
            using var scope = NewDisposeScope();
            var x = Numbers.Normals(13, 3, map.Width).requires_grad_(true);
            var (weights, weight) = (Numbers.Normals(14, 3, map.Width), Numbers.Normals(15, 3, 1));
            double Total() => Numbers.One(Weighted(way(x)));
            Tensor Weighted((Tensor Value, Tensor LogDet) result) =>
                (result.Value * weights).sum() + (result.LogDet * weight).sum();

            map.zero_grad();
            Weighted(way(x)).backward();
            foreach (var leaf in map.parameters().Select(parameter => (Tensor)parameter).Prepend(x))
            {
                using var still = no_grad();
                var flat = leaf.view(-1);
                var gradient = Numbers.Of(leaf.grad!);
                for (var i = 0; i < gradient.Length; i++)
                {
                    double At(double step)
                    {
                        flat[i] += step;
                        var total = Total();
                        flat[i] -= step;
                        return total;
                    }

                    var slope = Differences([At(-2 * Step)], [At(-Step)], [At(Step)], [At(2 * Step)])[0];
                    Numbers.Near(slope, gradient[i], 1e-7);
                }
            }
        }
    }

    /// <summary>As it is made it moves vectors a little, and not at all alike.</summary>
    public static void BeginsNearTheIdentity(Bijection map, double distance)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var z = Numbers.Normals(16, 200, map.Width).to_type(ScalarType.Float32);
        var moved = (map.Forward(z).Value - z).square().mean().sqrt();
        Assert.InRange(Numbers.One(moved), distance / 100, distance);
    }

    private static double[] Differences(double[] far, double[] near, double[] nearAbove, double[] farAbove) =>
        [.. far.Select((_, i) => ((8 * (nearAbove[i] - near[i])) - (farAbove[i] - far[i])) / (12 * Step))];
}
