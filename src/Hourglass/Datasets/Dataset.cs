namespace Hourglass.Datasets;

/// <summary>
/// Named columns of examples, and possibly a test split. Columns stay as small as they were loaded (bytes for images) and become what a
/// model's domain wants batch by batch.
/// </summary>
public sealed partial class Dataset : IDisposable
{
    private readonly DataSource _source;
    private readonly IReadOnlyList<DataColumn> _columns;
    private bool _disposed;

    private Dataset(string name, DataSource source)
    {
        Name = name;
        _source = source;
        var columns = _columns = source.Columns;
        Count = checked((int)columns[0].Count);
        TestCount = checked((int)columns[0].TestCount);
    }

    /// <summary>What the data is called in messages and reports: <c>digits</c>, a folder's or a file's name.</summary>
    public string Name { get; }

    /// <summary>How many training examples there are.</summary>
    public int Count { get; }

    /// <summary>How many test examples there are; 0 where there is no test split.</summary>
    public int TestCount { get; }

    /// <summary>The names of the columns, in their order.</summary>
    public IReadOnlyList<string> ColumnNames => [.. _columns.Select(column => column.Name)];

    /// <summary>The columns as they are stored.</summary>
    internal IReadOnlyList<DataColumn> Stored => _columns;

    /// <summary>The shape of an example in a column; empty for one number.</summary>
    /// <param name="column">The column's name, letter by letter.</param>
    /// <exception cref="DataException">There is no such column.</exception>
    public IReadOnlyList<long> ShapeOf(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return _columns.FirstOrDefault(item => item.Name == column)?.ExampleShape ?? throw new DataException(
            $"The data '{Name}' has no column '{Checkpoints.TensorText.Shown(column)}' of numbers; "
            + $"it has {BindingLines.Names(ColumnNames)}.");
    }

    /// <summary>Columns of the source that no variable can read, such as text, and why.</summary>
    public IReadOnlyList<SetAsideColumn> SetAside => _source.SetAside;

    /// <summary>
    /// What was found out about the source where it is not what everybody expects, such as another separator than the comma; a line each.
    /// </summary>
    public IReadOnlyList<string> Notes => _source.Notes;

    /// <summary>
    /// The first <paramref name="limit"/> examples of both splits, without a copy. Both data sets may be disposed independently.
    /// </summary>
    /// <exception cref="DataException"><paramref name="limit"/> is less than one.</exception>
    public Dataset Take(int limit)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return limit < 1
            ? throw new DataException(
                FormattableString.Invariant($"A limit of {limit} examples leaves nothing to train on; it must be at least 1."))
            : new Dataset(Name, _source with
            {
                Columns = [.. _columns.Select(column => column.Take(limit))],
                Texts = [.. _source.Texts.Select(column => column.Take(limit))],
            });
    }

    /// <summary>
    /// Matches the columns to a model's data and checks every value against its domain, once and here, so that a batch costs no more than
    /// its conversion. By name first: a column of the variable's name; for a vector of n also columns <c>x0</c>, <c>x_0</c>, <c>x.0</c> or
    /// <c>x[0]</c>, counted from 0 or 1; for a class also <c>label</c>, <c>y</c>, <c>class</c> or <c>target</c>. A variable whose name is a
    /// column's reads that one or none. Otherwise images, or the remaining columns of numbers in their order, become the first variable
    /// that is not a class. <see cref="BoundDataset.Columns"/> says what came of it. Examples with the right number of elements in another
    /// shape are reshaped. Bytes of images become multiples of 1/255 for <c>real</c> and <c>unit</c>, and stay raw for <c>count</c>; bytes
    /// that only are 0 and 1 stay so.
    /// </summary>
    /// <param name="fields">The model's data.</param>
    /// <param name="options">Binarisation and precision.</param>
    /// <exception cref="DataException">A required variable finds no column, a shape does not fit, or a value is outside its
    /// domain.</exception>
    public BoundDataset Bind(IReadOnlyList<DataField> fields, BindOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ObjectDisposedException.ThrowIf(_disposed, this);
        var matcher = new ColumnMatcher(Name, _columns, _source.Texts, _source.SetAside, _source.Notes);
        return new(this, fields, options ?? new BindOptions(), matcher);
    }

    /// <summary>A column <c>items</c> of rows of zeros and ones.</summary>
    internal static Dataset FromIncidence(string name, IncidenceMatrix train, IncidenceMatrix? test) =>
        new(name, new DataSource([new DataColumn("items", train, test)]));

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        foreach (var column in _columns.Concat(_source.Texts))
        {
            column.Dispose();
        }
    }
}
