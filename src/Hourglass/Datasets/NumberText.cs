using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Hourglass.Datasets;

/// <summary>What a field of a text file is.</summary>
internal enum FieldKind
{
    /// <summary>Empty or NaN.</summary>
    Missing,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A number that not even double precision holds.</summary>
    TooLarge,

    /// <summary>A number with the other decimal mark, and nothing else that is strange.</summary>
    OtherDecimal,

    /// <summary>
    /// A number as another culture writes it: with thousands separators and a decimal mark, or with other digits or signs.
    /// </summary>
    OtherCulture,

    /// <summary>Digits in groups, <c>1.234.567</c>: a number with thousands separators, or something like an address.</summary>
    Grouped,

    /// <summary>Anything else.</summary>
    Text,
}

/// <summary>Tells numbers from text, and from numbers that are written in another way than the file says.</summary>
internal static partial class NumberText
{
    /// <summary>More than any number; longer fields are text.</summary>
    private const int LongestNumber = 64;

    /// <summary>Reads a field.</summary>
    /// <param name="field">Its bytes in UTF-8, trimmed.</param>
    /// <param name="mark">The decimal mark, a point or a comma.</param>
    /// <param name="number">The number; NaN where it is missing.</param>
    public static FieldKind Read(ReadOnlySpan<byte> field, char mark, out double number)
    {
        number = double.NaN;
        if (field.IsEmpty)
        {
            return FieldKind.Missing;
        }

        if (!TryParse(field, mark, out number))
        {
            return Strange(field, mark);
        }

        return number switch
        {
            double.NaN => FieldKind.Missing,
            double.PositiveInfinity or double.NegativeInfinity when field.ContainsAnyInRange((byte)'0', (byte)'9') => FieldKind.TooLarge,
            _ => FieldKind.Number,
        };
    }

    /// <summary>The same of a string.</summary>
    public static FieldKind Read(string field, char mark) => Read(Encoding.UTF8.GetBytes(field.Trim()), mark, out _);

    private static bool TryParse(ReadOnlySpan<byte> field, char mark, out double number)
    {
        number = double.NaN;
        if (mark == '.')
        {
            return double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
        }

        if (field.Length > LongestNumber || field.Contains((byte)'.'))
        {
            return false;
        }

        Span<byte> point = stackalloc byte[field.Length];
        field.Replace(point, (byte)',', (byte)'.');
        return double.TryParse(point, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    private static FieldKind Strange(ReadOnlySpan<byte> field, char mark)
    {
        if (field.Length > LongestNumber)
        {
            return FieldKind.Text;
        }

        var text = Encoding.UTF8.GetString(field);
        if (char.IsAsciiDigit((char)field[^1]) && TryParse(field, mark == '.' ? ',' : '.', out _))
        {
            return FieldKind.OtherDecimal;
        }

        if (Groups().IsMatch(text))
        {
            return FieldKind.Grouped;
        }

        // Minus and digits of other writings as those of ASCII.
        return Localised().IsMatch(string.Concat(text.Select(Plain))) ? FieldKind.OtherCulture : FieldKind.Text;
    }

    private static char Plain(char c) => c switch
    {
        _ when char.IsDigit(c) => (char)('0' + char.GetNumericValue(c)),
        '−' or '–' or '﹣' or '-' => '-',
        _ => c,
    };

    [GeneratedRegex(@"^[+-]?[0-9]{1,3}([.,'’ \u00A0\u2009\u202F_])([0-9]{2,3}\1)*[0-9]{3}$")]
    private static partial Regex Groups();

    [GeneratedRegex(
        """
        ^[+-]?(?=[.,٫]?[0-9])
        ([0-9]+ | [0-9]{1,3} ([.,'’\x20\u00A0\u2009\u202F_٬]) ([0-9]{2,3}\2)* [0-9]{3})?
        ([.,٫][0-9]+)? ([eE][+-]?[0-9]+)?$
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Localised();
}
