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

    /// <summary>A whole number.</summary>
    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);
}
