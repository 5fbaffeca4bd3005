using System.Globalization;

namespace Hourglass.Editor.Features;

/// <summary>Numbers in texts.</summary>
internal static class Numbers
{
    /// <summary>A count with its thousands apart: <c>314,000</c>.</summary>
    public static string Grouped(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number as the language writes it.</summary>
    public static string Of(double number) => NumberText.Of(number);
}
