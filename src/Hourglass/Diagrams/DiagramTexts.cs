using System.Globalization;
using System.Text;

namespace Hourglass.Diagrams;

/// <summary>
/// How wide texts are. A picture does not know the fonts of who looks at it: it takes fonts whose characters have one width, and counts.
/// </summary>
internal static class DiagramTexts
{
    /// <summary>The height of a box's own text.</summary>
    public const double Large = 12.5;

    /// <summary>The height of what stands below it.</summary>
    public const double Small = 10.5;

    /// <summary>A text longer than this ends in dots; all of it is in the tooltip.</summary>
    public const int Longest = 56;

    /// <summary>The widest of the usual fonts with characters of one width: 0.602 of their height, and a little more.</summary>
    private const double Advance = 0.615;

    /// <summary>The width of a text.</summary>
    public static double Width(string text, double size) => size * Advance * Cells(text);

    /// <summary>The text, or as much of it as may be shown.</summary>
    public static string Shown(string text) => text.Length <= Longest ? text : text[..(Longest - 1)] + "…";

    /// <summary>What a box says at the left below its text.</summary>
    public static string Left(DiagramBox box) => box.Kind switch
    {
        "term" or "figure" => box.Layer ?? "",
        "phase" => box.Note ?? "",
        _ => box.Shape ?? "",
    };

    /// <summary>What it says at the right: its parameters, a remark.</summary>
    public static string Right(DiagramBox box) => string.Join(
        " · ",
        new[] { box.Kind == "phase" ? null : box.Note, Parameters(box.Parameters) }.Where(text => !string.IsNullOrEmpty(text)));

    /// <summary>A number of parameters; nothing where there are none.</summary>
    public static string Parameters(long? count) => count switch
    {
        null => "? parameters",
        0 => "",
        1 => "1 parameter",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} parameters"),
    };

    /// <summary>Characters of East Asia take two cells.</summary>
    private static int Cells(string text)
    {
        var cells = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            cells += rune.Value is >= 0x1100 and not (>= 0x2000 and < 0x2e80) ? 2 : 1;
        }

        return cells;
    }
}
