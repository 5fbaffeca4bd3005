using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>The term <c>cluster</c> against loops over the equations of Xie et al. (2016), gradients too.</summary>
[Proves("cluster")]
public class ClusterTests
{
    private const int Count = 7;

    [Fact]
    public void The_divergence_is_that_of_equations_1_to_3()
    {
        using var scope = NewDisposeScope();
        using var model = new Clusters().Double();
        var x = Numbers.Normals(1, Count, 5);
        var (q, p, _) = Assignments(Rows(model.Encode(x).H, 3), Rows(model.Objective.ClusterH, 3));
        var expected = Enumerable.Range(0, Count).Average(i => Enumerable.Range(0, 4).Sum(j => p[i][j] * Math.Log(p[i][j] / q[i][j])));
        Numbers.Near(expected, model.Minimize(x).ClusterH);
    }

    /// <summary>Equations 4 and 5, with one degree of freedom: 2 Σ (1 + |z - μ|²)⁻¹ (p - q)(z - μ), its negative for the centres.</summary>
    [Fact]
    public void Gradients_are_those_of_equations_4_and_5()
    {
        using var scope = NewDisposeScope();
        using var model = new Clusters().Double();
        var x = Numbers.Normals(1, Count, 5);
        var (z, centres) = (Rows(model.Encode(x).H, 3), Rows(model.Objective.ClusterH, 3));
        var (q, p, kernel) = Assignments(z, centres);
        model.Minimize(x).ClusterH.backward();
        double Part(int i, int j, int d) => 2 * kernel[i][j] * (p[i][j] - q[i][j]) * (z[i][d] - centres[j][d]) / Count;
        var ofCentres = Enumerable.Range(0, 4).SelectMany(
            j => Enumerable.Range(0, 3).Select(d => -Enumerable.Range(0, Count).Sum(i => Part(i, j, d))));
        Numbers.Same([.. ofCentres], model.Objective.ClusterH.grad!.flatten());

        // The last bias moves every code by the same.
        var ofBias = Enumerable.Range(0, 3).Select(
            d => Enumerable.Range(0, Count).Sum(i => Enumerable.Range(0, 4).Sum(j => Part(i, j, d))));
        Numbers.Same([.. ofBias], model.Encoder.Dense2.bias!.grad!);
    }

    [Fact]
    public void A_random_code_is_taken_by_its_mean()
    {
        using var scope = NewDisposeScope();
        using var model = new ClustersOfMeans().Double();
        var x = Numbers.Normals(1, Count, 5);
        var (q, p, _) = Assignments(Rows(model.Encode(x).Z.Mean, 2), Rows(model.Objective.ClusterZ, 2));
        var expected = Enumerable.Range(0, Count).Average(i => Enumerable.Range(0, 3).Sum(j => p[i][j] * Math.Log(p[i][j] / q[i][j])));
        Numbers.Near(expected, model.Minimize(x).ClusterZ);
    }

    private static double[][] Rows(Tensor values, int width) => Numbers.Of(values).Chunk(width).ToArray();

    private static (double[][] Soft, double[][] Sharp, double[][] Kernel) Assignments(double[][] z, double[][] centres)
    {
        var kernel = z
            .Select(code => centres.Select(centre => 1 / (1 + code.Zip(centre, (a, b) => (a - b) * (a - b)).Sum())).ToArray())
            .ToArray();
        var soft = kernel.Select(row => row.Select(number => number / row.Sum()).ToArray()).ToArray();
        var chosen = Enumerable.Range(0, centres.Length).Select(j => soft.Sum(row => row[j])).ToArray();
        var weighted = soft.Select(row => row.Select((number, j) => number * number / chosen[j]).ToArray()).ToArray();
        return (soft, weighted.Select(row => row.Select(number => number / row.Sum()).ToArray()).ToArray(), kernel);
    }
}
