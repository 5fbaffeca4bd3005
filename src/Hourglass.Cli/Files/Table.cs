namespace Hourglass.Cli.Files;

/// <summary>A column of a table: all of its values are of one type.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">A <c>double[]</c>, a <c>long[]</c> or a <c>string[]</c>.</param>
internal sealed record TableColumn(string Name, Array Values);

/// <summary>Columns of the same length.</summary>
/// <param name="Columns">At least one.</param>
internal sealed record Table(IReadOnlyList<TableColumn> Columns)
{
    /// <summary>How long they are.</summary>
    public int Rows => Columns[0].Values.Length;

    /// <summary>A column for each element of rows of numbers: <c>z_0</c>, <c>z_1</c>, …</summary>
    /// <param name="name">What their names begin with.</param>
    /// <param name="rows"><c>[N, D]</c>.</param>
    public static Table Of(string name, double[,] rows) => new(
    [
        .. Enumerable.Range(0, rows.GetLength(1)).Select(j => new TableColumn(
            FormattableString.Invariant($"{name}_{j}"),
            Enumerable.Range(0, rows.GetLength(0)).Select(i => rows[i, j]).ToArray())),
    ]);

    /// <summary>Writes a file in the form that its name tells.</summary>
    /// <exception cref="Hosting.ToolException">It cannot be written.</exception>
    public void Write(OutputFile file) => file.Write(path =>
    {
        if (file.Extension == ".parquet")
        {
            ParquetTable.Write(path, this);
        }
        else
        {
            CsvFile.Write(path, this);
        }
    });
}
