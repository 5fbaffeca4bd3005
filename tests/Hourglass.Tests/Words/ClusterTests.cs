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
        var (q, p, _) = Assignments(Rows(model.Encode(x).H, 3), Rows(model.Objective.ClusterH, 3), Shares(model.Objective.ClusterHShares));
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
        var (q, p, kernel) = Assignments(z, centres, Shares(model.Objective.ClusterHShares));
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
        var (q, p, _) = Assignments(
            Rows(model.Encode(x).Z.Mean, 2), Rows(model.Objective.ClusterZ, 2), Shares(model.Objective.ClusterZShares));
        var expected = Enumerable.Range(0, Count).Average(i => Enumerable.Range(0, 3).Sum(j => p[i][j] * Math.Log(p[i][j] / q[i][j])));
        Numbers.Near(expected, model.Minimize(x).ClusterZ);
    }

    /// <summary>Each epoch begins with how often all examples choose each centre, the phase with the centres of k-means.</summary>
    [Fact]
    public void Shares_are_those_of_all_examples_and_centres_begin_as_those_of_their_codes()
    {
        using var scope = NewDisposeScope();
        using var model = new Clusters().Double();
        var x = cat([Numbers.Normals(1, 20, 5) * 0.01, (Numbers.Normals(2, 15, 5) * 0.01) + 3, (Numbers.Normals(3, 5, 5) * 0.01) - 3]);
        using var data = Hourglass.Datasets.Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = x.to(ScalarType.Float32) });
        using var session = new Hourglass.Training.TrainingSession(
            model, data, new Hourglass.Training.TrainOptions { Step = Hourglass.Training.Steps.StepKind.Readable });
        Assert.True(session.BeginEpoch());
        var codes = Rows(model.Encode(x.to(ScalarType.Float32).to(ScalarType.Float64)).H, 3);
        var centres = Rows(model.Objective.ClusterH, 3);
        var (soft, _, _) = Assignments(codes, centres, [1, 1, 1, 1]);
        Numbers.Same([.. Enumerable.Range(0, 4).Select(j => soft.Average(row => row[j]))], model.Objective.ClusterHShares);

        // Lloyd's fixed point: each centre is the mean of the codes that are nearest to it, and the two groups far off have one each.
        var nearest = codes.GroupBy(code => Enumerable.Range(0, 4).MinBy(
            j => code.Zip(centres[j], (a, b) => (a - b) * (a - b)).Sum())).ToArray();
        Assert.All(nearest, group => Assert.All(
            Enumerable.Range(0, 3), d => Assert.Equal(group.Average(code => code[d]), centres[group.Key][d], 1e-9)));
        Assert.Equal(4, nearest.Length);
    }

    /// <summary>Groups far from each other have a normal each, so that the means are theirs.</summary>
    [Fact]
    public void Centres_may_begin_as_the_means_of_normals()
    {
        using var scope = NewDisposeScope();
        using var model = new ClustersOfNormals().Double();
        var groups = new[] { (Count: 30, At: 0.0), (Count: 20, At: 2.0), (Count: 15, At: -2.0) };
        var x = cat([.. groups.Select((group, seed) => (Numbers.Normals(seed, group.Count, 5) * 0.001) + group.At)]);
        using var data = Hourglass.Datasets.Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = x.to(ScalarType.Float32) });
        using var session = new Hourglass.Training.TrainingSession(
            model, data, new Hourglass.Training.TrainOptions { Step = Hourglass.Training.Steps.StepKind.Readable });
        Assert.True(session.BeginEpoch());
        var all = model.Encode(x.to(ScalarType.Float32).to(ScalarType.Float64)).H;
        var codes = all.split(groups.Select(group => (long)group.Count).ToArray());
        var means = codes.Select(group => Numbers.Of(group.mean([0L])));
        var centres = Rows(model.Objective.ClusterH, 2);
        Assert.All(means, mean => Assert.Single(centres, centre => centre.Zip(mean, (a, b) => Math.Abs(a - b)).Max() < 1e-9));
    }

    private static double[] Shares(Tensor shares)
    {
        using var still = no_grad();
        shares.copy_(tensor(Enumerable.Range(0, (int)shares.numel()).Select(j => 0.1 + (0.2 * j)).ToArray()));
        return Numbers.Of(shares);
    }

    private static double[][] Rows(Tensor values, int width) => Numbers.Of(values).Chunk(width).ToArray();

    private static (double[][] Soft, double[][] Sharp, double[][] Kernel) Assignments(
        double[][] z, double[][] centres, double[] chosen)
    {
        var kernel = z
            .Select(code => centres.Select(centre => 1 / (1 + code.Zip(centre, (a, b) => (a - b) * (a - b)).Sum())).ToArray())
            .ToArray();
        var soft = kernel.Select(row => row.Select(number => number / row.Sum()).ToArray()).ToArray();
        var weighted = soft.Select(row => row.Select((number, j) => number * number / chosen[j]).ToArray()).ToArray();
        return (soft, weighted.Select(row => row.Select(number => number / row.Sum()).ToArray()).ToArray(), kernel);
    }
}
