using System.Text;

namespace Hourglass.Datasets;

/// <summary>The first lines of a file of values, split by one separator or another.</summary>
/// <param name="text">Their text.</param>
/// <param name="isWhole">Whether it is the whole file; otherwise its last record may be broken, and does not count.</param>
internal sealed class CsvSample(string text, bool isWhole)
{
    private const int Bytes = 1 << 16;
    private const int MostRecords = 200;

    /// <summary>The start of a text in UTF-8.</summary>
    public static CsvSample Of(Stream stream)
    {
        var bytes = new byte[Bytes];
        var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);

        // A character that the end breaks belongs to a record that does not count.
        return new CsvSample(Encoding.UTF8.GetString(bytes, 0, count), count < Bytes);
    }

    /// <summary>The separator that a first line <c>sep=;</c> names, as Excel writes it; null without such a line.</summary>
    public char? Hint =>
        text.Length > 4 && text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && (text.Length == 5 || text[5] is '\r' or '\n')
            ? text[4]
            : null;

    /// <summary>The records, those of several lines included; lines without anything are none.</summary>
    /// <param name="separator">Between fields; a blank stands for any run of blanks and tabs.</param>
    public IReadOnlyList<IReadOnlyList<string>> Split(char separator)
    {
        var records = new List<IReadOnlyList<string>>();
        var fields = new List<string>();
        var field = new StringBuilder();
        var (quoted, wasQuoted) = (false, false);
        foreach (var c in text)
        {
            if (c == '"')
            {
                (quoted, wasQuoted) = (!quoted, true);
            }
            else if (quoted || (c != '\n' && c != '\r' && !Separates(c, separator)))
            {
                field.Append(c);
            }
            else if (c is '\n' or '\r')
            {
                EndField();
                EndRecord();
                if (records.Count == MostRecords)
                {
                    return records;
                }
            }
            else
            {
                EndField();
            }
        }

        if (isWhole)
        {
            EndField();
            EndRecord();
        }

        return records;

        void EndField()
        {
            // Blanks at the start or the end of a line, and runs of them, make no field.
            if (separator != ' ' || field.Length > 0 || wasQuoted)
            {
                fields.Add(field.ToString().Trim());
            }

            field.Clear();
            wasQuoted = false;
        }

        void EndRecord()
        {
            if (fields is not ([] or [""]))
            {
                records.Add([.. fields]);
            }

            fields.Clear();
        }
    }

    private static bool Separates(char c, char separator) => c == separator || (separator == ' ' && c == '\t');
}
