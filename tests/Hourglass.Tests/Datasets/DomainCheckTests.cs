using Hourglass.Datasets;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Datasets;

/// <summary>Values outside of a variable's domain, and the options that bring them in.</summary>
public class DomainCheckTests
{
    public static TheoryData<Domain, bool, float[]> Inside() => new()
    {
        { Domain.Real, false, [-3, 0, 1e30f] },
        { Domain.Unit, false, [0, 0.3f, 1] },
        { Domain.Binary, false, [0, 1, 1] },
        { Domain.Count, false, [0, 1, 1000] },
        { Domain.Class, false, [0, 4, 2] },
        { Domain.Class, true, [-1, 4, float.NaN] },
        { Domain.Unit, true, [float.NaN, 0, 1] },
        { Domain.Count, true, [float.NaN, 0, 7] },
    };

    public static TheoryData<Domain, bool, float, string, string> Outside() => new()
    {
        { Domain.Real, false, float.NaN, "missing", "fill it in" },
        { Domain.Real, true, float.PositiveInfinity, "Infinity", "Remove" },
        { Domain.Unit, false, -0.01f, "-0.0", "declare the variable real" },
        { Domain.Unit, false, 255, "255", "dividing by 255" },
        { Domain.Unit, false, float.NaN, "missing", "fill it in" },
        { Domain.Binary, false, 0.5f, "0.5", "--binarize threshold" },
        { Domain.Binary, false, 2, "2", "dividing by 255" },
        { Domain.Count, false, 0.5f, "0.5", "raw bytes (0 … 255) as counts" },
        { Domain.Count, false, -1, "-1", "raw counts" },
        { Domain.Count, true, float.PositiveInfinity, "Infinity", "Remove" },
        { Domain.Class, false, 5, "5", "class(6)" },
        { Domain.Class, false, -1, "-1", "optional" },
        { Domain.Class, false, 1.5f, "1.5", "Renumber" },
        { Domain.Class, true, 7, "7", "class(8)" },
        { Domain.Class, true, -2, "-2", "missing label" },
    };

    [Theory]
    [MemberData(nameof(Inside))]
    public void Accepts_what_is_inside(Domain domain, bool optional, float[] values)
    {
        using var column = torch.tensor(values);
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["v"] = column });
        using var bound = data.Bind([Field(domain, optional)]);
        using var indices = arange(values.Length, ScalarType.Int64);
        using var batch = bound.TrainBatch(indices);
        using var result = batch["v"].to_type(ScalarType.Float32);
        Assert.Equal(domain == Domain.Class ? [.. values.Select(v => float.IsNaN(v) ? -1 : v)] : values, result.data<float>().ToArray());
    }

    [Theory]
    [MemberData(nameof(Outside))]
    public void Names_the_example_the_range_and_the_remedy(Domain domain, bool optional, float value, string shown, string remedy)
    {
        var values = new float[5000];
        values[4321] = value;
        values[4999] = value;
        values[1] = 1;
        using var column = torch.tensor(values);
        using var good = zeros(5000);
        foreach (var test in new[] { false, true })
        {
            var (first, second) = test ? (good, column) : (column, good);
            using var data = Dataset.FromTensors(
                new Dictionary<string, Tensor> { ["v"] = first },
                new Dictionary<string, Tensor> { ["v"] = second },
                "table");
            var error = Assert.Throws<DataException>(() => data.Bind([Field(domain, optional)]));
            Assert.Contains("The variable 'v' is", error.Message, StringComparison.Ordinal);
            Assert.Contains("example 4321 ", error.Message, StringComparison.Ordinal);
            Assert.Contains($"of the {(test ? "test" : "training")} data 'table'", error.Message, StringComparison.Ordinal);
            Assert.Contains(shown, error.Message, StringComparison.Ordinal);
            Assert.Contains("range from", error.Message, StringComparison.Ordinal);
            Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Finds_the_example_in_a_later_slice()
    {
        using var column = zeros(1500, 4000);
        column[1400, 17] = torch.tensor(-0.5f);
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["v"] = column });
        var error = Assert.Throws<DataException>(() => data.Bind([new("v", Domain.Unit, 0, [4000], false)]));
        Assert.Contains("example 1400 (counted from 0) of the training data", error.Message, StringComparison.Ordinal);
        Assert.Contains("has -0.5; its values range from -0.5 to 0", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Slices have 2²² elements: here rows 0 to 1047, and 1048 to 1499, of which the first and the last count.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1047, 3999)]
    [InlineData(1048, 0)]
    [InlineData(1499, 3999)]
    public void Looks_at_the_ends_of_every_slice(int row, int element)
    {
        using var column = zeros(1500, 4000);
        column[row, element] = torch.tensor(2f);
        using var good = zeros(1500, 4000);
        using var data = Dataset.FromTensors(
            new Dictionary<string, Tensor> { ["v"] = good },
            new Dictionary<string, Tensor> { ["v"] = column });
        var error = Assert.Throws<DataException>(() => data.Bind([new("v", Domain.Unit, 0, [4000], false)]));
        Assert.Contains($"example {row} (counted from 0) of the test data", error.Message, StringComparison.Ordinal);
        Assert.Contains("has 2; its values range from 0 to 2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e300, "1E+300")]
    [InlineData(-3.5e38, "-3.5E+38")]
    public void Numbers_beyond_single_precision_are_called_that(double value, string shown)
    {
        using var a = torch.tensor(new double[] { 1, 2, 3 });
        using var b = torch.tensor(new double[] { 1, 2, value });
        foreach (var test in new[] { false, true })
        {
            var (plain, large) =
                (new Dictionary<string, Tensor> { ["a"] = a, ["b"] = a }, new Dictionary<string, Tensor> { ["a"] = a, ["b"] = b });
            using var data = test ? Dataset.FromTensors(plain, large) : Dataset.FromTensors(large, plain);
            foreach (var optional in new[] { false, true })
            {
                var error = Assert.Throws<DataException>(() => data.Bind([new("x", Domain.Real, 0, [2], optional)]));
                Assert.Contains(
                    "is in single precision, whose numbers end at 3.4e38, but example 2 (counted from 0) "
                    + $"of the {(test ? "test" : "training")} data 'tensors' has {shown} in the column 'b'. Scale the column",
                    error.Message,
                    StringComparison.Ordinal);
            }

            data.Bind([new("x", Domain.Real, 0, [2], false)], new BindOptions { Precision = ScalarType.Float64 }).Dispose();
        }
    }

    [Fact]
    public void The_largest_number_of_single_precision_is_inside()
    {
        using var column = torch.tensor(new[] { float.MaxValue, (double)float.MinValue });
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = column });
        data.Bind([new("x", Domain.Real, 0, [1], false)]).Dispose();
    }

    [Fact]
    public void Asks_for_binarisation_of_grey_bytes()
    {
        using var data = Dataset.Digits(10, 3);
        var error = Assert.Throws<DataException>(() => data.Bind([Picture(Domain.Binary)]));
        Assert.Contains("example 0 ", error.Message, StringComparison.Ordinal);
        Assert.Contains("range from 0 to 255", error.Message, StringComparison.Ordinal);
        Assert.Contains("--binarize threshold", error.Message, StringComparison.Ordinal);
        Assert.Contains("--binarize dynamic", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_byte_labels_beyond_the_classes()
    {
        using var data = Dataset.Digits(200, 0);
        var error = Assert.Throws<DataException>(() => data.Bind([new("y", Domain.Class, 9, [], false)]));
        Assert.Contains("'y' is class(9), whole numbers from 0 to 8", error.Message, StringComparison.Ordinal);
        Assert.Contains("has 9; its values range from 0 to 9", error.Message, StringComparison.Ordinal);
        Assert.Contains("class(10)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_binarisation_that_nothing_wants()
    {
        using var data = Dataset.Digits(10, 3);
        var error = Assert.Throws<DataException>(() => data.Bind([Picture(Domain.Real)], new BindOptions { Binarize = Binarize.Dynamic }));
        Assert.Contains("--binarize", error.Message, StringComparison.Ordinal);
        Assert.Contains("x is real", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Domain.Unit)]
    [InlineData(Domain.Binary)]
    public void Thresholds_bytes_and_numbers_at_one_half(Domain domain)
    {
        var options = new BindOptions { Binarize = Binarize.Threshold };
        using var bytes = torch.tensor(new byte[] { 0, 127, 128, 255 }).view(1, 4);
        using var numbers = torch.tensor(new[] { 0, 0.499f, 0.5f, 1 }).view(1, 4);
        foreach (var column in new[] { bytes, numbers })
        {
            using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["v"] = column });
            using var bound = data.Bind([new("v", domain, 0, [4], false)], options);
            using var indices = torch.tensor(new long[] { 0 });
            using var batch = bound.TrainBatch(indices);
            Assert.Equal([0f, 0f, 1f, 1f], batch["v"].data<float>().ToArray());
        }
    }

    [Fact]
    public void Keeps_missing_values_missing_when_binarised()
    {
        using var column = torch.tensor(new[] { float.NaN, 0, 1 });
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["v"] = column });
        using var indices = arange(3, ScalarType.Int64);
        foreach (var binarize in Enum.GetValues<Binarize>())
        {
            using var bound = data.Bind([Field(Domain.Binary, optional: true)], new BindOptions { Binarize = binarize });
            using var batch = bound.TrainBatch(indices);
            Assert.Equal([float.NaN, 0f, 1f], batch["v"].data<float>().ToArray());
        }
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Draws_anew_with_the_grey_value_as_probability(ScalarType precision)
    {
        using var column = torch.tensor(new byte[] { 0, 51, 128, 255 }).view(1, 4);
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["v"] = column });
        using var bound = data.Bind(
            [new("v", Domain.Binary, 0, [4], false)],
            new BindOptions { Binarize = Binarize.Dynamic, Precision = precision });
        using var indices = zeros(40000, ScalarType.Int64);
        using var scope = NewDisposeScope();
        using var seeded = new RandomScope(1);
        using var first = bound.TrainBatch(indices);
        using var second = bound.TrainBatch(indices);
        using var anew = new RandomScope(1);
        using var again = bound.TrainBatch(indices);
        Assert.Equal(precision, first["v"].dtype);
        Assert.True(first["v"].eq(0).logical_or(first["v"].eq(1)).all().item<bool>());
        Assert.False(first["v"].Equals(second["v"]));
        Assert.True(first["v"].Equals(again["v"]));

        // Five standard errors of a mean of 40,000 draws.
        var mean = first["v"].to_type(ScalarType.Float64).mean([0L]).data<double>().ToArray();
        Assert.Equal(0, mean[0]);
        Assert.InRange(mean[1], 0.19, 0.21);
        Assert.InRange(mean[2], (128 / 255.0) - 0.0125, (128 / 255.0) + 0.0125);
        Assert.Equal(1, mean[3]);
    }

    private static DataField Field(Domain domain, bool optional) => new("v", domain, domain == Domain.Class ? 5 : 0, [], optional);

    private static DataField Picture(Domain domain) => new("x", domain, 0, [784], false);
}
