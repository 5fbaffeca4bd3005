using Hourglass.Metrics;

namespace Hourglass.Tests.Metrics;

/// <summary>Clusters against scikit-learn's documented example, all partitions, and clouds whose centres are known.</summary>
public class KMeansTests
{
    [Fact]
    public void The_example_of_scikit_learn()
    {
        var found = KMeans.Fit(new double[,] { { 1, 2 }, { 1, 4 }, { 1, 0 }, { 10, 2 }, { 10, 4 }, { 10, 0 } }, 2);
        Assert.Equal([[1, 2], [10, 2]], Draws.Rows(found.Centres).OrderBy(row => row[0]));
        Assert.Equal(16, found.Inertia, 12);
        Assert.True(found.Converged);
        var (near, far) = (found.Clusters[0], found.Clusters[3]);
        Assert.Equal([near, near, near, far, far, far], found.Clusters);
        Assert.Equal([near, far], found.Predict(new double[,] { { 0, 0 }, { 12, 3 } }));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void No_other_partition_of_few_points_is_better(int clusters)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var data = Draws.Normals(seed, 8, 2);
            var least = double.PositiveInfinity;
            for (var code = 0; code < Math.Pow(clusters, 8); code++)
            {
                var groups = Enumerable.Range(0, 8).GroupBy(i => code / (int)Math.Pow(clusters, i) % clusters).ToArray();
                var sum = groups.Sum(group => Enumerable.Range(0, 2).Sum(d =>
                {
                    var mean = group.Average(i => data[i, d]);
                    return group.Sum(i => Math.Pow(data[i, d] - mean, 2));
                }));
                least = Math.Min(least, sum);
            }

            Assert.Equal(least, KMeans.Fit(data, clusters, restarts: 40).Inertia, 10);
        }
    }

    [Fact]
    public void Centres_of_clouds_are_found()
    {
        double[][] centres = [[0, 0, 0], [10, 0, 0], [0, 10, 0], [0, 0, 10], [10, 10, 10]];
        var data = Draws.Clouds(1, 1000, 0.5, centres);
        var found = KMeans.Fit(data, 5, 7);
        var of = Enumerable.Range(0, 1000).Select(i => i % 5).ToArray();
        Assert.Equal(1, ClusterAgreement.Accuracy(of, [.. found.Clusters]), 12);
        for (var k = 0; k < 5; k++)
        {
            // A mean of 200 points is known to 0.5 / √200 = 0.035 in each direction.
            Assert.True(Draws.Distance(centres[k], found.Centres[found.Clusters[k]].ToArray()) < 0.2);
        }
    }

    [Fact]
    public void Centres_are_means_and_points_are_with_the_nearest()
    {
        var data = Draws.Normals(1, 300, 3);
        var found = KMeans.Fit(data, 6);
        Assert.True(found.Converged);
        var centres = Draws.Rows(found.Centres);
        var sum = 0.0;
        for (var k = 0; k < 6; k++)
        {
            var own = Enumerable.Range(0, 300).Where(i => found.Clusters[i] == k).ToArray();
            for (var d = 0; d < 3; d++)
            {
                Assert.Equal(own.Average(i => data[i, d]), centres[k][d], 10);
            }

            foreach (var i in own)
            {
                var distance = Draws.Distance(Draws.Row(data, i), centres[k]);
                Assert.True(distance <= centres.Min(centre => Draws.Distance(Draws.Row(data, i), centre)) + 1e-12);
                sum += distance * distance;
            }
        }

        Assert.Equal(sum, found.Inertia, 8);
        Assert.Equal(found.Clusters, found.Predict(data));
    }

    [Fact]
    public void The_same_seed_finds_the_same_and_restarts_keep_the_best()
    {
        var data = Draws.Normals(1, 200, 2);
        var (once, again) = (KMeans.Fit(data, 9, 3), KMeans.Fit(data, 9, 3));
        Assert.Equal(once.Centres.Values.ToArray(), again.Centres.Values.ToArray());
        Assert.Equal(once.Clusters, again.Clusters);
        var single = Enumerable.Range(0, 10).Select(seed => KMeans.Fit(data, 9, (ulong)seed, restarts: 1).Inertia).ToArray();
        Assert.True(single.Distinct().Count() > 1);
        var more = Enumerable.Range(1, 12).Select(starts => KMeans.Fit(data, 9, 3, starts).Inertia).ToArray();
        Assert.Equal(more.OrderDescending(), more);
        Assert.True(more[^1] < more[0]);
    }

    /// <summary>
    /// Of clouds that are far apart, k-means++ begins with a point of each, all but surely, as squared distances within a
    /// cloud are a hundred thousandth of those between two. Points by chance would fall on all six once in 65 times.
    /// </summary>
    [Fact]
    public void A_start_has_a_point_of_each_cloud()
    {
        var data = Draws.Clouds(1, 120, 0.1, [[0, 0], [100, 0], [0, 100], [100, 100], [200, 0], [0, 200]]);
        var best = KMeans.Fit(data, 6).Inertia;
        for (var seed = 0; seed < 40; seed++)
        {
            Assert.Equal(best, KMeans.Fit(data, 6, (ulong)seed, restarts: 1).Inertia, 8);
        }
    }

    /// <summary>By hand: of the points 0, 1, 4 and 9 the first centre has all; the second takes 9, which is farthest from it.</summary>
    [Fact]
    public void An_empty_cluster_goes_to_the_farthest_point()
    {
        var data = new double[,] { { 0 }, { 1 }, { 4 }, { 9 } };
        var once = KMeans.From(data, new double[,] { { 2 }, { 1000 } }, 1);
        Assert.Equal([3.5, 9], once.Centres.Values.ToArray());
        Assert.Equal([0, 0, 0, 1], once.Clusters);
        Assert.Equal((3.5 * 3.5) + (2.5 * 2.5) + 0.25, once.Inertia, 12);
        var settled = KMeans.From(data, once.Centres);
        Assert.Equal([5 / 3.0, 9], settled.Centres.Values.ToArray());
        Assert.True(settled.Converged);

        // Two that are empty go to two points; 0 and 4 are as far from 2, and 0 comes first.
        var both = KMeans.From(data, new double[,] { { 500 }, { 2 }, { 1000 } }, 1);
        Assert.Equal([9, 3.5, 0], both.Centres.Values.ToArray());
    }

    [Fact]
    public void Each_move_lowers_the_inertia()
    {
        var data = Draws.Normals(1, 400, 2);
        var steps = Enumerable.Range(1, 15).Select(most => KMeans.Fit(data, 8, 5, 1, most)).ToArray();
        Assert.Equal(steps.Select(step => step.Inertia).OrderDescending(), steps.Select(step => step.Inertia));
        Assert.Equal(3, steps[2].Iterations);
        Assert.False(steps[2].Converged);
    }

    [Fact]
    public void Fewer_different_points_than_clusters_leave_some_empty()
    {
        var found = KMeans.Fit(new double[,] { { 1 }, { 1 }, { 1 }, { 5 } }, 3);
        Assert.Equal(0, found.Inertia);
        Assert.Equal(2, found.Clusters.Distinct().Count());
        Assert.All(found.Centres.Values.ToArray(), centre => Assert.True(centre is 1 or 5));
        Assert.Equal(0, KMeans.Fit(Draws.Normals(1, 7, 2), 7).Inertia);
    }

    [Fact]
    public void What_has_no_clusters_is_refused()
    {
        var data = new double[2, 3];
        Assert.Equal(
            "clusters is 3, and data has 2 points; ask for no more than there are.",
            Draws.Refused(() => KMeans.Fit(data, 3)));
        Assert.Equal("clusters is 1 or more; got 0.", Draws.Refused(() => KMeans.Fit(data, 0)));
        Assert.Equal("restarts is 1 or more; got 0.", Draws.Refused(() => KMeans.Fit(data, 1, 0, 0)));
        Assert.Equal("iterations is 1 or more; got -1.", Draws.Refused(() => KMeans.Fit(data, 1, 0, 1, -1)));
        Assert.Equal(
            "the number of centres is 3, and data has 2 points; ask for no more than there are.",
            Draws.Refused(() => KMeans.From(data, new double[3, 3])));
        Assert.StartsWith("centres is empty", Draws.Refused(() => KMeans.From(data, new double[0, 3])), StringComparison.Ordinal);
        Assert.Equal(
            "centres has vectors of 2 numbers and data of 3; both need the same.",
            Draws.Refused(() => KMeans.From(data, new double[1, 2])));
        Assert.StartsWith("data is empty", Draws.Refused(() => KMeans.Fit(new double[0, 3], 1)), StringComparison.Ordinal);
        Assert.Equal(
            "data has vectors of 2 numbers and the centres of 3; both need the same.",
            Draws.Refused(() => KMeans.Fit(data, 1).Predict(new double[1, 2])));
    }
}
