using System.Globalization;
using Parquet;
using Parquet.Data;
using Parquet.Schema;
using static TorchSharp.torch;
using Field = Parquet.Schema.DataField;

namespace Hourglass.Datasets.Tables;

/// <summary>
/// Columns from Apache Parquet, read by Parquet.Net: numbers, truth values, texts, and lists of as many numbers in each row.
/// </summary>
internal static class ParquetSource
{
    /// <summary>The endings that such files have.</summary>
    public static readonly IReadOnlyList<string> Endings = [".parquet", ".pq"];

    /// <summary>Of texts, which are read into memory.</summary>
    private const long MostBytes = 1L << 33;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="budget">What its numbers may hold in memory, where that is not the usual.</param>
    /// <exception cref="DataException">It cannot be read, or has no column of numbers.</exception>
    public static DataSource Load(string path, MemoryBudget? budget = null) => DamagedTable.Guard(
        path,
        "a Parquet file",
        file =>
        {
            ThriftFooter.Check(file);
            file.Position = 0;
            return TableSource.Of(Path.GetFileName(path), ReadAsync(file, budget ?? MemoryBudget.OfTable()).GetAwaiter().GetResult());
        });

    private static async Task<IReadOnlyList<TableColumn>> ReadAsync(Stream file, MemoryBudget budget)
    {
        using var scope = NewDisposeScope();
        await using var reader = await ParquetReader.CreateAsync(file, leaveStreamOpen: true).ConfigureAwait(false);
        var fields = reader.Schema.GetDataFields();
        var rows = reader.RowGroups.Sum(group => group.RowCount);
        var texts = fields.Count(IsText);
        if (rows > int.MaxValue || rows * texts * sizeof(double) > MostBytes)
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"It has {rows} rows, and {texts} columns of text; at most {int.MaxValue} rows are read, and texts of 8 GiB."));
        }

        var columns = fields.Select(field => (Field: field, Chunks: new ColumnChunks(Name(field), budget))).ToArray();
        try
        {
            for (var i = 0; i < reader.RowGroupCount; i++)
            {
                using var group = reader.OpenRowGroupReader(i);
                foreach (var (field, chunks) in columns)
                {
                    await AddAsync(group, field, chunks).ConfigureAwait(false);
                }
            }

            return [.. columns.Select(column => column.Chunks.Finish())];
        }
        finally
        {
            foreach (var (_, chunks) in columns)
            {
                chunks.Dispose();
            }
        }
    }

    /// <summary>Without the levels that a list has between its name and its elements.</summary>
    private static string Name(Field field) => field.MaxRepetitionLevel > 0 ? field.Path.FirstPart! : string.Join('.', field.Path.ToList());

    private static Task AddAsync(ParquetRowGroupReader group, Field field, ColumnChunks to) => field switch
    {
        { MaxRepetitionLevel: > 1 } => Aside(to, "lists of lists"),
        _ when IsText(field) => AddTextsAsync(group, field, to),
        _ when field.ClrType == typeof(bool) => AddAsync<bool>(group, field, to),
        _ when field.ClrType == typeof(byte) => AddAsync<byte>(group, field, to),
        _ when field.ClrType == typeof(sbyte) => AddAsync<sbyte>(group, field, to),
        _ when field.ClrType == typeof(short) => AddAsync<short>(group, field, to),
        _ when field.ClrType == typeof(ushort) => AddAsync<ushort>(group, field, to),
        _ when field.ClrType == typeof(int) => AddAsync<int>(group, field, to),
        _ when field.ClrType == typeof(uint) => AddAsync<uint>(group, field, to),
        _ when field.ClrType == typeof(long) => AddAsync<long>(group, field, to),
        _ when field.ClrType == typeof(ulong) => AddAsync<ulong>(group, field, to),
        _ when field.ClrType == typeof(float) => AddAsync<float>(group, field, to),
        _ when field.ClrType == typeof(double) => AddAsync<double>(group, field, to),
        _ when field.ClrType == typeof(decimal) => AddAsync<decimal>(group, field, to),
        _ => Aside(to, $"{field.ClrType.Name}, which is no number and no text"),
    };

    private static bool IsText(Field field) =>
        field.MaxRepetitionLevel == 0 && (field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>));

    private static Task Aside(ColumnChunks column, string reason)
    {
        column.SetAside(reason);
        return Task.CompletedTask;
    }

    private static async Task AddTextsAsync(ParquetRowGroupReader group, Field field, ColumnChunks to)
    {
        var texts = new string?[checked((int)group.RowCount)];
        await group.ReadAsync(field, texts!.AsMemory()).ConfigureAwait(false);
        to.Add(texts);
    }

    private static async Task AddAsync<T>(ParquetRowGroupReader group, Field field, ColumnChunks to)
        where T : struct
    {
        using var read = await group.ReadRawColumnDataBaseAsync(field).ConfigureAwait(false);
        var raw = (RawColumnData<T>)read;
        if (field.MaxRepetitionLevel == 0)
        {
            var values = Numbers(raw, field);
            to.Add(values.shape[0] == group.RowCount
                ? values
                : throw new InvalidDataException($"'{Name(field)}' has {values.shape[0]} values for {group.RowCount} rows"));
        }
        else
        {
            var (lengths, elements) = Lists(raw, field);
            ListPieces.Add(to, lengths, elements);
        }
    }

    private static Tensor Numbers<T>(RawColumnData<T> raw, Field field)
        where T : struct => field.MaxDefinitionLevel == 0 || raw.DefinitionLevels.IndexOfAnyExcept(field.MaxDefinitionLevel) < 0
        ? NumberPieces.Of<T>(raw.Values)
        : tensor(WithMissing(raw, field, element: 0), ScalarType.Float64);

    /// <summary>Only values that are there are stored; levels say which.</summary>
    /// <param name="raw">What is stored.</param>
    /// <param name="field">The column.</param>
    /// <param name="element">From which level on there is an element, possibly a missing one.</param>
    private static double[] WithMissing<T>(RawColumnData<T> raw, Field field, int element)
        where T : struct
    {
        var (stored, next) = (NumberPieces.Doubles<T>(raw.Values), 0);
        var numbers = new List<double>(raw.DefinitionLevels.Length);
        foreach (var level in raw.DefinitionLevels)
        {
            if (level >= element)
            {
                numbers.Add(level == field.MaxDefinitionLevel ? stored[next++] : double.NaN);
            }
        }

        return [.. numbers];
    }

    private static (IReadOnlyList<int> Lengths, Tensor Elements) Lists<T>(RawColumnData<T> raw, Field field)
        where T : struct
    {
        var element = field.MaxDefinitionLevel - (field.IsNullable ? 1 : 0);
        var lengths = new List<int>();
        for (var i = 0; i < raw.RepetitionLevels.Length; i++)
        {
            if (raw.RepetitionLevels[i] == 0)
            {
                lengths.Add(0);
            }

            lengths[^1] += raw.DefinitionLevels.IsEmpty || raw.DefinitionLevels[i] >= element ? 1 : 0;
        }

        var complete = raw.DefinitionLevels.IndexOfAnyExcept(field.MaxDefinitionLevel) < 0;
        return (lengths, complete ? NumberPieces.Of<T>(raw.Values) : tensor(WithMissing(raw, field, element), ScalarType.Float64));
    }
}
