using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Tests.Datasets;

/// <summary>Columns of classes that an evaluation reads beside a model's data.</summary>
public class DatasetLabelTests
{
    [Fact]
    public void Numbers_and_texts_are_classes_and_may_be_missing()
    {
        using var file = new TableFile("x,y,kind\n1,2,pear\n3,0,apple\n5,,\n7,1,pear\n");
        using var data = Dataset.Open(file.Path);
        Assert.Equal([2, 0, -1, 1], data.Classes("y", DataSplit.Train));
        Assert.Equal([1, 0, -1, 1], data.Classes("kind", DataSplit.Train));
        Assert.Equal([2, 0, -1, 1], data.Classes("Y", DataSplit.Train));
        Assert.Empty(data.Classes("y", DataSplit.Test));
        Assert.Equal("y", data.LabelColumn);
    }

    [Fact]
    public void Both_splits_have_their_own()
    {
        using var scope = NewDisposeScope();
        using var data = Dataset.FromTensors(Columns(1, 0, -1), Columns(2, 2));
        Assert.Equal([1, 0, -1], data.Classes("labels", DataSplit.Train));
        Assert.Equal([2, 2], data.Classes("labels", DataSplit.Test));
        using var digits = Dataset.Digits(20, 5);
        Assert.Equal(20, digits.Classes(digits.LabelColumn!, DataSplit.Train).Count);
        Assert.All(digits.Classes(digits.LabelColumn!, DataSplit.Test), label => Assert.InRange(label, 0, 9));
    }

    [Theory]
    [InlineData("a,b\n1,2\n", null)]
    [InlineData("a,Class\n1,2\n", "Class")]
    [InlineData("a,target\n1,two\n", "target")]
    [InlineData("y,label\n1,2\n", null)]
    public void The_column_of_labels_is_the_only_one_that_is_called_so(string text, string? expected)
    {
        using var file = new TableFile(text);
        using var data = Dataset.Open(file.Path);
        Assert.Equal(expected, data.LabelColumn);
    }

    [Theory]
    [InlineData("y\n1\n0.5\n", "The column 'y' of the data 'data.csv' has 0.5 in example 1; classes are whole numbers from 0 on, −1 for a "
        + "missing one, or texts. Name another column.")]
    [InlineData("y\n-2\n", "The column 'y' of the data 'data.csv' has -2 in example 0; classes are whole numbers from 0 on, −1 for a "
        + "missing one, or texts. Name another column.")]
    [InlineData("z\n3\n", "The data 'data.csv' has no column 'y' of numbers or texts; it has z.")]
    public void What_is_no_class_is_said(string text, string expected)
    {
        using var file = new TableFile(text);
        using var data = Dataset.Open(file.Path);
        Assert.Equal(expected, Assert.Throws<DataException>(() => data.Classes("y", DataSplit.Train)).Message);
    }

    [Fact]
    public void A_column_of_vectors_has_no_classes()
    {
        using var scope = NewDisposeScope();
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = zeros(2, 3) });
        Assert.Equal(
            "The column 'x' of the data 'tensors' has [3] an example; classes are one number. Name another column.",
            Assert.Throws<DataException>(() => data.Classes("x", DataSplit.Train)).Message);
    }

    private static Dictionary<string, Tensor> Columns(params long[] labels) => new() { ["labels"] = tensor(labels) };
}
