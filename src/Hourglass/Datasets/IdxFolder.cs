namespace Hourglass.Datasets;

internal static class IdxFolder
{
    public static IReadOnlyList<DataColumn> Load(string folder) => throw new DataException(folder);
}
