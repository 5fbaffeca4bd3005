using System.Globalization;
using System.Text;
using CsvHelper;
using Hourglass.Checkpoints;
using Hourglass.Files;

namespace Hourglass.Datasets;

/// <summary>The columns of one file of values. CsvHelper splits it; numbers are read from its bytes without a string a field.</summary>
internal sealed class CsvTable
{
    private const string InCode = "in C#, CsvOptions";

    private readonly string _path;
    private readonly CsvOptions _options;
    private readonly CsvSample _sample;
    private readonly List<CsvColumn> _columns = [];
    private readonly List<SetAsideColumn> _setAside = [];
    private int _fields;

    private CsvTable(string path, CsvOptions options, CsvSample sample)
    {
        (_path, _options, _sample) = (path, options, sample);
        Separator = options.Separator ?? sample.Hint ?? CsvSeparators.Find(path, sample, options);
        if (sample.Hint is { } hint && hint != Separator)
        {
            throw new DataException($"{path}(1): the line sep={hint} contradicts --separator {CsvSeparators.Option(Separator)} "
                + $"({InCode}.Separator); remove one of them.");
        }

        if (Separator == options.Decimal)
        {
            throw new DataException($"{path}(1): the line sep={Separator} contradicts --decimal {options.Decimal} ({InCode}.Decimal); "
                + $"remove one of them.");
        }
    }

    /// <summary>What is between two fields.</summary>
    public char Separator { get; }

    /// <summary>The columns that are read, in the order that was asked for.</summary>
    public IReadOnlyList<CsvColumn> Columns => _columns;

    /// <summary>Those that were not asked for.</summary>
    public IReadOnlyList<SetAsideColumn> SetAside => _setAside;

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataException">It cannot be read; the message has the line and the column.</exception>
    public static CsvTable Read(string path, CsvOptions options)
    {
        options.Check();
        var table = new CsvTable(path, options, TextFile.Read(path, CsvSample.Of));
        try
        {
            TextFile.Read(path, table.ReadAll);
        }
        catch (CsvFormatException error)
        {
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{path}({Math.Max(1, error.LineNumber)}): "
                + $"{error.Message.ReplaceLineEndings(" ")}"), error);
        }

        return table;
    }

    private bool ReadAll(Stream text)
    {
        // A line sep=; is CsvHelper's to pass over; it does so where it is not told the separator.
        using var blanks = new BlankRuns(text);
        using var reader = CsvReader.Create(Separator == ' ' ? blanks : text, new CsvReaderOptions
        {
            HasHeader = _options.Header,
            Separator = _sample.Hint is null ? Separator : null,
            TrimWhitespace = Separator != ' ',
            SkipEmptyLines = true,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            FormatProvider = CultureInfo.InvariantCulture,
        });
        if (_options.Header)
        {
            reader.ReadHeader();
            ReadHeader([.. reader.Headers.Select(name => name.Trim())]);
        }

        while (reader.Read())
        {
            if (_fields == 0)
            {
                Choose([.. Enumerable.Range(1, reader.FieldCount).Select(i => "c" + i.ToString(CultureInfo.InvariantCulture))]);
            }

            AddRow(reader);
        }

        if (_columns is [] or [{ Count: 0 }, ..])
        {
            throw new DataException(_options.Header
                ? $"The file '{_path}' has a header and no line of data behind it."
                : $"The file '{_path}' is empty.");
        }

        foreach (var column in _columns)
        {
            if (column.Finish() is { } problem)
            {
                throw Wrong(column, problem);
            }
        }

        return true;
    }

    private void ReadHeader(IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            throw new DataException($"The file '{_path}' is empty; its first line must name the columns.");
        }

        if (names.All(name => name.Length > 0 && NumberText.Read(name, _options.Decimal) is not (FieldKind.Text or FieldKind.Grouped)))
        {
            throw new DataException($"{_path}(1): the first line has nothing but numbers ({BindingLines.Names(names)}), but it must "
                + $"name the columns. If it is data, give --no-header ({InCode}.Header).{Mark(names)}");
        }

        Choose(names);
    }

    /// <summary>What else to give where numbers have the other decimal mark.</summary>
    private string Mark(IEnumerable<string> fields) =>
        _options.Decimal == '.' && fields.Any(field => NumberText.Read(field, '.') == FieldKind.OtherDecimal)
        ? $" The numbers have a decimal comma: give --decimal , as well ({InCode}.Decimal)."
        : "";

    /// <summary>Makes the columns that are asked for.</summary>
    private void Choose(IReadOnlyList<string> names)
    {
        _fields = names.Count;
        var chosen = CsvChoice.Of(_path, names, _options.Columns);
        _columns.AddRange(chosen.Select(index => new CsvColumn(names[index], index, _options.Decimal)));
        var others = Enumerable.Range(0, names.Count).Except(chosen);
        _setAside.AddRange(others.Select(index => new SetAsideColumn(CsvChoice.Show(names, index), "not among --columns")));
    }

    private void AddRow(CsvReader reader)
    {
        if (reader.FieldCount != _fields)
        {
            throw Ragged(reader);
        }

        foreach (var column in _columns)
        {
            if (column.Add(reader.GetSpan(column.Index), reader.LineNumber) is { } problem)
            {
                throw Wrong(column, problem);
            }
        }
    }

    private DataException Ragged(CsvReader reader)
    {
        var found = _options.Separator is null && _sample.Hint is null ? $" Fields are separated by {CsvSeparators.Name(Separator)}, as "
            + $"the first lines say; --separator sets another mark ({InCode}.Separator)." : "";
        var parts = Encoding.UTF8.GetString(reader.RawRecord).Split(',');
        var marks = Separator == ',' && parts.Length == 2 * _fields && parts.All(part => NumberText.Read(part, '.') == FieldKind.Number)
            ? " Where the comma is the decimal mark, it cannot separate fields as well: put ; between them, and give --decimal ,."
            : "";
        return new DataException(string.Create(
            CultureInfo.InvariantCulture,
            $"{_path}({reader.LineNumber}): this line has {Count(reader.FieldCount, "field")}; "
                + $"{(_options.Header ? "the header" : "the first line")} has "
                + $"{Count(_fields, _options.Header ? "column" : "field")}.{marks}{found}"));
    }

    private static string Count(int count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    private DataException Wrong(CsvColumn column, CsvProblem problem) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{_path}({problem.Line}): '{TensorText.Shown(problem.Text)}' in the column '{TensorText.Shown(column.Name)}' "
            + $"({column.Index + 1}) {Explain(problem.Kind)}"));

    private string Explain(FieldKind kind) => (kind, _options.Decimal) switch
    {
        (FieldKind.OtherDecimal, '.') when Separator == ',' =>
            $"is a number with a decimal comma. The comma separates fields here: write numbers with a decimal point, or put ; between "
                + $"fields and give --decimal , ({InCode}.Decimal). Thousands separators are not read.",
        (FieldKind.OtherDecimal, '.') =>
            $"is a number with a decimal comma: give --decimal , ({InCode}.Decimal). Thousands separators are not read.",
        (FieldKind.OtherDecimal, _) =>
            $"is a number with a decimal point, but numbers of this file have a decimal comma: leave out --decimal ({InCode}.Decimal). "
                + $"Thousands separators are not read.",
        (FieldKind.OtherCulture or FieldKind.Grouped, _) =>
            $"is a number as another culture writes it: write digits of ASCII, a minus, a decimal {Word()} and no thousands separators. "
                + $"If it is none, leave the column out: --columns names those to read ({InCode}.Columns).",
        (FieldKind.TooLarge, _) =>
            "is too large for any number here: double precision ends at 1.8e308, single precision, in which models compute, at 3.4e38. "
                + "Scale the column, or remove the line.",
        _ => $"is not a number, though the column has numbers; numbers have a decimal {Word()} and no thousands separator, and a "
            + $"missing one is left empty. If the column is text, leave it out: --columns names those to read ({InCode}.Columns).",
    };

    private string Word() => _options.Decimal == ',' ? "comma" : "point";
}
