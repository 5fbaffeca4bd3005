using System.Globalization;
using Hourglass.Datasets;
using Hourglass.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Datasets;

/// <summary>A file of values of a test's own.</summary>
internal sealed class TableFile : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TableFile(string text, string name = "data.csv")
    {
        Path = _folder.File(name);
        File.WriteAllText(Path, text);
    }

    public string Path { get; }

    public void Dispose() => _folder.Dispose();

    /// <summary>A text as a table: its columns, then line by line their values, <c>a,b: 1 2; 3 4</c>.</summary>
    public static string Read(string text, CsvOptions? options = null, string name = "data.csv")
    {
        using var file = new TableFile(text, name);
        using var data = Dataset.Open(file.Path, options);
        return Show(data);
    }

    /// <summary>The same of data.</summary>
    public static string Show(Dataset data)
    {
        using var scope = NewDisposeScope();
        DataField[] fields = [.. data.ColumnNames.Select(column => new DataField(column, Domain.Real, 0, [1], true))];
        using var bound = data.Bind(fields, new BindOptions { Precision = ScalarType.Float64 });
        using var batch = bound.TrainBatch(arange(data.Count, ScalarType.Int64));
        var columns = fields.Select(field => batch[field.Name].data<double>().ToArray()).ToArray();
        var rows = Enumerable.Range(0, data.Count)
            .Select(row => string.Join(' ', columns.Select(column => column[row].ToString("R", CultureInfo.InvariantCulture))));
        return $"{string.Join(',', data.ColumnNames)}: {string.Join("; ", rows)}";
    }

    /// <summary>Why a text is no table, without the file's path.</summary>
    public static string Refusal(string text, CsvOptions? options = null)
    {
        using var file = new TableFile(text);
        return Assert.Throws<DataException>(() => Dataset.Open(file.Path, options))
            .Message.Replace(file.Path, "FILE", StringComparison.Ordinal);
    }
}
