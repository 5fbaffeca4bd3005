using Hourglass.Datasets;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace Hourglass.ML.Tests;

/// <summary>Columns of data views as columns of data.</summary>
public class ToDatasetTests
{
    private sealed class Numbers
    {
        public bool Truth { get; set; }

        public sbyte Small { get; set; }

        public byte Byte { get; set; }

        public short Short { get; set; }

        public ushort UShort { get; set; }

        public int Int { get; set; }

        public uint UInt { get; set; }

        public long Long { get; set; }

        public ulong ULong { get; set; }

        public float Float { get; set; }

        public double Double { get; set; }
    }

    private sealed class Vectors
    {
        [VectorType(2, 2)]
        public float[] Map { get; set; } = [];

        [VectorType(3)]
        public double[] Doubles { get; set; } = [];

        [VectorType(3)]
        public byte[] Bytes { get; set; } = [];

        [VectorType(4)]
        public VBuffer<float> Sparse { get; set; }
    }

    private sealed class Odd
    {
        public float X { get; set; }

        public DateTime When { get; set; }

        public float[] Lists { get; set; } = [];

        [VectorType(2)]
        public string[] Words { get; set; } = [];

        public string Kind { get; set; } = "";
    }

    [Fact]
    public void Numbers_of_every_type_mean_themselves()
    {
        using var data = Examples.View(
            new Numbers
            {
                Truth = true,
                Small = -128,
                Byte = 255,
                Short = -32768,
                UShort = 65535,
                Int = int.MinValue,
                UInt = uint.MaxValue,
                Long = 1L << 40,
                ULong = 1UL << 63,
                Float = 0.1f,
                Double = 1e300,
            },
            new Numbers { Float = float.NaN }).ToDataset();
        string[] names = [.. data.ColumnNames];
        Assert.Equal(
            ["Truth", "Small", "Byte", "Short", "UShort", "Int", "UInt", "Long", "ULong", "Float", "Double"],
            names);
        Assert.Equal(
            [1, -128, 255, -32768, 65535, int.MinValue, uint.MaxValue, 1L << 40, 1UL << 63, 0.1f, 1e300],
            names.Select(name => Values(data, name)[0]));
        Assert.All(names, name => Assert.Equal(name == "Float" ? double.NaN : 0, Values(data, name)[1]));
    }

    [Fact]
    public void Vectors_are_dense_or_sparse_and_bytes_stay_numbers()
    {
        using var data = Examples.View(
            new Vectors
            {
                Map = [1, 2, 3, 4],
                Doubles = [0.5, double.NaN, 2],
                Bytes = [0, 1, 255],
                Sparse = new VBuffer<float>(4, 1, [7], [2]),
            },
            new Vectors { Map = [5, 6, 7, 8], Doubles = [1, 2, 3], Bytes = [1, 1, 0], Sparse = new VBuffer<float>(4, [1, 2, 3, 4]) })
            .ToDataset();
        Assert.Equal([2, 2], data.ShapeOf("Map"));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], Values(data, "Map", 2, 2));
        Assert.Equal([0.5, double.NaN, 2, 1, 2, 3], Values(data, "Doubles", 3));
        Assert.Equal([0, 1, 255, 1, 1, 0], Values(data, "Bytes", 3));
        Assert.Equal([0, 0, 7, 0, 1, 2, 3, 4], Values(data, "Sparse", 4));
    }

    [Fact]
    public void Texts_are_classes_in_their_order_and_an_empty_one_is_missing()
    {
        using var data = Examples.View(
            new Row { Kind = "pear" }, new Row { Kind = "" }, new Row { Kind = "apple" }, new Row { Kind = "pear" }).ToDataset();
        Assert.Equal(["Kind"], data.TextColumnNames);
        Assert.Equal(["apple", "pear"], data.TextsOf("Kind"));
        Assert.Equal([1, -1, 0, 1], data.Classes("Kind", DataSplit.Train));
    }

    [Fact]
    public void Keys_are_classes_in_their_own_order_under_their_names()
    {
        var view = Examples.View(
            new Row { Kind = "pear" }, new Row { Kind = "" }, new Row { Kind = "apple" }, new Row { Kind = "pear", C = 7 });
        var keys = Examples.Context.Transforms.Conversion.MapValueToKey("Kind")
            .Append(Examples.Context.Transforms.Conversion.MapValueToKey("C"));
        using var data = keys.Fit(view).Transform(view).ToDataset();
        Assert.Equal(["pear", "apple"], data.TextsOf("Kind"));
        Assert.Equal([0, -1, 1, 0], data.Classes("Kind", DataSplit.Train));
        Assert.Equal(["0", "7"], data.TextsOf("C"));
        Assert.DoesNotContain("C", data.ColumnNames);
    }

    private sealed class Keys
    {
        public float X { get; set; }

        [KeyType(5)]
        public uint Key { get; set; }
    }

    [Fact]
    public void Keys_without_names_count_from_0_and_0_is_missing()
    {
        // What an object has counts from 0, too; ML.NET makes a key of it, and of what is beyond the last one the missing key.
        using var data = Examples.View(new Keys { Key = 2 }, new Keys { Key = 9 }, new Keys { Key = 4 }).ToDataset();
        Assert.Equal([2, double.NaN, 4], Values(data, "Key"));
        Assert.Equal([2, -1, 4], data.Classes("Key", DataSplit.Train));
    }

    [Fact]
    public void What_no_variable_reads_is_set_aside_with_what_to_do_or_refused_where_it_is_asked_for()
    {
        var view = Examples.View(new Odd { Lists = [1], Words = ["a", "b"], Kind = "a" }, new Odd { Lists = [1, 2], Words = ["a", "b"] });
        using var data = view.ToDataset();
        Assert.Equal(["X"], data.ColumnNames);
        Assert.Equal(
            [
                "When: DateTime: a time; a CustomMapping makes numbers of it",
                "Lists: Vector<Single>: vectors of several sizes; bring them to one size before",
                "Words: Vector<String, 2>: texts in a vector; FeaturizeText or OneHotEncoding make numbers of them",
                "Kind: text: 'a'",
            ],
            data.SetAside.Select(column => $"{column.Name}: {column.Reason}"));
        Assert.Equal(
            "The column 'When' of the data view 'log' is DateTime: a time; a CustomMapping makes numbers of it. Or leave it out.",
            Assert.Throws<DataException>(() => view.ToDataset(["X", "When"], "log")).Message);
        Assert.Equal(
            "The data view 'log' has no column 'Y'; it has X, When, Lists, Words, Kind.",
            Assert.Throws<DataException>(() => view.ToDataset(["Y"], "log")).Message);
        using var chosen = view.ToDataset(["X"], "log");
        Assert.Empty(chosen.SetAside);
    }

    [Fact]
    public void A_model_that_reads_what_is_set_aside_is_told_why()
    {
        using var data = Examples.View(new Odd { Lists = [1] }).ToDataset();
        var message = Assert.Throws<DataException>(() => data.Bind([new("when", Domain.Real, 0, [], false)])).Message;
        Assert.Contains("'when' reads the column 'When'", message, StringComparison.Ordinal);
        Assert.Contains("(DateTime: a time; a CustomMapping makes numbers of it)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_read_is_an_error()
    {
        Assert.Equal(
            "The data view 'data view' has no rows; give at least one example.",
            Assert.Throws<DataException>(() => Examples.View<Row>().ToDataset()).Message);
        Assert.Contains(
            "has no column of numbers",
            Assert.Throws<DataException>(() => Examples.View(new Row { Kind = "a" }).ToDataset(["Kind"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Many_texts_are_no_classes()
    {
        Row[] rows = [.. Enumerable.Range(0, 1001).Select(i => new Row { Kind = $"remark {i}" })];
        using var data = Examples.View(rows).ToDataset(["A", "Kind"]);
        Assert.Empty(data.TextColumnNames);
        Assert.Equal("String: more than 1000 different texts, which are no classes", Assert.Single(data.SetAside).Reason);
        using var fewer = Examples.View(rows[..1000]).ToDataset(["A", "Kind"]);
        Assert.Equal(1000, fewer.TextsOf("Kind").Count);
    }

    [Fact]
    public void Rows_are_read_once_and_unread_columns_not_at_all()
    {
        var (made, mapped) = (0, 0);
        IEnumerable<Row> Make()
        {
            for (; made < 3; made++)
            {
                yield return new Row { A = made };
            }
        }

        var view = Examples.Context.Transforms
            .CustomMapping<Row, Keys>((_, to) => to.X = ++mapped, contractName: null)
            .Fit(Examples.View<Row>()).Transform(Examples.Context.Data.LoadFromEnumerable(Make()));
        using var data = view.ToDataset(["A"]);
        Assert.Equal([0, 1, 2], Values(data, "A"));
        Assert.Equal((3, 0), (made, mapped));
    }

    /// <summary>More numbers than a piece of a column holds.</summary>
    [Fact]
    public void Long_columns_keep_their_order()
    {
        Row[] rows = [.. Enumerable.Range(0, 1_100_000).Select(i => new Row { C = i })];
        using var data = Examples.View(rows).ToDataset(["C"]);
        Assert.Equal(rows.Length, data.Count);
        Assert.Equal(Enumerable.Range(0, rows.Length).Select(i => (double)i), Values(data, "C"));
    }

    private static double[] Values(Dataset data, string column, params long[] shape)
    {
        using var bound = data.Bind([new(column, Domain.Real, 0, shape, true)], new BindOptions { Precision = ScalarType.Float64 });
        using var batch = bound.TrainBatch(arange(data.Count, ScalarType.Int64));
        return batch[column].data<double>().ToArray();
    }
}
