using System.Globalization;
using Hourglass.Checkpoints;

namespace Hourglass.Datasets;

/// <summary>Columns from a file of values, and possibly a second one as the test split.</summary>
internal static class CsvSource
{
    /// <summary>The endings that files of values have.</summary>
    public static readonly IReadOnlyList<string> Endings = [".csv", ".tsv", ".txt", ".data", ".dat"];

    /// <summary>Whether a path ends like a file of values, packed by gzip or not.</summary>
    public static bool IsFile(string path)
    {
        var plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Endings.Any(ending => plain.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
    }

    /// <exception cref="DataException">A file cannot be read, or the two do not fit each other.</exception>
    public static DataSource Load(string path, string? testPath, CsvOptions options)
    {
        var train = CsvTable.Read(path, options);
        var test = testPath is null ? null : CsvTable.Read(testPath, options);
        if (test is not null && train.Columns.FirstOrDefault(column => Find(test, column) is null) is { } missing)
        {
            throw new DataException(
                $"The file '{testPath}' lacks the column '{missing.Name}' that '{path}' has; both must have the same columns.");
        }

        var text = train.Columns
            .Select(column => (column.Name, Reason: TextIn(column, Find(test, column))))
            .Where(pair => pair.Reason is not null)
            .ToDictionary(pair => pair.Name, pair => pair.Reason!, StringComparer.Ordinal);
        if (options.Columns is not null && text.Count > 0)
        {
            throw new DataException(
                $"The column '{TensorText.Shown(text.First().Key)}' of '{path}' is asked for (--columns; in C#, CsvOptions.Columns), "
                + $"but it is no column of numbers ({text.First().Value}). Ask for others.");
        }

        var numbers = train.Columns.Where(column => !text.ContainsKey(column.Name)).ToList();
        SetAsideColumn[] setAside =
        [
            .. text.Select(pair => new SetAsideColumn(pair.Key, pair.Value)),
            .. train.SetAside,
            .. OnlyIn(test, train)
        ];
        return numbers.Count == 0
            ? throw new DataException(
                $"The file '{path}' has no column of numbers; set aside: {string.Join(", ", BindingLines.Reasons(setAside))}. "
                + $"Numbers have a decimal {(options.Decimal == ',' ? "comma" : "point")} and no thousands separator.")
            : new DataSource(
                [.. numbers.Select(column => Column(column, Find(test, column)))],
                setAside,
                Notes(path, train, testPath, test, options))
            {
                Texts = [.. train.Columns.Select(column => TextColumn(column, Find(test, column), test is not null)).OfType<DataColumn>()],
            };
    }

    /// <summary>A column of text by the sorted texts of both files; null where it is none, or there are too many.</summary>
    private static DataColumn? TextColumn(CsvColumn train, CsvColumn? test, bool hasTest)
    {
        if (train.Texts is not { } texts || (hasTest && test?.Texts is null))
        {
            return null;
        }

        string[] all = [.. texts.Union(test?.Texts ?? [], StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return new DataColumn(train.Name, train.PlacesIn(all), test?.PlacesIn(all), ColumnRole.Texts) { Texts = all };
    }

    private static CsvColumn? Find(CsvTable? table, CsvColumn column) => table?.Columns.FirstOrDefault(other => other.Name == column.Name);

    private static string? TextIn(CsvColumn train, CsvColumn? test) => (train.FirstText, test?.FirstText) switch
    {
        ({ } problem, _) => string.Create(CultureInfo.InvariantCulture, $"text: '{TensorText.Shown(problem.Text)}' in line {problem.Line}"),
        (null, { } problem) => string.Create(
            CultureInfo.InvariantCulture,
            $"text: '{TensorText.Shown(problem.Text)}' in line {problem.Line} of the test file"),
        _ => null,
    };

    private static IEnumerable<SetAsideColumn> OnlyIn(CsvTable? test, CsvTable train) => test is null
        ? []
        : test.Columns
            .Where(column => Find(train, column) is null)
            .Select(column => new SetAsideColumn(column.Name, "only in the test file"));

    /// <summary>What was found out about the files, where it is not what everybody expects.</summary>
    private static IReadOnlyList<string> Notes(string path, CsvTable train, string? testPath, CsvTable? test, CsvOptions options)
    {
        IEnumerable<(string Path, char Separator)> files = test is null
            ? [(path, train.Separator)]
            : [(path, train.Separator), (testPath!, test.Separator)];
        return options.Separator is not null
            ? []
            : [.. files.Where(file => file.Separator != ',')
                .Select(file => $"fields of {Path.GetFileName(file.Path)} are separated by {CsvSeparators.Name(file.Separator)}")];
    }

    private static DataColumn Column(CsvColumn train, CsvColumn? test)
    {
        var bytes = train.IsBytes && (test?.IsBytes ?? true);
        return new DataColumn(train.Name, train.ToTensor(bytes), test?.ToTensor(bytes), ColumnRole.Values);
    }
}
