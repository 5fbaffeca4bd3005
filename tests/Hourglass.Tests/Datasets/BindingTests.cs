using Hourglass.Datasets;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Datasets;

/// <summary>Nothing is bound silently: which column feeds which element is said, and which are set aside and why.</summary>
public class BindingTests
{
    private static readonly DataField X = new("x", Domain.Real, 0, [3], false);
    private static readonly DataField Label = new("y", Domain.Class, 3, [], false);

    [Theory]
    [InlineData("a,b,c,d,e\n1,2,3,x,0\n4,5,6,y,1\n", "x [3] <- a, b, c|e <- e|set aside: d (text: 'x' in line 2)", "e")]
    [InlineData("label,x2,id,x1,x0\n0,1,7,2,3\n1,4,8,5,6\n", "x [3] <- x0, x1, x2|y <- label|set aside: id (no variable reads it)", "y")]
    [InlineData("a;b;c;y\n1;2;3;0\n", "fields of data.csv are separated by semicolons|x [3] <- a, b, c|y <- y", "y")]
    [InlineData("t1,a,b,c,t2,y\nno,1,2,3,no,0\n", "x [3] <- a, b, c|y <- y|set aside: t1, t2 (text: 'no' in line 2)", "y")]
    public void Lines_say_which_column_feeds_what(string text, string expected, string label)
    {
        using var file = new TableFile(text);
        using var data = Dataset.FromCsv(file.Path);
        using var bound = data.Bind([X, Label with { Name = label }]);
        Assert.Equal(expected, string.Join('|', BindingLines.Of(bound.Notes, bound.Columns, bound.SetAside)));
    }

    [Fact]
    public void Elements_have_the_order_of_the_columns()
    {
        using var file = new TableFile("x3,x1,x4,x2\n3,1,4,2\n");
        using var data = Dataset.FromCsv(file.Path);
        using var bound = data.Bind([X with { Shape = [2, 2] }]);
        using var indices = torch.tensor(new long[] { 0 });
        using var batch = bound.TrainBatch(indices);
        var binding = Assert.Single(bound.Columns);
        Assert.Equal(["x1", "x2", "x3", "x4"], binding.Columns);
        Assert.Equal([1f, 2f, 3f, 4f], batch["x"].data<float>().ToArray());
        Assert.Equal("x [2, 2] <- x1, x2, x3, x4", BindingLines.Line(binding));
    }

    [Fact]
    public void Many_columns_are_counted()
    {
        string[] names = [.. Enumerable.Range(0, 784).Select(i => $"p{i}")];
        const string Short = "p0, p1, p2, p3, p4, p5, p6, p7, … p783 (784 of them)";
        Assert.Equal($"x [784] <- {Short}, bytes divided by 255", BindingLines.Line(new("x", [784], names, "bytes divided by 255")));
        Assert.Equal(
            $"{Short} (no variable reads it)",
            Assert.Single(BindingLines.Reasons([.. names.Select(name => new SetAsideColumn(name, "no variable reads it"))])));
        var reasons = BindingLines.Reasons([.. names.Select(name => new SetAsideColumn(name, $"text: '{name}' in line 2"))]);
        Assert.Equal((12, "and so on, 784 columns in all"), (reasons.Count, reasons[^1]));
    }

    [Fact]
    public void Names_cannot_write_over_the_terminal() => Assert.Equal("x <- a [2Jb", BindingLines.Line(new("x", [], ["a\u001b[2Jb"], "")));

    [Theory]
    [InlineData(Binarize.None, "bytes divided by 255")]
    [InlineData(Binarize.Threshold, "bytes from 128 on become 1, others 0")]
    [InlineData(Binarize.Dynamic, "bytes divided by 255, drawn anew as 0 or 1 for every batch")]
    public void What_becomes_of_pictures_is_said(Binarize binarize, string expected)
    {
        using var data = Dataset.Digits(4, 2);
        using var bound = data.Bind([new("x", Domain.Unit, 0, [784], false)], new BindOptions { Binarize = binarize });
        Assert.Equal(
            [$"x [784] <- images, reshaped from [28, 28], {expected}", "set aside: labels (no variable reads it)"],
            BindingLines.Of(bound.Notes, bound.Columns, bound.SetAside));
    }

    /// <summary>A variable whose name is a column's reads that one or none.</summary>
    [Theory]
    [InlineData(
        "x,a,b,c\nq,1,2,3\n",
        "The variable 'x' reads the column 'x' of the data 'data.csv' by its name, but that is set aside (text: 'q' in line 2); no other")]
    [InlineData(
        "X,a,b,c\nTrue,1,2,3\n",
        "The variable 'x' reads the column 'X' of the data 'data.csv' by its name, but that is set aside (text: 'True' in line 2)")]
    [InlineData(
        "x,a,b,c\n0,1,2,3\n",
        "The variable 'x' is [3], 3 numbers; an example of the column 'x' in the data 'data.csv' is a single value, 1.")]
    [InlineData(
        "x0,x1,x2,a,b,c\n1,q,3,1,2,3\n",
        "The variable 'x' reads the column 'x1' of the data 'data.csv' by its name, but that is set aside (text: 'q' in line 2)")]
    [InlineData(
        "x0,x1,x2,a,b,c\np,q,r,1,2,3\n",
        "The variable 'x' reads the column 'x0' of the data 'data.csv' by its name, but that is set aside")]
    [InlineData(
        "x1,x2,a,b,c\n1,2,1,2,3\n",
        "needs 3 numbered columns, counted from 0 or 1 without a gap; the data 'data.csv' has 2, from 'x1' to 'x2'")]
    public void A_name_binds_to_its_column_or_to_none(string text, string expected)
    {
        using var file = new TableFile(text);
        using var data = Dataset.FromCsv(file.Path);
        foreach (var optional in new[] { false, true })
        {
            var error = Assert.Throws<DataException>(() => data.Bind([X with { Optional = optional }]));
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(
        "a,b,c\nTrue,1,2\n",
        "has 2 columns of numbers left for it: b, c; set aside: a (text: 'True' in line 2). Columns 'x0' … 'x2'")]
    [InlineData("a,b\n1,2\n", "has 2 columns of numbers left for it: a, b. Columns 'x0' … 'x2'")]
    public void Columns_set_aside_are_named_where_the_others_do_not_fit(string text, string expected)
    {
        using var file = new TableFile(text);
        using var data = Dataset.FromCsv(file.Path);
        Assert.Contains(expected, Assert.Throws<DataException>(() => data.Bind([X])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "a,b,c,label,target\n1,2,3,0,1\n",
        "The variable 'kind' could read any of the columns label, target of the data 'data.csv'.")]
    [InlineData("a,b,c,KIND,Kind\n1,2,3,0,1\n", "The variable 'kind' could read any of the columns KIND, Kind of the data 'data.csv'.")]
    public void Several_columns_for_a_variable_are_an_error(string text, string expected)
    {
        using var file = new TableFile(text);
        using var data = Dataset.FromCsv(file.Path);
        Assert.Contains(
            expected,
            Assert.Throws<DataException>(() => data.Bind([X, Label with { Name = "kind" }])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Several_arrays_for_a_variable_are_an_error()
    {
        using var three = ones(2, 3);
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["a"] = three, ["b"] = three });
        Assert.Contains(
            "could read any of the columns a, b",
            Assert.Throws<DataException>(() => data.Bind([X])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Faulty_values_are_placed_in_their_column()
    {
        using var file = new TableFile("a,b,c\n1,2,3\n4,,6\n");
        using var data = Dataset.FromCsv(file.Path);
        var error = Assert.Throws<DataException>(() => data.Bind([X]));
        Assert.Contains(
            "example 1 (counted from 0) of the training data 'data.csv' has a missing value (NaN) in the column 'b';",
            error.Message,
            StringComparison.Ordinal);
    }
}
