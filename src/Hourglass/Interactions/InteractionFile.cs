using System.Globalization;
using System.Text;
using CsvHelper;
using Hourglass.Checkpoints;
using Hourglass.Datasets;
using Hourglass.Files;

namespace Hourglass.Interactions;

/// <summary>Reads a file of lines <c>user item [rating [time]]</c>. CsvHelper splits it.</summary>
internal sealed class InteractionFile
{
    private const int MostShown = 5;

    private readonly string _path;
    private readonly InteractionOptions _options;
    private readonly InteractionBuilder _builder = new();
    private readonly List<(int Line, string What)> _bad = [];
    private int _badLines;
    private int _fields;

    private InteractionFile(string path, InteractionOptions options) => (_path, _options) = (path, options);

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataException">It cannot be read, or has bad lines; the message has their numbers.</exception>
    public static InteractionSet Read(string path, InteractionOptions options)
    {
        var file = new InteractionFile(path, options);
        try
        {
            var separator = TextFile.Read(path, Separator);
            TextFile.Read(path, text => file.ReadAll(text, separator));
        }
        catch (CsvFormatException error)
        {
            throw new DataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path}({Math.Max(1, error.LineNumber)}): {error.Message.ReplaceLineEndings(" ")}"),
                error);
        }

        return file.Finish();
    }

    /// <summary>What separates the fields of the first line; null for two colons.</summary>
    private static char? Separator(Stream text)
    {
        var start = new byte[1 << 12];
        var count = text.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var line = Encoding.UTF8.GetString(start, 0, count).TrimStart('\r', '\n').Split('\r', '\n')[0];
        return line.Contains("::", StringComparison.Ordinal) ? null
            : line.AsSpan().IndexOfAny("\t,;|") is var at and >= 0 ? line[at]
            : ' ';
    }

    private bool ReadAll(Stream text, char? separator)
    {
        using var colons = new DoubleColons(text);
        using var blanks = new BlankRuns(text);
        using var reader = CsvReader.Create(separator switch { null => colons, ' ' => blanks, _ => text }, new CsvReaderOptions
        {
            HasHeader = false,
            Separator = separator ?? '\t',
            TrimWhitespace = separator is not (' ' or '\t' or null),
            SkipEmptyLines = true,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            FormatProvider = CultureInfo.InvariantCulture,
        });
        for (var isFirst = true; reader.Read(); isFirst = false)
        {
            string[] fields = [.. Enumerable.Range(0, reader.FieldCount).Select(i => Encoding.UTF8.GetString(reader.GetSpan(i)).Trim())];
            if (!isFirst || !IsHeader(fields))
            {
                Add(fields, (int)reader.LineNumber);
            }
        }

        return true;
    }

    private bool IsHeader(string[] fields) => _options.Header
        ?? ((fields.Length > 2 && Rating(fields[2]) is null) || fields[0].StartsWith("user", StringComparison.OrdinalIgnoreCase));

    private void Add(string[] fields, int line)
    {
        _fields = _fields == 0 ? fields.Length : _fields;
        var rating = fields.Length > 2 ? Rating(fields[2]) : null;
        var wrong = fields.Length is < 2 or > 4 || fields.Length != _fields
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"has {fields.Length} field{(fields.Length == 1 ? "" : "s")}, expected {Expected()}")
            : fields[0].Length == 0 || fields[1].Length == 0 ? "names no user or no item"
            : fields.Length > 2 && rating is null ? $"has the rating '{TensorText.Shown(fields[2])}', which is no number"
            : _options.Threshold is not null && rating is null ? "has no rating to compare with the threshold"
            : null;
        if (wrong is null)
        {
            _builder.Add(fields[0], fields[1], rating is null || !(rating < _options.Threshold), line);
        }
        else if (_badLines++ < MostShown)
        {
            _bad.Add((line, wrong));
        }
    }

    private string Expected() => _fields is >= 2 and <= 4
        ? string.Create(CultureInfo.InvariantCulture, $"{_fields} as in the first line")
        : "user item [rating [time]]";

    private static double? Rating(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rating) && double.IsFinite(rating) ? rating : null;

    private InteractionSet Finish()
    {
        if (_badLines == 0)
        {
            return _builder.Build(Path.GetFileName(_path));
        }

        var lines = string.Join(", ", _bad.Select(bad => bad.Line.ToString(CultureInfo.InvariantCulture)));
        throw new DataException(string.Create(
            CultureInfo.InvariantCulture,
            $"{_path}({_bad[0].Line}): this line {_bad[0].What}. {(_badLines == 1 ? "" : $"{_badLines} lines are bad: {lines}{(
                _badLines > MostShown ? ", …" : "")}. ")}Mend or remove {(_badLines == 1 ? "it" : "them")}."));
    }
}
