using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Tests.Datasets;

/// <summary>Tensors of places among texts, as what reads another program's data hands them over.</summary>
public class TensorTextTests
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Kinds = new() { ["kind"] = ["pear", "apple"] };

    [Fact]
    public void Places_are_classes_in_the_order_that_is_given()
    {
        using var data = Of([0, -1, 1]);
        Assert.Equal(["x"], data.ColumnNames);
        Assert.Equal(["kind"], data.TextColumnNames);
        Assert.Equal(["pear", "apple"], data.TextsOf("kind"));
        Assert.Equal([0, -1, 1], data.Classes("kind", DataSplit.Train));
        using var bound = data.Bind([new("x", Domain.Real, 0, [], false), new("kind", Domain.Class, 2, [], true)]);
        Assert.Equal("texts as classes: 0 pear, 1 apple", bound.Columns[1].Conversion);
        using var batch = bound.TrainBatch(tensor([2L, 0]));
        Assert.Equal([1, 0], batch["kind"].data<long>().ToArray());
        using var pears = data.WhereText("kind", text => text is "pear" or null);
        Assert.Equal([0, -1], pears.Classes("kind", DataSplit.Train));
    }

    [Fact]
    public void What_is_set_aside_explains_a_column_that_is_missing()
    {
        using var data = Dataset.FromTensors(
            new Dictionary<string, Tensor> { ["x"] = ones(3) },
            setAside: [new SetAsideColumn("when", "a time")]);
        Assert.Equal("when: a time", data.SetAside.Select(column => $"{column.Name}: {column.Reason}").Single());
        var message = Assert.Throws<DataException>(() => data.Bind([new("when", Domain.Real, 0, [], false)])).Message;
        Assert.Contains("set aside (a time)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Places_that_cannot_be_are_refused()
    {
        const string Of2 = "of the data 'fruit'";
        const string Are = "they are from 0 to 1, or −1 for a missing one.";
        Assert.Equal($"The column 'kind' {Of2} has places from 0 to 2 among 2 texts; {Are}", Refused([0, 2]));
        Assert.Equal($"The column 'kind' {Of2} has places from -2 to 1 among 2 texts; {Are}", Refused([1, -2]));
        Assert.Equal(
            $"The column 'kind' {Of2} is float32[2]; places among texts are int64[N].",
            Assert.Throws<DataException>(() => Dataset.FromTensors(
                new Dictionary<string, Tensor> { ["x"] = ones(2), ["kind"] = ones(2) }, name: "fruit", texts: Kinds)).Message);
        Assert.Equal(
            "The data 'fruit' has texts for the column 'kind', and no such column.",
            Assert.Throws<DataException>(() => Dataset.FromTensors(
                new Dictionary<string, Tensor> { ["x"] = ones(2) }, name: "fruit", texts: Kinds)).Message);
        Assert.Equal(
            "'fruit' has no column of numbers; set aside: when (a time).",
            Assert.Throws<DataException>(() => Dataset.FromTensors(
                new Dictionary<string, Tensor> { ["kind"] = tensor([0L, 1]) },
                name: "fruit",
                texts: Kinds,
                setAside: [new SetAsideColumn("when", "a time")])).Message);
        using var data = Of([0, 1]);
        Assert.Equal(
            "The data 'fruit' has no column 'x' of texts; it has kind.",
            Assert.Throws<DataException>(() => data.TextsOf("x")).Message);
        using var numbers = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = ones(2) });
        Assert.Equal(
            "The data 'tensors' has no column 'x' of texts; it has none.",
            Assert.Throws<DataException>(() => numbers.TextsOf("x")).Message);
    }

    private static string Refused(long[] places) => Assert.Throws<DataException>(() => Of(places)).Message;

    private static Dataset Of(long[] places) => Dataset.FromTensors(
        new Dictionary<string, Tensor> { ["x"] = ones(places.Length), ["kind"] = tensor(places) }, name: "fruit", texts: Kinds);
}
