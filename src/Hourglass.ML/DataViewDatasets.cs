using Hourglass.Datasets;
using Microsoft.ML;

namespace Hourglass.ML;

/// <summary>Data views of ML.NET as data, and data as data views.</summary>
public static class DataViewDatasets
{
    /// <summary>
    /// Reads a data view once, by a cursor over the columns that are read alone. Numbers of any type, truth values, and vectors of as many
    /// numbers in each row, dense or sparse, are columns, a missing number NaN; bytes are numbers, not grey values. Texts are for classes,
    /// an empty one is missing; so are keys, in the order of their values, by their names where they have any, and key 0 is missing.
    /// Everything else is set aside, which <see cref="Dataset.SetAside"/> tells, or is an error where it is asked for.
    /// <code>
    /// using var data = ml.Data.LoadFromTextFile&lt;Measurement&gt;("measurements.csv", hasHeader: true).ToDataset();
    /// </code>
    /// </summary>
    /// <param name="data">The view.</param>
    /// <param name="columns">The columns to read; all by default.</param>
    /// <param name="name">What to call the data.</param>
    /// <returns>The caller's to dispose; it has no test split (<see cref="Dataset.WithTest"/>, <see cref="Dataset.Split"/>).</returns>
    /// <exception cref="DataException">There are no rows or no numbers, a column that is asked for is not there, or no variable can read
    /// it.</exception>
    public static Dataset ToDataset(this IDataView data, IReadOnlyList<string>? columns = null, string name = "data view")
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(name);
        var chosen = ViewColumns.Of(data.Schema, columns, name);
        return Read(data, chosen.Read, chosen.SetAside, name).Data;
    }

    /// <summary>
    /// The examples of a data set as rows: a number is a <c>Single</c>, several are a vector of them, texts of classes are keys with these
    /// names; a missing number is NaN, a missing class key 0. Grey values are in [0, 1]. The data set may be disposed afterwards.
    /// </summary>
    /// <param name="data">The data.</param>
    /// <param name="split">Which examples.</param>
    /// <exception cref="DataException">The data has no such examples, or numbers that single precision does not hold.</exception>
    public static IDataView ToDataView(this Dataset data, DataSplit split = DataSplit.Train)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new DatasetView(data, split);
    }

    /// <summary>The rows of some columns, and the columns with what was found out about them.</summary>
    internal static (Dataset Data, IReadOnlyList<InputColumn> Columns) Read(
        IDataView data,
        IReadOnlyList<InputColumn> columns,
        IReadOnlyList<SetAsideColumn> setAside,
        string name)
    {
        using var cursor = ViewColumns.Cursor(data, columns);
        var rows = new ViewRows(cursor, columns, trained: false);
        rows.Add(cursor, most: int.MaxValue);
        return (rows.Take(name, setAside), [.. rows.Columns]);
    }
}
