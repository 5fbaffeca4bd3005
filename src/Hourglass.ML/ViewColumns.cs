using Hourglass.Datasets;
using Microsoft.ML;

namespace Hourglass.ML;

/// <summary>Which columns of a data view are read, and why others are not.</summary>
/// <param name="Read">Those that are.</param>
/// <param name="SetAside">Those that no variable can read.</param>
internal sealed record ViewColumns(IReadOnlyList<InputColumn> Read, IReadOnlyList<SetAsideColumn> SetAside)
{
    /// <summary>All columns that a later one of the same name does not hide; or those that are asked for.</summary>
    /// <param name="schema">The view's.</param>
    /// <param name="names">What is asked for; null for all.</param>
    /// <param name="called">What the view is called in messages.</param>
    /// <exception cref="DataException">A column that is asked for is not there, or no variable can read it.</exception>
    public static ViewColumns Of(DataViewSchema schema, IReadOnlyList<string>? names, string called)
    {
        DataViewSchema.Column[] columns = names is null
            ? [.. schema.Where(column => !column.IsHidden)]
            : [.. names.Distinct(StringComparer.Ordinal).Select(name => schema.GetColumnOrNull(name) ?? throw Lacks(schema, name, called))];
        DataViewSchema.Column[] odd = [.. columns.Where(column => InputColumn.Of(column) is null)];
        return names is not null && odd is [var first, ..]
            ? throw new DataException(
                $"The column '{first.Name}' of the data view '{called}' is {InputColumn.Obstacle(first)}. Or leave it out.")
            : new(
                [.. columns.Select(InputColumn.Of).OfType<InputColumn>()],
                [.. odd.Select(column => new SetAsideColumn(column.Name, InputColumn.Obstacle(column)))]);
    }

    /// <summary>A cursor over the columns that are read.</summary>
    public static DataViewRowCursor Cursor(IDataView data, IReadOnlyList<InputColumn> columns) =>
        data.GetRowCursor(columns.Select(column => data.Schema[column.Name]));

    private static DataException Lacks(DataViewSchema schema, string name, string called) => new(
        $"The data view '{called}' has no column '{name}'; it has "
        + $"{string.Join(", ", schema.Where(column => !column.IsHidden).Select(column => column.Name))}.");
}
