using System.Globalization;
using CsvHelper;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>Columns from a CSV file. CsvHelper splits it; numbers are read from its bytes without a string a field.</summary>
internal static class CsvSource
{
    private static readonly CsvReaderOptions Options = new()
    {
        HasHeader = true,
        Separator = null,
        TrimWhitespace = true,
        SkipEmptyLines = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        FormatProvider = CultureInfo.InvariantCulture,
    };

    public static (IReadOnlyList<DataColumn> Columns, IReadOnlyList<string> Text) Load(string path, string? testPath)
    {
        var train = Read(path);
        var test = testPath is null ? null : Read(testPath);
        if (test is not null && train.Select(column => column.Name).FirstOrDefault(name => !test.Exists(column => column.Name == name)) is { } missing)
        {
            throw new DataException($"The file '{testPath}' lacks the column '{missing}' that '{path}' has; both must have the same columns.");
        }

        var text = train.Where(column => column.IsText || (test?.Find(other => other.Name == column.Name)!.IsText ?? false)).Select(column => column.Name).ToList();
        var numbers = train.Where(column => !text.Contains(column.Name, StringComparer.Ordinal)).ToList();
        if (numbers.Count == 0)
        {
            throw new DataException($"The file '{path}' has no column of numbers; it has, as text, {string.Join(", ", text)}. Numbers have a decimal point and no thousands separator.");
        }

        return ([.. numbers.Select(column => Column(column, test?.Find(other => other.Name == column.Name)))], text);
    }

    private static DataColumn Column(CsvColumn train, CsvColumn? test)
    {
        var bytes = train.IsBytes && (test?.IsBytes ?? true);
        return new DataColumn(train.Name, train.ToTensor(bytes), test?.ToTensor(bytes), ColumnRole.Values);
    }

    private static List<CsvColumn> Read(string path)
    {
        try
        {
            using var reader = CsvReader.FromFile(path, Options);
            var columns = Header(path, reader);
            while (reader.Read())
            {
                AddRow(path, reader, columns);
            }

            return columns[0].Count > 0
                ? columns
                : throw new DataException($"The file '{path}' has a header and no line of data behind it.");
        }
        catch (CsvFormatException error)
        {
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{path}({Math.Max(1, error.LineNumber)}): {error.Message.ReplaceLineEndings(" ")}"), error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The file '{path}' cannot be read: {error.Message}", error);
        }
    }

    private static List<CsvColumn> Header(string path, CsvReader reader)
    {
        reader.ReadHeader();
        if (reader.Headers.Count == 0)
        {
            throw new DataException($"The file '{path}' is empty; its first line must name the columns.");
        }

        var names = reader.Headers.Select((name, index) => name.Trim() is { Length: > 0 } trimmed ? trimmed : "column" + (index + 1).ToString(CultureInfo.InvariantCulture)).ToList();
        var twice = names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new DataException($"{path}(1): the column '{twice.Key}' is there {twice.Count().ToString(CultureInfo.InvariantCulture)} times; every column needs a name of its own.");
        }

        if (names.TrueForAll(name => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
        {
            throw new DataException($"{path}(1): the first line has nothing but numbers ({string.Join(", ", names.Take(4))}{(names.Count > 4 ? ", …" : "")}); it must name the columns.");
        }

        return names.ConvertAll(name => new CsvColumn(name));
    }

    private static void AddRow(string path, CsvReader reader, List<CsvColumn> columns)
    {
        if (reader.FieldCount != columns.Count)
        {
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{path}({reader.LineNumber}): this line has {reader.FieldCount} fields; the header has {columns.Count} columns."));
        }

        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Add(reader.GetSpan(i), reader.LineNumber) is { } problem)
            {
                throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{path}({problem.Line}): '{problem.Text}' in the column '{columns[i].Name}' ({i + 1}) is not a number; numbers have a decimal point and no thousands separator, and a missing one is left empty."));
            }
        }
    }
}
