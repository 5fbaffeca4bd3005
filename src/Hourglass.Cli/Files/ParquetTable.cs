using Parquet;
using Parquet.Schema;
using Column = Parquet.Schema.DataField;

namespace Hourglass.Cli.Files;

/// <summary>Tables as Apache Parquet, in one row group.</summary>
internal static class ParquetTable
{
    /// <summary>Writes a table.</summary>
    public static void Write(string path, Table table) => WriteAsync(path, table).GetAwaiter().GetResult();

    private static async Task WriteAsync(string path, Table table)
    {
        Column[] fields = [.. table.Columns.Select(Field)];
        using var file = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file).ConfigureAwait(false);
        using var group = writer.CreateRowGroup();
        foreach (var (field, column) in fields.Zip(table.Columns))
        {
            await (column.Values switch
            {
                double[] numbers => group.WriteAsync<double>(field, numbers),
                long[] numbers => group.WriteAsync<long>(field, numbers),
                _ => group.WriteAsync(field, (string[])column.Values),
            }).ConfigureAwait(false);
        }

        group.CompleteValidate();
    }

    private static Column Field(TableColumn column) => column.Values switch
    {
        double[] => new DataField<double>(column.Name),
        long[] => new DataField<long>(column.Name),
        _ => new DataField<string>(column.Name),
    };
}
