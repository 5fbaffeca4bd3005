using Hourglass.Datasets;
using Hourglass.Datasets.Tables;
using Hourglass.Tests.Numerics;
using Hourglass.Tests.Training;
using Parquet;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Datasets;

/// <summary>Tables that are larger than they may be in memory: the same columns, to the last bit and type.</summary>
public sealed class SpilledNumbersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(60)]
    public async Task Parquet_gives_the_columns_that_it_gives_in_memory(long most)
    {
        var path = _folder.File("t.parquet");
        await Parquets.WriteAsync(path, CompressionMethod.Snappy);
        Compare(ParquetSource.Load(path), ParquetSource.Load(path, new MemoryBudget(most)));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(60, false)]
    public void Arrow_gives_the_columns_that_it_gives_in_memory(long most, bool stream)
    {
        var path = _folder.File("t.arrow");
        Arrows.Write(path, null, stream);
        Compare(ArrowSource.Load(path), ArrowSource.Load(path, new MemoryBudget(most)));
    }

    /// <summary>Pieces of growing types, and bytes in the end where whole numbers allow it.</summary>
    [Fact]
    public void Types_widen_and_narrow_as_in_memory()
    {
        using var scope = NewDisposeScope();
        Tensor[][] columns =
        [
            [tensor([1L, 2]), tensor([3.5, double.NaN]), tensor([4L])],
            [tensor([1L, 255]), tensor([0L])],
            [tensor([1L, 256]), tensor([0L])],
            [tensor([1L, -1]), tensor([0L])],
            [tensor([1L, 2]).to_type(ScalarType.Byte), tensor([300L])],
            [Numbers.UniformSingles(1, 2, 3), Numbers.UniformSingles(1, 1, 3).to_type(ScalarType.Float64)],
            [tensor([1L, 2]).reshape(1, 2), tensor([3L, 4]).reshape(1, 2)],
        ];
        foreach (var pieces in columns)
        {
            using var whole = new ColumnChunks("c");
            using var spilled = new ColumnChunks("c", new MemoryBudget(0));
            foreach (var piece in pieces)
            {
                whole.Add(piece.clone());
                spilled.Add(piece.clone());
            }

            Same(((NumberColumn)whole.Finish()).Values, ((NumberColumn)spilled.Finish()).Values);
        }
    }

    [Fact]
    public void Rows_of_another_width_set_the_column_aside()
    {
        using var scope = NewDisposeScope();
        using var column = new ColumnChunks("c", new MemoryBudget(0));
        column.Add(Numbers.UniformSingles(1, 2, 3));
        column.Add(Numbers.UniformSingles(1, 2, 4));
        column.Add(Numbers.UniformSingles(1, 2, 3));
        Assert.Equal("lists of 3 and of 4 numbers", Assert.IsType<UnreadColumn>(column.Finish()).Reason);
    }

    private static void Compare(DataSource expected, DataSource found)
    {
        var (inMemory, spilled) = (expected.Columns.Concat(expected.Texts).ToArray(), found.Columns.Concat(found.Texts).ToArray());
        Assert.Equal(inMemory.Select(column => column.Name), spilled.Select(column => column.Name));
        Assert.Equal(expected.SetAside, found.SetAside);
        foreach (var (one, other) in inMemory.Zip(spilled))
        {
            Same(one.Train, other.Train);
            Assert.Equal((one.Role, one.LargestByte), (other.Role, other.LargestByte));
            one.Dispose();
            other.Dispose();
        }
    }

    private static void Same(Tensor expected, Tensor found)
    {
        Assert.Equal(expected.shape, found.shape);
        Assert.Equal(expected.dtype, found.dtype);
        Assert.Equal(expected.bytes.ToArray(), found.bytes.ToArray());
    }
}
