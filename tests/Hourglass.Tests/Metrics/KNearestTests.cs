using Hourglass.Metrics;

namespace Hourglass.Tests.Metrics;

/// <summary>Neighbours against all distances, sorted.</summary>
public class KNearestTests
{
    [Theory]
    [InlineData(1, 300, 1)]
    [InlineData(3, 700, 5)]
    [InlineData(4, 40, 40)]
    [InlineData(70, 500, 7)]
    public void They_are_the_nearest_of_all(int width, int count, int k)
    {
        var (train, queries) = (Draws.Normals(1, count, width), Draws.Normals(2, 75, width));
        var (places, distances) = KNearest.Neighbours(train, queries, k);
        var kth = KNearest.Distances(train, queries, k);
        for (var q = 0; q < 75; q++)
        {
            var row = Draws.Row(queries, q);
            var sorted = Enumerable.Range(0, count)
                .Select(i => (Place: i, Distance: Draws.Distance(Draws.Row(train, i), row)))
                .OrderBy(point => point.Distance)
                .Take(k)
                .ToArray();
            for (var j = 0; j < k; j++)
            {
                Assert.Equal(sorted[j].Place, places[q, j]);
                Assert.Equal(sorted[j].Distance, distances[q, j], 10);
            }

            Assert.Equal(distances[q, k - 1], kth[q]);
        }
    }

    /// <summary>More numbers than a block of the training set has: 20,000 points of 2, and more queries than a block of queries.</summary>
    [Fact]
    public void Blocks_do_not_show()
    {
        var train = Draws.Normals(1, 20000, 2);
        int[] chosen = [0, 8191, 8192, 16383, 16384, 19999, .. Enumerable.Range(100, 60)];
        var queries = new double[chosen.Length, 2];
        for (var i = 0; i < queries.Length; i++)
        {
            queries[i / 2, i % 2] = train[chosen[i / 2], i % 2];
        }

        var (places, distances) = KNearest.Neighbours(train, queries, 2);
        for (var q = 0; q < chosen.Length; q++)
        {
            var row = Draws.Row(queries, q);
            var least = Enumerable.Range(0, 20000).Where(i => i != chosen[q]).Min(i => Draws.Distance(Draws.Row(train, i), row));
            Assert.Equal((chosen[q], 0), (places[q, 0], distances[q, 0]));
            Assert.Equal(least, distances[q, 1], 12);
        }
    }

    [Fact]
    public void Of_one_distance_the_first_comes_first()
    {
        var (places, distances) = KNearest.Neighbours(new double[,] { { 1 }, { -1 }, { 1 }, { 0.5 } }, new double[,] { { 0 } }, 4);
        Assert.Equal([3, 0, 1, 2], places.Cast<int>());
        Assert.Equal([0.5, 1, 1, 1], distances.Cast<double>());
    }

    [Fact]
    public void Most_neighbours_decide_and_of_as_many_the_nearest()
    {
        var train = new double[,] { { 1 }, { 2 }, { 3 }, { 4 }, { 5 } };
        int[] labels = [7, 3, 3, 7, 0];
        var query = new double[,] { { 0 } };
        Assert.Equal([7], KNearest.Classify(train, labels, query, 1));
        Assert.Equal([7], KNearest.Classify(train, labels, query, 2));
        Assert.Equal([3], KNearest.Classify(train, labels, query, 3));
        Assert.Equal([7], KNearest.Classify(train, labels, query, 4));
        Assert.Equal([7], KNearest.Classify(train, labels, query, 5));
        Assert.Equal([3, 0], KNearest.Classify(train, labels, new double[,] { { 2.4 }, { 9 } }, 1));
    }

    [Fact]
    public void Classes_are_those_of_double_loops()
    {
        var (train, queries, labels) = (Draws.Normals(1, 200, 2), Draws.Normals(2, 50, 2), Draws.Labels(3, 200, 4));
        var found = KNearest.Classify(train, labels, queries, 6);
        for (var q = 0; q < 50; q++)
        {
            var row = Draws.Row(queries, q);
            var near = Enumerable.Range(0, 200).OrderBy(i => Draws.Distance(Draws.Row(train, i), row)).Take(6).ToList();
            var expected = near.GroupBy(i => labels[i]).OrderByDescending(g => g.Count()).ThenBy(g => near.IndexOf(g.First())).First().Key;
            Assert.Equal(expected, found[q]);
        }
    }

    [Fact]
    public void What_has_no_neighbours_is_refused()
    {
        var train = new double[2, 3];
        Assert.Equal("k is 1 or more; got 0.", Draws.Refused(() => KNearest.Distances(train, train, 0)));
        Assert.Equal(
            "k is 3, and train has 2 points; ask for no more than there are.",
            Draws.Refused(() => KNearest.Distances(train, train, 3)));
        Assert.StartsWith("train is empty", Draws.Refused(() => KNearest.Distances(new double[0, 3], train, 1)), StringComparison.Ordinal);
        Assert.StartsWith(
            "queries has vectors of 2 numbers and train of 3",
            Draws.Refused(() => KNearest.Distances(train, new double[1, 2], 1)),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "train has 2 examples and labels has 1",
            Draws.Refused(() => KNearest.Classify(train, [0], train, 1)),
            StringComparison.Ordinal);
        Assert.StartsWith("labels[1] is -3", Draws.Refused(() => KNearest.Classify(train, [0, -3], train, 1)), StringComparison.Ordinal);
    }
}
