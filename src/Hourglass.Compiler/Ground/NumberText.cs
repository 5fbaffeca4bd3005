using System.Globalization;

namespace Hourglass.Compiler.Ground;

/// <summary>Writes numbers into defaults and emitted code: always invariant, always read back as the same value.</summary>
public static class NumberText
{
    /// <summary>The shortest text that reads back as <paramref name="value"/>.</summary>
    public static string Of(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return double.Parse(text, CultureInfo.InvariantCulture).Equals(value) ? text : value.ToString("G17", CultureInfo.InvariantCulture);
    }

    /// <summary>The same as a person writes it: <c>1</c>, <c>0.5</c>, <c>1e-8</c>.</summary>
    public static string Plain(double value)
    {
        var text = Of(value);
        var at = text.IndexOf('E');
        return at < 0 ? text : $"{text.Substring(0, at)}e{Of(int.Parse(text.Substring(at + 1), CultureInfo.InvariantCulture))}";
    }

    /// <summary>
    /// The same as a literal with a fraction or an exponent, <c>1.0</c>: a floating-point number in every language that is emitted.
    /// </summary>
    public static string Literal(double value) => Plain(value) is var text && text.IndexOfAny(['.', 'e']) >= 0 ? text : text + ".0";

    /// <summary>A count with its thousands apart, as a person reads it: <c>314,000</c>.</summary>
    public static string Grouped(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A whole number.</summary>
    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);
}
