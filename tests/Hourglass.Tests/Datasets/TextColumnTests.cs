using System.Globalization;
using Hourglass.Datasets;
using Hourglass.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Datasets;

/// <summary>Columns of text as classes: the sorted distinct texts are the values, and are told.</summary>
public class TextColumnTests
{
    private static readonly DataField[] Fields =
    [
        new("amount", Domain.Real, 0, [2], true),
        new("kind", Domain.Class, 3, [], true),
    ];

    [Fact]
    public void Sorted_texts_are_the_classes()
    {
        using var folder = new TemporaryFolder();
        var file = Written(folder, "t.csv", "amount0,amount1,kind\n1,2,pear\n3,,apple\n5,6,\n7,8,plum\n9,10,apple\n");
        using var scope = NewDisposeScope();
        using var data = Dataset.FromCsv(file);
        using var bound = data.Bind(Fields);
        using var batch = bound.TrainBatch(arange(5, dtype: ScalarType.Int64));
        Assert.Equal([1L, 0, -1, 2, 0], batch["kind"].data<long>().ToArray());
        Assert.True(double.IsNaN(batch["amount"][1, 1].ToDouble()));
        Assert.Equal("texts as classes: 0 apple, 1 pear, 2 plum", bound.Columns[1].Conversion);
        Assert.Empty(bound.SetAside);
    }

    [Fact]
    public void Both_splits_have_the_same_classes()
    {
        using var folder = new TemporaryFolder();
        var train = Written(folder, "a.csv", "amount0,amount1,kind\n1,2,pear\n3,4,apple\n");
        var test = Written(folder, "b.csv", "amount0,amount1,kind\n1,2,banana\n3,4,pear\n");
        using var scope = NewDisposeScope();
        using var data = Dataset.FromCsv(train, test);
        using var bound = data.Bind(Fields);
        using var seen = bound.TrainBatch(arange(2, dtype: ScalarType.Int64));
        using var unseen = bound.TestBatch(arange(2, dtype: ScalarType.Int64));
        Assert.Equal([2L, 0], seen["kind"].data<long>().ToArray());
        Assert.Equal([1L, 2], unseen["kind"].data<long>().ToArray());
    }

    [Fact]
    public void More_texts_than_classes_are_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        var file = Written(folder, "t.csv", "amount0,amount1,kind\n1,2,d\n3,4,c\n5,6,b\n7,8,a\n");
        using var data = Dataset.FromCsv(file);
        Assert.Contains(
            "The variable 'kind' is class(3); the column 'kind' of the data 't.csv' has 4 different texts: 'a', 'b', 'c', 'd'. "
            + "Declare class(4)",
            Assert.Throws<DataException>(() => data.Bind(Fields)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_of_text_that_no_class_reads_is_set_aside()
    {
        using var folder = new TemporaryFolder();
        var file = Written(folder, "t.csv", "amount0,amount1,remark\n1,2,x\n3,4,y\n");
        using var data = Dataset.FromCsv(file);
        using var bound = data.Bind(Fields);
        Assert.Equal(["remark"], bound.SetAside.Select(column => column.Name));
        Assert.Equal("text: 'x' in line 2", bound.SetAside[0].Reason);
    }

    [Fact]
    public void A_model_trains_on_a_table_with_gaps_and_texts()
    {
        using var folder = new TemporaryFolder();
        var rows = Enumerable.Range(0, 60).Select(i => FormattableString.Invariant(
            $"{Math.Sin(i)},{(i % 7 == 0 ? "" : (i % 5 * 10).ToString(CultureInfo.InvariantCulture))},{"abc"[i % 3]}"));
        var file = Written(folder, "t.csv", "amount0,amount1,kind\n" + string.Join('\n', rows) + "\n");
        using var data = Dataset.FromCsv(file);
        using var model = TextModel.Create(
            "model T { data amount?: real[2] -> standardize data kind: class(3) encode z ~ concat(amount, present(amount), kind) "
            + "-> dense(8, silu) -> normal(2) decode amount ~ z -> dense(8, silu) -> normal decode kind ~ z -> dense(8) -> categorical "
            + "minimize elbo train { optimizer: adam(1e-2) batch: 20 epochs: 30 } }");
        var report = model.TrainOn(data);
        Assert.True(report.Epochs[^1].Train["total"] < report.Epochs[0].Train["total"]);
    }

    private static string Written(TemporaryFolder folder, string name, string text)
    {
        var path = Path.Combine(folder.Path, name);
        File.WriteAllText(path, text);
        return path;
    }
}
