using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using static TorchSharp.torch;

namespace Hourglass.Datasets.Tables;

/// <summary>Columns from Apache Arrow's files and streams, also Feather (version 2), packed or not; read by Apache.Arrow.</summary>
internal static class ArrowSource
{
    /// <summary>The endings that such files have.</summary>
    public static readonly IReadOnlyList<string> Endings = [".arrow", ".feather", ".ipc", ".arrows"];

    private static ReadOnlySpan<byte> FileMagic => "ARROW1"u8;

    private static ReadOnlySpan<byte> FeatherOne => "FEA1"u8;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="budget">What its numbers may hold in memory, where that is not the usual.</param>
    /// <exception cref="DataException">It cannot be read, or has no column of numbers.</exception>
    public static DataSource Load(string path, MemoryBudget? budget = null) => DamagedTable.Guard(path, "an Arrow file", file =>
    {
        Span<byte> magic = stackalloc byte[FileMagic.Length];
        file.ReadExactly(magic);
        file.Position = 0;
        if (magic.StartsWith(FeatherOne))
        {
            throw new DataException($"'{path}' is of the first version of Feather, which is no Arrow file. Write it in the second.");
        }

        using var scope = NewDisposeScope();
        budget ??= MemoryBudget.OfTable();
        return TableSource.Of(Path.GetFileName(path), magic.SequenceEqual(FileMagic) ? OfFile(file, budget) : OfStream(file, budget));
    });

    private static IReadOnlyList<TableColumn> OfFile(Stream file, MemoryBudget budget)
    {
        using var reader = new ArrowFileReader(file, new CompressionCodecFactory());
        var count = reader.RecordBatchCountAsync().AsTask().GetAwaiter().GetResult();
        return Read(Enumerable.Range(0, count).Select(i => reader.ReadRecordBatchAsync(i).AsTask().GetAwaiter().GetResult()), budget);
    }

    private static IReadOnlyList<TableColumn> OfStream(Stream file, MemoryBudget budget)
    {
        using var reader = new ArrowStreamReader(file, new CompressionCodecFactory());
        IEnumerable<RecordBatch> Batches()
        {
            while (reader.ReadNextRecordBatch() is { } batch)
            {
                yield return batch;
            }
        }

        return Read(Batches(), budget);
    }

    private static IReadOnlyList<TableColumn> Read(IEnumerable<RecordBatch> batches, MemoryBudget budget)
    {
        List<ColumnChunks>? columns = null;
        try
        {
            foreach (var batch in batches)
            {
                using (batch)
                {
                    columns ??= [.. batch.Schema.FieldsList.Select(field => new ColumnChunks(field.Name, budget))];
                    for (var i = 0; i < columns.Count; i++)
                    {
                        ArrowPieces.Add(columns[i], batch.Column(i));
                    }
                }
            }

            return [.. (columns ?? throw new InvalidDataException("it has no rows")).Select(column => column.Finish())];
        }
        finally
        {
            columns?.ForEach(column => column.Dispose());
        }
    }
}
