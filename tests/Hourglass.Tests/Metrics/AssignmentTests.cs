using Hourglass.Metrics;

namespace Hourglass.Tests.Metrics;

/// <summary>Assignments against all permutations.</summary>
public class AssignmentTests
{
    [Fact]
    public void It_is_that_of_SciPys_example() =>
        Assert.Equal([1, 0, 2], Assignment.Least(new double[,] { { 4, 1, 3 }, { 2, 0, 5 }, { 3, 2, 2 } }));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 6)]
    [InlineData(4, 4)]
    [InlineData(5, 6)]
    [InlineData(6, 6)]
    public void No_other_costs_less(int rows, int columns)
    {
        for (var seed = 0; seed < 30; seed++)
        {
            // Every other time few whole numbers, so that there are ties, and negative ones.
            var (random, costs) = (new Random(seed), new double[rows, columns]);
            for (var i = 0; i < costs.Length; i++)
            {
                costs[i / columns, i % columns] = seed % 2 == 0 ? random.Next(-3, 4) : Draws.Normal(random);
            }

            var taken = Assignment.Least(costs);
            Assert.Equal(rows, taken.Distinct().Count());
            var least = Draws.Orders(columns).Min(order => Enumerable.Range(0, rows).Sum(row => costs[row, order[row]]));
            Assert.Equal(least, Enumerable.Range(0, rows).Sum(row => costs[row, taken[row]]), 10);
        }
    }

    [Fact]
    public void A_hidden_permutation_of_many_is_found()
    {
        var (random, order) = (new Random(1), Enumerable.Range(0, 120).ToArray());
        random.Shuffle(order);

        // What a row or a column costs anyway does not change which is best, and hides it.
        var costs = new double[120, 120];
        var (rows, columns) = (Draws.Normals(2, 120, 1), Draws.Normals(3, 120, 1));
        for (var i = 0; i < costs.Length; i++)
        {
            costs[i / 120, i % 120] = (order[i / 120] == i % 120 ? 0 : 1) + rows[i / 120, 0] + columns[i % 120, 0];
        }

        Assert.Equal(order, Assignment.Least(costs));
    }

    [Fact]
    public void What_cannot_be_assigned_is_refused()
    {
        Assert.Equal("costs is empty; a metric needs one example or more.", Draws.Refused(() => Assignment.Least(new double[0, 2])));
        Assert.Equal(
            "costs has 2 rows and 1 columns; each row takes a column of its own. Transpose it, or add columns.",
            Draws.Refused(() => Assignment.Least(new double[2, 1])));
        Assert.StartsWith("costs[0, 1] is NaN; all have to be finite.", Draws.Refused(
            () => Assignment.Least(new[,] { { 0, double.NaN } })), StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => Assignment.Least(null!));
    }
}
