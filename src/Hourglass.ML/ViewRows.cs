using Hourglass.Datasets;
using Microsoft.ML;
using static TorchSharp.torch;

namespace Hourglass.ML;

/// <summary>Rows of a data view on their way to a data set: of a cursor that moves, or a row that changes.</summary>
internal sealed class ViewRows
{
    private readonly IReadOnlyList<(InputColumn Column, ColumnReader Reader)> _columns;

    /// <summary>Takes hold of columns that are active in a row.</summary>
    /// <param name="row">The row, or cursor.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="trained">Whether they are those of a training, whose texts stay what they were.</param>
    public ViewRows(DataViewRow row, IReadOnlyList<InputColumn> columns, bool trained) =>
        _columns = [.. columns.Select(column => (column, ColumnReader.Of(row, row.Schema[column.Name], trained ? column : null)))];

    /// <summary>How many rows were read since they were taken last.</summary>
    public int Count { get; private set; }

    /// <summary>The columns as they were read, with the texts of categories.</summary>
    public IEnumerable<InputColumn> Columns =>
        _columns.Select(pair => pair.Column with { Texts = pair.Column.Kind == InputKind.Category ? pair.Reader.Texts ?? [] : [] });

    /// <summary>Reads the row.</summary>
    public void Add()
    {
        foreach (var (_, reader) in _columns)
        {
            reader.Add();
        }

        Count = checked(Count + 1);
    }

    /// <summary>Reads rows of a cursor until it ends, or there are enough.</summary>
    /// <returns>How many.</returns>
    public int Add(DataViewRowCursor cursor, int most)
    {
        var before = Count;
        while (Count - before < most && cursor.MoveNext())
        {
            Add();
        }

        return Count - before;
    }

    /// <summary>The rows as a data set, the caller's.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="setAside">Columns that are not among these.</param>
    /// <exception cref="DataException">There are no rows, or no column of numbers.</exception>
    public Dataset Take(string name, IReadOnlyList<SetAsideColumn> setAside)
    {
        if (Count == 0)
        {
            throw new DataException($"The data view '{name}' has no rows; give at least one example.");
        }

        Count = 0;
        var aside = setAside.ToList();
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var texts = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        try
        {
            foreach (var (column, reader) in _columns)
            {
                var values = reader.Take();
                if (reader.Obstacle is { } obstacle)
                {
                    values.Dispose();
                    aside.Add(new SetAsideColumn(column.Name, obstacle));
                    continue;
                }

                tensors.Add(column.Name, values);
                if (reader.Texts is { } known)
                {
                    // No class may read it: a number of its name is told why not.
                    texts.Add(column.Name, known);
                    aside.Add(new SetAsideColumn(column.Name, known.Count == 0 ? "keys without names" : $"text: '{known[0]}'"));
                }
            }

            return tensors.Count == 0
                ? throw new DataException($"The data view '{name}' has no column that can be read; set aside: "
                    + $"{string.Join(", ", aside.Select(column => $"{column.Name} ({column.Reason})"))}.")
                : Dataset.FromTensors(tensors, name: name, texts: texts, setAside: aside);
        }
        finally
        {
            // The data set has handles of its own.
            foreach (var tensor in tensors.Values)
            {
                tensor.Dispose();
            }
        }
    }
}
