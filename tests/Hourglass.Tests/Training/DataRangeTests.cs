using Hourglass.Datasets;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Hourglass.Tests.Training;

/// <summary>The range of a variable, and the element that reaches farthest from 0.</summary>
public class DataRangeTests
{
    private static readonly DataField X = new("x", Domain.Real, 0, [3], false);

    [Fact]
    public void The_farthest_element_counts_on_either_side_of_0()
    {
        Assert.Equal(
            "`x` ranges from -9 to 4 (x[1] from -9 to -5)",
            Single(tensor(new float[,] { { 1, -9, 4 }, { -2, -5, 3 } })).ToString());
        Assert.Equal(
            "`x` ranges from -9 to 14 (x[2] from 3 to 14)",
            Single(tensor(new float[,] { { 1, -9, 14 }, { -2, -5, 3 } })).ToString());
        Assert.Equal("`x` ranges from 7 to 8 (x[0] from 8 to 8)", Single(tensor(new float[,] { { 8, 7, 7 }, { 8, 7, 7 } })).ToString());
    }

    [Theory]
    [InlineData(-9, 4, 9)]
    [InlineData(-1, 4, 4)]
    [InlineData(-3, -2, 3)]
    public void The_magnitude_is_that_of_the_farther_end(double smallest, double largest, double expected) =>
        Assert.Equal(expected, new DataRange(X, smallest, largest, null, smallest, largest).Magnitude);

    [Fact]
    public void A_column_is_named_and_a_single_element_is_not()
    {
        using var scope = NewDisposeScope();
        using var table = Dataset.FromTensors(new Dictionary<string, Tensor>
        {
            ["x0"] = tensor(new float[] { 1, 2 }),
            ["x1"] = tensor(new float[] { 5, -6 }),
            ["x2"] = zeros(2)
        });
        using var bound = table.Bind([X]);
        Assert.Equal("`x` ranges from -6 to 5 ('x1' from -6 to 5)", Assert.Single(DataRange.Of(bound, test: false)).ToString());
        using var one = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = tensor(new float[] { 3, -4 }).reshape(2, 1) });
        using var boundOne = one.Bind([X with { Shape = [1] }]);
        Assert.Equal("`x` ranges from -4 to 3", Assert.Single(DataRange.Of(boundOne, test: false)).ToString());
        using var map = Dataset.FromTensors(
            new Dictionary<string, Tensor> { ["x"] = tensor(new float[] { 3, -4, 1, 0 }).reshape(1, 2, 2) });
        using var boundMap = map.Bind([X with { Shape = [2, 2] }]);
        Assert.Equal("`x` ranges from -4 to 3", Assert.Single(DataRange.Of(boundMap, test: false)).ToString());
    }

    /// <summary>Rows are read some thousands at a time; the last ones count like the first.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(8192)]
    public void Every_row_counts(int row)
    {
        using var scope = NewDisposeScope();
        var values = zeros(8193, 3);
        values[row, 2] = 5;
        values[row, 0] = -2;
        Assert.Equal("`x` ranges from -2 to 5 (x[2] from 0 to 5)", Single(values).ToString());
    }

    /// <summary>Each split by itself; classes have no range.</summary>
    [Fact]
    public void Splits_and_variables()
    {
        using var scope = NewDisposeScope();
        var train = new Dictionary<string, Tensor>
        {
            ["x"] = ones(4, 3),
            ["t"] = full(4, 1, 2.0f),
            ["y"] = tensor(new long[] { 0, 1, 2, 2 })
        };
        var test = new Dictionary<string, Tensor>
        {
            ["x"] = full(2, 3, 7.0f),
            ["t"] = full(2, 1, -8.0f),
            ["y"] = tensor(new long[] { 0, 1 })
        };
        using var data = Dataset.FromTensors(train, test);
        using var bound = data.Bind([X, new DataField("t", Domain.Real, 0, [1], false), new DataField("y", Domain.Class, 3, [], false)]);
        Assert.Equal([(1, 1), (2, 2)], DataRange.Of(bound, test: false).Select(range => (range.Smallest, range.Largest)));
        Assert.Equal([(7, 7), (-8, -8)], DataRange.Of(bound, test: true).Select(range => (range.Smallest, range.Largest)));
    }

    private static DataRange Single(Tensor values)
    {
        using var scope = NewDisposeScope();
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = values });
        using var bound = data.Bind([X]);
        return Assert.Single(DataRange.Of(bound, test: false));
    }
}
