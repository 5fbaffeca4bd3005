namespace Hourglass.Datasets;

/// <summary>How a file of values is written, where it does not follow from the file itself.</summary>
public sealed record CsvOptions
{
    /// <summary>
    /// What is between two fields: <c>,</c>, <c>;</c>, <c>|</c>, a tab, a blank (for any run of blanks and tabs), or another
    /// punctuation mark of ASCII. By default the first lines decide between the five.
    /// </summary>
    public char? Separator { get; init; }

    /// <summary>The decimal mark of numbers, a point or a comma.</summary>
    public char Decimal { get; init; } = '.';

    /// <summary>Whether the first line names the columns. Otherwise they are <c>c1</c>, <c>c2</c>, …</summary>
    public bool Header { get; init; } = true;

    /// <summary>
    /// The columns to read, in this order, the others are set aside: names, or <c>first..last</c> for all from one to another in the file's
    /// order.
    /// By default all are read.
    /// </summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Whether nothing is asked for.</summary>
    internal bool IsDefault => this is { Separator: null, Decimal: '.', Header: true, Columns: null };

    /// <summary>Looks whether the options go together.</summary>
    /// <exception cref="DataException">They do not.</exception>
    internal void Check()
    {
        if (Decimal is not ('.' or ','))
        {
            throw new DataException($"The decimal mark is a point or a comma, not '{Decimal}' (--decimal; in C#, CsvOptions.Decimal).");
        }

        if (Separator is { } mark && !IsSeparator(mark))
        {
            throw new DataException($"Fields cannot be separated by '{mark}'; it may be , ; | a tab, a blank or another punctuation "
                + $"mark of ASCII, but for . + - and quotes (--separator; in C#, CsvOptions.Separator).");
        }

        if (Separator == Decimal)
        {
            throw new DataException("The comma cannot be both the separator and the decimal mark: give another --separator, such as ; "
                + "or tab, or leave out --decimal (in C#, CsvOptions).");
        }

        if (Columns is { Count: 0 })
        {
            throw new DataException("No column is left: name at least one (--columns; in C#, CsvOptions.Columns).");
        }
    }

    private static bool IsSeparator(char mark) =>
        mark is '\t' or ' '
        || (char.IsAscii(mark) && (char.IsPunctuation(mark) || char.IsSymbol(mark)) && mark is not ('"' or '\'' or '.' or '+' or '-'));
}
