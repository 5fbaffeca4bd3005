using Hourglass.Datasets;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Datasets;

/// <summary>Which column a variable gets, and in which shape and type.</summary>
public class BindTests
{
    private static readonly DataField Image = new("x", Domain.Unit, 0, [784], false);
    private static readonly DataField Label = new("y", Domain.Class, 10, [], false);

    [Theory]
    [InlineData(new long[] { 784 })]
    [InlineData(new long[] { 1, 28, 28 })]
    [InlineData(new long[] { 28, 28 })]
    public void Reshapes_examples_with_as_many_numbers(long[] shape)
    {
        using var data = Dataset.Digits(4, 2);
        using var bound = data.Bind([Image with { Shape = shape }]);
        using var indices = torch.tensor(new long[] { 3, 1, 1 });
        using var batch = bound.TrainBatch(indices);
        Assert.Equal(3, batch.Count);
        Assert.Equal([3, .. shape], batch["x"].shape);
        Assert.Equal(ScalarType.Float32, batch["x"].dtype);
        Assert.True(batch["x"][1].Equals(batch["x"][2]));
    }

    [Fact]
    public void Names_both_shapes_where_they_do_not_fit()
    {
        using var data = Dataset.Digits(4, 2);
        var error = Assert.Throws<DataException>(() => data.Bind([Image with { Shape = [3, 32, 32] }]));
        Assert.Contains("'x' is [3, 32, 32]", error.Message, StringComparison.Ordinal);
        Assert.Contains("is [28, 28], 784", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Scales_bytes_exactly_in_either_precision(ScalarType precision)
    {
        using var bytes = arange(256, ScalarType.Byte).view(256, 1);
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = bytes });
        using var bound = data.Bind([Image with { Shape = [1] }], new BindOptions { Precision = precision });
        using var indices = arange(256, ScalarType.Int64);
        using var batch = bound.TrainBatch(indices);
        Assert.Equal(precision, batch["x"].dtype);
        using var wide = batch["x"].to_type(ScalarType.Float64);
        var expected = Enumerable.Range(0, 256).Select(i => precision == ScalarType.Float32 ? i / 255f : i / 255.0);
        Assert.Equal(expected, wide.data<double>().ToArray());
    }

    [Theory]
    [InlineData(Domain.Unit)]
    [InlineData(Domain.Real)]
    [InlineData(Domain.Binary)]
    [InlineData(Domain.Count)]
    public void Leaves_bytes_that_are_only_zero_and_one(Domain domain)
    {
        using var bytes = torch.tensor(new byte[,] { { 0, 1 }, { 1, 1 } });
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["pictures"] = bytes });
        using var bound = data.Bind([new("x", domain, 0, [2], false)]);
        using var indices = torch.tensor(new long[] { 0, 1 });
        using var batch = bound.TrainBatch(indices);
        Assert.Equal([0f, 1f, 1f, 1f], batch["x"].data<float>().ToArray());
    }

    [Fact]
    public void Prefers_names_to_guesses()
    {
        using var a = zeros(2, 3);
        using var b = ones(2, 3);
        using var labels = torch.tensor(new long[] { 1, 0 });
        using var kinds = torch.tensor(new long[] { 2, 2 });
        using var data = Dataset.FromTensors(
            new Dictionary<string, Tensor> { ["other"] = a, ["X"] = b, ["label"] = labels, ["kind"] = kinds });
        using var bound = data.Bind([new("x", Domain.Real, 0, [3], false), new("kind", Domain.Class, 3, [], false)]);
        using var indices = torch.tensor(new long[] { 0, 1 });
        using var batch = bound.TrainBatch(indices);
        Assert.Equal(6f, batch["x"].sum().item<float>());
        Assert.Equal([2L, 2L], batch["kind"].data<long>().ToArray());
    }

    [Fact]
    public void Gives_labels_to_the_first_class_whatever_its_name()
    {
        using var data = Dataset.Digits(20, 2);
        using var bound = data.Bind([Label with { Name = "digit" }, Image with { Name = "picture" }]);
        using var indices = arange(20, ScalarType.Int64);
        using var batch = bound.TrainBatch(indices);
        Assert.Equal([20L], batch["digit"].shape);
        Assert.Equal(ScalarType.Int64, batch["digit"].dtype);
        Assert.Equal([20L, 784L], batch["picture"].shape);
    }

    [Fact]
    public void Fills_absent_optional_variables_with_what_means_missing()
    {
        using var data = Dataset.Digits(5, 1);
        using var bound = data.Bind([Image, Label, new("m", Domain.Binary, 0, [3], true), new("k", Domain.Class, 4, [2], true)]);
        using var indices = arange(5, ScalarType.Int64);
        using var batch = bound.TrainBatch(indices);
        Assert.Equal([5L, 3L], batch["m"].shape);
        Assert.All(batch["m"].data<float>().ToArray(), value => Assert.Equal(float.NaN, value));
        Assert.Equal([5L, 2L], batch["k"].shape);
        Assert.All(batch["k"].data<long>().ToArray(), value => Assert.Equal(-1, value));
    }

    [Fact]
    public void Says_what_there_is_and_what_would_fit()
    {
        using var width = torch.tensor(new float[] { 1, 2 });
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["width"] = width, ["height"] = width }, name: "sizes");
        var error = Assert.Throws<DataException>(() => data.Bind([new("x", Domain.Real, 0, [2], false), Label]));
        Assert.Contains(
            "'y' finds no column in the data 'sizes', which has the columns width, height.",
            error.Message,
            StringComparison.Ordinal);
        Assert.Contains("'label'", error.Message, StringComparison.Ordinal);

        error = Assert.Throws<DataException>(() => data.Bind([new("x", Domain.Real, 0, [3], false)]));
        Assert.Contains("2 columns of numbers left for it: width, height", error.Message, StringComparison.Ordinal);
        Assert.Contains("'x0' … 'x2'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x0", "x2")]
    [InlineData("x2", "x3")]
    [InlineData("x0", "x01")]
    public void Refuses_numbered_columns_with_gaps(string first, string second)
    {
        using var column = torch.tensor(new float[] { 1, 2 });
        var columns = new Dictionary<string, Tensor> { [first] = column, [second] = column };
        using var data = Dataset.FromTensors(columns);
        if (second == "x01")
        {
            data.Bind([new("x", Domain.Real, 0, [2], false)]).Dispose();
            return;
        }

        var error = Assert.Throws<DataException>(() => data.Bind([new("x", Domain.Real, 0, [2], false)]));
        Assert.Contains($"from '{first}' to '{second}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Outlives_the_tensors_and_the_data_set_it_came_from()
    {
        BoundDataset bound;
        using (NewDisposeScope())
        {
            var source = ones(3, 2);
            using var data = Dataset.FromTensors(
                new Dictionary<string, Tensor> { ["x"] = source },
                new Dictionary<string, Tensor> { ["x"] = source * 2 });
            using var part = data.Take(2);
            bound = part.Bind([new("x", Domain.Real, 0, [2], false)]);
        }

        using (bound)
        {
            Batch batch;
            using (NewDisposeScope())
            {
                batch = bound.TestBatch(torch.tensor(new long[] { 1 }));
            }

            using (batch)
            {
                Assert.Equal((2, 2), (bound.TrainCount, bound.TestCount));
                Assert.Equal([2f, 2f], batch["x"].data<float>().ToArray());
            }
        }
    }

    [Fact]
    public void Leaves_nothing_behind_a_batch()
    {
        using var data = Dataset.Digits(50, 0);
        foreach (var binarize in Enum.GetValues<Binarize>())
        {
            using var bound = data.Bind([Image, Label], new BindOptions { Binarize = binarize });
            using var indices = arange(50, ScalarType.Int64);
            bound.TrainBatch(indices).Dispose();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var before = Tensor.TotalCount;
            bound.TrainBatch(indices).Dispose();
            Assert.InRange(Tensor.TotalCount, 0, before);
        }
    }

    [Fact]
    public void Refuses_columns_that_do_not_go_together()
    {
        using var two = ones(2, 3);
        using var three = ones(3, 3);
        using var one = ones(2, 1);
        using var scalar = torch.tensor(1f);
        using var complex = zeros(2, ScalarType.ComplexFloat32);
        static Dictionary<string, Tensor> Of(params (string Name, Tensor Tensor)[] columns) =>
            columns.ToDictionary(pair => pair.Name, pair => pair.Tensor);
        Assert.Contains(
            "differ in length",
            Assert.Throws<DataException>(() => Dataset.FromTensors(Of(("a", two), ("b", three)))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "only one of",
            Assert.Throws<DataException>(() => Dataset.FromTensors(Of(("a", two)), Of(("b", two)))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "[3] for training",
            Assert.Throws<DataException>(() => Dataset.FromTensors(Of(("a", two)), Of(("a", one)))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "is a scalar",
            Assert.Throws<DataException>(() => Dataset.FromTensors(Of(("a", scalar)))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "real numbers",
            Assert.Throws<DataException>(() => Dataset.FromTensors(Of(("a", complex)))).Message,
            StringComparison.Ordinal);
        Assert.Contains("no column", Assert.Throws<DataException>(() => Dataset.FromTensors(Of())).Message, StringComparison.Ordinal);
        using var data = Dataset.FromTensors(Of(("a", two)));
        Assert.Contains("at least 1", Assert.Throws<DataException>(() => data.Take(0)).Message, StringComparison.Ordinal);
    }
}
