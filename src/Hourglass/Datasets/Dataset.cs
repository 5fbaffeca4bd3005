using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>
/// Named columns of examples, and possibly a test split. Columns stay as small as they were loaded (bytes for images) and become what a model's
/// domain wants batch by batch.
/// </summary>
public sealed partial class Dataset : IDisposable
{
    private readonly IReadOnlyList<DataColumn> _columns;
    private readonly IReadOnlyList<string> _textColumns;

    private Dataset(string name, IReadOnlyList<DataColumn> columns, IReadOnlyList<string>? textColumns = null)
    {
        Name = name;
        _columns = columns;
        _textColumns = textColumns ?? [];
        Count = checked((int)columns[0].Train.shape[0]);
        TestCount = columns[0].Test is { } test ? checked((int)test.shape[0]) : 0;
    }

    /// <summary>What the data is called in messages and reports: <c>digits</c>, a folder's or a file's name.</summary>
    public string Name { get; }

    /// <summary>How many training examples there are.</summary>
    public int Count { get; }

    /// <summary>How many test examples there are; 0 where there is no test split.</summary>
    public int TestCount { get; }

    /// <summary>The names of the columns, in their order.</summary>
    public IReadOnlyList<string> ColumnNames => [.. _columns.Select(column => column.Name)];

    /// <summary>The first <paramref name="limit"/> examples of both splits, without a copy. Both data sets may be disposed independently.</summary>
    /// <exception cref="DataException"><paramref name="limit"/> is less than one.</exception>
    public Dataset Take(int limit) => limit < 1
        ? throw new DataException(FormattableString.Invariant($"A limit of {limit} examples leaves nothing to train on; it must be at least 1."))
        : new Dataset(Name, [.. _columns.Select(column => column.Take(limit))], _textColumns);

    /// <summary>
    /// Matches the columns to a model's data and checks every value against its domain, once and here, so that a batch costs no more than its
    /// conversion. By name first: a column of the variable's name; for a vector of n also columns <c>x0</c>, <c>x_0</c>, <c>x.0</c> or <c>x[0]</c>,
    /// counted from 0 or 1; for a class also <c>label</c>, <c>y</c>, <c>class</c> or <c>target</c>. Otherwise images, or the remaining columns of
    /// numbers in their order, become the first variable that is not a class. Examples with the right number of elements in another shape are reshaped.
    /// Bytes of images become multiples of 1/255 for <c>real</c> and <c>unit</c>, and stay raw for <c>count</c>; bytes that only are 0 and 1 stay so.
    /// </summary>
    /// <param name="fields">The model's data.</param>
    /// <param name="options">Binarisation and precision.</param>
    /// <exception cref="DataException">A required variable finds no column, a shape does not fit, or a value is outside its domain.</exception>
    public BoundDataset Bind(IReadOnlyList<DataField> fields, BindOptions? options = null) =>
        new(this, fields, options ?? new BindOptions(), new ColumnMatcher(Name, _columns, _textColumns));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var column in _columns)
        {
            column.Dispose();
        }
    }
}
