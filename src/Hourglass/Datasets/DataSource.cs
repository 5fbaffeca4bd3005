namespace Hourglass.Datasets;

/// <summary>What was loaded: the columns, those that were set aside, and what else the user should know.</summary>
/// <param name="Columns">At least one.</param>
/// <param name="SetAside">Columns that no variable can read, and why.</param>
/// <param name="Notes">What was found out and not told, such as the separator: a line each.</param>
internal sealed record DataSource(IReadOnlyList<DataColumn> Columns, IReadOnlyList<SetAsideColumn> SetAside, IReadOnlyList<string> Notes)
{
    /// <summary>Columns of text, as places among their sorted texts: classes can read them, and are set aside where none does.</summary>
    public IReadOnlyList<DataColumn> Texts { get; init; } = [];

    public DataSource(IReadOnlyList<DataColumn> columns)
        : this(columns, [], [])
    {
    }
}
