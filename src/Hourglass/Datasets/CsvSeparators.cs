using System.Globalization;

namespace Hourglass.Datasets;

/// <summary>Finds out what separates the fields of a file: what gives every line as many of them, and as many numbers as it can.</summary>
internal static class CsvSeparators
{
    private static readonly char[] Candidates = [',', ';', '|', '\t', ' '];

    /// <summary>A separator in words.</summary>
    public static string Name(char separator) => separator switch
    {
        ',' => "commas",
        ';' => "semicolons",
        '|' => "bars",
        '\t' => "tabs",
        ' ' => "blanks",
        _ => $"'{separator}'",
    };

    /// <summary>As the command line takes it.</summary>
    public static string Option(char separator) => separator switch
    {
        '\t' => "tab",
        ' ' => "blank",
        _ => $"'{separator}'",
    };

    /// <summary>The separator of a file.</summary>
    /// <param name="path">The file, for the message.</param>
    /// <param name="sample">Its first lines.</param>
    /// <param name="options">What is known.</param>
    /// <exception cref="DataException">Several would do.</exception>
    public static char Find(string path, CsvSample sample, CsvOptions options)
    {
        var splits = Candidates.Where(c => c != options.Decimal).Select(c => new SplitLines(c, sample.Split(c), options)).ToList();
        var best = splits.FindAll(split => split.Agreement >= 1);
        if (best.Count == 0)
        {
            // A line or another is at fault; the reader will say which.
            best = splits.FindAll(split => split.Agreement > 0.5);
        }

        if (best.Count > 1)
        {
            var most = best.Max(split => split.Numbers);
            best = best.FindAll(split => split.Numbers >= most);
        }

        // Fields between tabs that have no blanks inside are fields between blanks as well.
        if (best.Exists(split => split.Separator == '\t'))
        {
            best.RemoveAll(split => split.Separator == ' ');
        }

        return best switch
        {
            [] => splits.Find(split => split.Separator != ' ' && split.Columns > 1)?.Separator ?? (options.Decimal == ',' ? ';' : ','),
            [var one] => one.Separator,
            [var first, ..] when first.Numbers == 0 => first.Separator,
            _ => throw Ambiguous(path, best),
        };
    }

    private static DataException Ambiguous(string path, IReadOnlyList<SplitLines> best)
    {
        var ways = best.Select(
            split => string.Create(CultureInfo.InvariantCulture, $"{split.Columns} columns separated by {Name(split.Separator)}"));
        var options = best.Select(split => Option(split.Separator));
        return new DataException(
            $"'{path}' can be read in several ways: {string.Join(" or ", ways)}. Say which with --separator "
            + $"{string.Join(" or ", options)}, and --decimal , where numbers have a decimal comma (in C#, CsvOptions).");
    }

    /// <summary>The first lines as one separator splits them.</summary>
    private sealed class SplitLines
    {
        /// <summary>What the agreement of all lines but the first is worth.</summary>
        private const double FirstLineDiffers = 0.99;

        public SplitLines(char separator, IReadOnlyList<IReadOnlyList<string>> records, CsvOptions options)
        {
            Separator = separator;
            Columns = records.Count == 0 ? 0 : records[0].Count;
            var data = records.Skip(options.Header ? 1 : 0).ToList();
            var usual = data.GroupBy(record => record.Count).OrderByDescending(group => group.Count()).FirstOrDefault()?.Key ?? Columns;
            var asFirst = Columns > 1 ? records.Count(record => record.Count == Columns) / (double)records.Count : 0;
            var asMost = usual > 1 && data.Count > 0 ? FirstLineDiffers * data.Count(record => record.Count == usual) / data.Count : 0;
            Agreement = Math.Max(asFirst, asMost);
            var fields = data.SelectMany(record => record).ToList();
            var numbers = fields.Count(field => NumberText.Read(field, options.Decimal) != FieldKind.Text);
            Numbers = fields.Count == 0 ? 0 : numbers / (double)fields.Count;
        }

        public char Separator { get; }

        /// <summary>The fields of the first line.</summary>
        public int Columns { get; }

        /// <summary>
        /// The share of the lines that have as many fields as the first one, or as most do; below 1 where the first line differs
        /// from all others. 0 for a single field.
        /// </summary>
        public double Agreement { get; }

        /// <summary>The share of the fields that are numbers in some writing.</summary>
        public double Numbers { get; }
    }
}
