namespace Hourglass.Datasets;

internal static class CsvSource
{
    public static (IReadOnlyList<DataColumn> Columns, IReadOnlyList<string> Text) Load(string path, string? testPath) => throw new DataException(path + testPath);
}
