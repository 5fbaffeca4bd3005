using Hourglass.Metrics;

namespace Hourglass.Tests.Metrics;

/// <summary>Clusters against classes: published values, all assignments, all pairs.</summary>
public class ClusterAgreementTests
{
    /// <summary>scikit-learn's documented examples of <c>adjusted_rand_score</c>, and others that are published with it.</summary>
    [Theory]
    [InlineData(new[] { 0, 0, 1, 1 }, new[] { 1, 1, 0, 0 }, 1)]
    [InlineData(new[] { 0, 0, 1, 2 }, new[] { 0, 0, 1, 1 }, 4 / 7.0)]
    [InlineData(new[] { 0, 0, 0, 0 }, new[] { 0, 1, 2, 3 }, 0)]
    [InlineData(new[] { 0, 0, 1, 1 }, new[] { 0, 1, 0, 1 }, -0.5)]
    [InlineData(new[] { 0, 0, 0, 1, 1, 1 }, new[] { 0, 0, 1, 1, 2, 2 }, 0.24242424242424246)]
    [InlineData(new[] { 0, 1, 2, 0, 3, 4, 5, 1 }, new[] { 1, 1, 0, 0, 2, 2, 2, 2 }, -0.12903225806451613)]
    public void The_adjusted_Rand_index_is_as_published(int[] labels, int[] clusters, double expected) =>
        Assert.Equal(expected, ClusterAgreement.AdjustedRandIndex(labels, clusters), 12);

    /// <summary>scikit-learn's documented examples of <c>normalized_mutual_info_score</c> and <c>v_measure_score</c>.</summary>
    [Theory]
    [InlineData(new[] { 0, 0, 1, 1 }, new[] { 1, 1, 0, 0 }, 1)]
    [InlineData(new[] { 0, 0, 0, 0 }, new[] { 0, 1, 2, 3 }, 0)]
    [InlineData(new[] { 0, 0, 1, 2 }, new[] { 0, 0, 1, 1 }, 0.8)]
    [InlineData(new[] { 0, 0, 1, 1 }, new[] { 0, 1, 2, 3 }, 2 / 3.0)]
    [InlineData(new[] { 0, 0, 1, 1 }, new[] { 0, 1, 0, 1 }, 0)]
    public void Normalised_mutual_information_is_as_published(int[] labels, int[] clusters, double expected) =>
        Assert.Equal(expected, ClusterAgreement.NormalisedMutualInformation(labels, clusters), 12);

    [Theory]
    [InlineData(3, 3)]
    [InlineData(4, 6)]
    [InlineData(6, 4)]
    [InlineData(6, 6)]
    public void Accuracy_is_the_best_of_all_assignments(int classes, int groups)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var (labels, clusters) = (Draws.Labels(seed, 40, classes), Draws.Labels(seed + 100, 40, groups));

            // Classes beyond those that are there stand for clusters without one.
            var best = Draws.Orders(Math.Max(classes, groups)).Max(order => labels.Zip(clusters).Count(p => order[p.Second] == p.First));
            Assert.Equal(best / 40.0, ClusterAgreement.Accuracy(labels, clusters), 12);
        }
    }

    [Fact]
    public void The_adjusted_Rand_index_is_that_of_all_pairs()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var (labels, clusters) = (Draws.Labels(seed, 30, 3), Draws.Labels(seed + 100, 30, 4));
            var (both, first, second, none) = (0.0, 0.0, 0.0, 0.0);
            for (var i = 0; i < 30; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    switch (labels[i] == labels[j], clusters[i] == clusters[j])
                    {
                        case (true, true): both++; break;
                        case (true, false): first++; break;
                        case (false, true): second++; break;
                        default: none++; break;
                    }
                }
            }

            // The same index by the four kinds of pairs (Steinley, 2004).
            var expected = 2 * ((both * none) - (first * second))
                / (((both + first) * (first + none)) + ((both + second) * (second + none)));
            Assert.Equal(expected, ClusterAgreement.AdjustedRandIndex(labels, clusters), 10);
        }
    }

    [Fact]
    public void Mutual_information_is_that_of_the_entropies()
    {
        var (labels, clusters) = (Draws.Labels(1, 50, 3), Draws.Labels(2, 50, 4));
        static double Entropy<T>(IEnumerable<T> of)
            where T : notnull => -of.CountBy(x => x).Sum(g => g.Value / 50.0 * Math.Log(g.Value / 50.0));
        var (a, b) = (Entropy(labels), Entropy(clusters));
        var information = a + b - Entropy(labels.Zip(clusters));
        Assert.Equal(information / ((a + b) / 2), ClusterAgreement.NormalisedMutualInformation(labels, clusters), 10);
    }

    [Fact]
    public void Numbers_of_clusters_and_sides_do_not_matter()
    {
        var (labels, clusters) = (Draws.Labels(1, 50, 3), Draws.Labels(2, 50, 4));
        int[] names = [7, 0, 1000000000, 3];
        var renamed = Array.ConvertAll(clusters, cluster => names[cluster]);
        foreach (var figure in new Func<int[], int[], double>[]
        {
            (a, b) => ClusterAgreement.Accuracy(a, b),
            (a, b) => ClusterAgreement.NormalisedMutualInformation(a, b),
            (a, b) => ClusterAgreement.AdjustedRandIndex(a, b),
        })
        {
            Assert.Equal(figure(labels, clusters), figure(labels, renamed), 12);
            Assert.Equal(figure(labels, clusters), figure(clusters, labels), 12);
            Assert.Equal(1, figure(clusters, renamed), 12);
        }
    }

    [Fact]
    public void One_class_in_one_cluster_agrees()
    {
        Assert.Equal(1, ClusterAgreement.Accuracy([0, 0], [5, 5]));
        Assert.Equal(1, ClusterAgreement.NormalisedMutualInformation([0, 0], [5, 5]));
        Assert.Equal(1, ClusterAgreement.AdjustedRandIndex([0, 0], [5, 5]));
        Assert.Equal(1, ClusterAgreement.AdjustedRandIndex([3], [5]));
        Assert.Equal(1, ClusterAgreement.AdjustedRandIndex([0, 1, 2], [2, 1, 0]));
    }

    [Fact]
    public void What_are_no_clusters_is_refused()
    {
        Assert.StartsWith("clusters[0] is -1", Draws.Refused(() => ClusterAgreement.Accuracy([0], [-1])), StringComparison.Ordinal);
        Assert.StartsWith(
            "labels has 1 examples and clusters has 2",
            Draws.Refused(() => ClusterAgreement.AdjustedRandIndex([0], [0, 1])),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "labels is empty", Draws.Refused(() => ClusterAgreement.NormalisedMutualInformation([], [])), StringComparison.Ordinal);
    }
}
