using Hourglass.Datasets;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace Hourglass.ML.Tests;

/// <summary>Data as data views.</summary>
public class ToDataViewTests
{
    [Fact]
    public void Data_come_back_as_they_went()
    {
        var rows = Examples.Singles(1203);
        rows[7].Kind = "";
        rows[8].A = float.NaN;
        IDataView view;
        using (var data = Examples.View(rows).ToDataset(["A", "B", "C", "Kind"]))
        {
            view = data.ToDataView();
        }

        Assert.Equal(rows.Length, view.GetRowCount());
        Assert.Equal(rows.Select(row => row.A), view.Column<float>("A"));
        Assert.Equal(rows.Select(row => (float)row.B), view.Column<float>("B"));
        Assert.Equal(rows.Select(row => (float)row.C), view.Column<float>("C"));
        var named = Examples.Context.Transforms.Conversion.MapKeyToValue("Kind").Fit(view).Transform(view);
        Assert.Equal(rows.Select(row => row.Kind), named.Column<string>("Kind"));
    }

    [Fact]
    public void Vectors_keep_their_shape_and_the_test_split_is_its_own()
    {
        using var images = arange(24, ScalarType.Float32).reshape(2, 3, 4);
        using var tested = images[..1] + 100;
        using var data = Dataset.FromTensors(
            new Dictionary<string, Tensor> { ["x"] = images }, new Dictionary<string, Tensor> { ["x"] = tested });
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3, 4), data.ToDataView().Schema["x"].Type);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (float)i), data.ToDataView().Flat("x"));
        Assert.Equal(Enumerable.Range(100, 12).Select(i => (float)i), data.ToDataView(DataSplit.Test).Flat("x"));
    }

    [Fact]
    public void Columns_that_were_not_asked_for_cannot_be_read()
    {
        using var data = Examples.View(Examples.Singles(2)).ToDataset(["A", "B"]);
        var view = data.ToDataView();
        using var cursor = view.GetRowCursor([view.Schema["A"]]);
        Assert.True(cursor.IsColumnActive(view.Schema["A"]));
        Assert.False(cursor.IsColumnActive(view.Schema["B"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(view.Schema["B"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<double>(view.Schema["A"]));
        Assert.Throws<DataException>(() => data.ToDataView(DataSplit.Test));
        Assert.True(cursor.MoveNext() && cursor.MoveNext());
        Assert.False(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
    }
}
