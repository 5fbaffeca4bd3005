using System.Globalization;
using CsvHelper;

namespace Hourglass.Cli.Files;

/// <summary>
/// Tables as text: commas, a line of names, numbers that read back to the same bits, in every culture the same; what has commas or marks in
/// it is quoted (RFC 4180).
/// </summary>
internal static class CsvFile
{
    /// <summary>Writes a table.</summary>
    public static void Write(string path, Table table)
    {
        using var text = new StreamWriter(path);
        using var csv = CsvWriter.Create(text, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        foreach (var column in table.Columns)
        {
            csv.WriteField(column.Name);
        }

        csv.EndRecord();
        for (var row = 0; row < table.Rows; row++)
        {
            foreach (var column in table.Columns)
            {
                csv.WriteField(Text(column.Values, row));
            }

            csv.EndRecord();
        }
    }

    private static string Text(Array values, int row) => values switch
    {
        double[] numbers => numbers[row].ToString("R", CultureInfo.InvariantCulture),
        long[] numbers => numbers[row].ToString(CultureInfo.InvariantCulture),
        _ => ((string[])values)[row],
    };
}
