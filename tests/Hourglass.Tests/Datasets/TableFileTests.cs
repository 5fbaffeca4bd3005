using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Hourglass.Datasets;
using Hourglass.Tests.Training;
using Parquet;
using Parquet.Schema;
using static TorchSharp.torch;
using Field = Apache.Arrow.Field;
using Schema = Apache.Arrow.Schema;

namespace Hourglass.Tests.Datasets;

/// <summary>Parquet and Arrow: files that their own libraries have written, with every kind of column.</summary>
public sealed class TableFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.Zstd)]
    [InlineData(CompressionMethod.Brotli)]
    [InlineData(CompressionMethod.LZ4)]
    public async Task Parquet_has_numbers_texts_and_lists(CompressionMethod method)
    {
        var path = _folder.File("t.parquet");
        await Parquets.WriteAsync(path, method);
        using var data = Dataset.Open(path);
        Check(data);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(CompressionCodecType.Lz4Frame, false)]
    [InlineData(CompressionCodecType.Zstd, false)]
    [InlineData(null, true)]
    public void Arrow_has_numbers_texts_and_lists(CompressionCodecType? codec, bool stream)
    {
        var path = _folder.File(stream ? "t.arrows" : "t.feather");
        Arrows.Write(path, codec, stream);
        using var data = Dataset.Open(path);
        Check(data);
    }

    [Fact]
    public void Objects_have_numbers_texts_and_lists()
    {
        using var data = Dataset.FromRecords<Record>(
        [
            new(1.5, 3, 200, true, 7, "pear", Kind.Old, [1, 2], DateTime.UnixEpoch),
            new(-2, -4, 0, false, null, "apple", Kind.New, [3, 4], DateTime.UnixEpoch),
            new(0.25, 1 << 20, 9, true, 9, null, Kind.Old, [5, 6], DateTime.UnixEpoch),
            new(1e10, 0, 1, false, -1, "pear", Kind.Old, [7, 8], DateTime.UnixEpoch),
        ]);
        Check(data);
        Assert.Equal([1, 0, 1, 1], data.Classes("kind", DataSplit.Train));
    }

    [Fact]
    public async Task Two_files_are_two_splits()
    {
        var path = _folder.File("t.parquet");
        await Parquets.WriteAsync(path, CompressionMethod.None);
        Arrows.Write(_folder.File("u.arrow"), null, stream: false);
        using var train = Dataset.Open(path);
        using var test = Dataset.Open(_folder.File("u.arrow"));
        using var both = train.WithTest(test);
        Assert.Equal((4, 4), (both.Count, both.TestCount));
        Assert.Equal([1, 0, -1, 1], both.Classes("text", DataSplit.Test));
    }

    [Theory]
    [InlineData("t.parquet", "cannot be read as a Parquet file: it is damaged, cut short, or of a kind that is not read (")]
    [InlineData("t.arrow", "cannot be read as an Arrow file: it is damaged, cut short, or of a kind that is not read (")]
    public void What_is_no_such_file_is_one_line(string name, string expected)
    {
        File.WriteAllText(_folder.File(name), "x,y\n1,2\n");
        var error = Assert.Throws<DataException>(() => Dataset.Open(_folder.File(name)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(". Fetch it again, or write it anew.", error.Message, StringComparison.Ordinal);
    }

    private static void Check(Dataset data)
    {
        Assert.Equal(["real", "whole", "small", "truth", "maybe", "list"], data.ColumnNames);
        Assert.Equal(["text", "kind", "date"], data.SetAside.Select(column => column.Name).Take(3));
        Assert.Equal([1, 0, -1, 1], data.Classes("text", DataSplit.Train));
        double[][] expected =
        [
            [1.5, -2, 0.25, 1e10], [3, -4, 1 << 20, 0], [200, 0, 9, 1], [1, 0, 1, 0], [7, double.NaN, 9, -1],
        ];
        foreach (var (name, values) in data.ColumnNames.Zip(expected))
        {
            Assert.Equal(values, Values(data, name, []));
        }

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], Values(data, "list", [2]));
    }

    private static double[] Values(Dataset data, string name, long[] shape)
    {
        using var bound = data.Bind(
            [new DataField(name, Domain.Real, 0, shape, true)],
            new BindOptions { Precision = ScalarType.Float64 });
        using var places = arange(data.Count, ScalarType.Int64);
        using var batch = bound.TrainBatch(places);
        return [.. batch[name].data<double>()];
    }

    private enum Kind
    {
        New,
        Old,
    }

    private sealed record Record(
        double real, int whole, byte small, bool truth, long? maybe, string? text, Kind kind, float[] list, DateTime date);
}
