using System.Globalization;
using System.Net;
using System.Text;

namespace Hourglass.Diagrams;

/// <summary>The signs that a picture is made of, as SVG.</summary>
internal sealed class SvgCanvas
{
    /// <summary>How long the head of an arrow is.</summary>
    public const double HeadLength = 7;

    private const double HeadWidth = 3.6;

    private readonly StringBuilder _svg = new();

    /// <summary>What is drawn so far.</summary>
    public override string ToString() => _svg.ToString();

    /// <summary>Elements as they are.</summary>
    public void Write(string text) => _svg.Append(text);

    /// <summary>Opens a group of a class, or of none.</summary>
    public void Open(string kind) => Write(kind.Length > 0 ? $"<g class=\"{kind}\">" : "<g>");

    /// <summary>Closes a group.</summary>
    public void Close() => Write("</g>\n");

    /// <summary>What is said where somebody points, and read aloud.</summary>
    public void Title(string text) => Write($"<title>{Escape(text)}</title>");

    /// <summary>A path.</summary>
    public void Path(string kind, string way) => Write($"<path class=\"{kind}\" d=\"{way}\"/>");

    /// <summary>The head of an arrow whose point is at a place.</summary>
    public void Head(double x, double y, (int X, int Y) way)
    {
        var (backX, backY) = (x - (HeadLength * way.X), y - (HeadLength * way.Y));
        Path(
            "head",
            $"M{N(x)} {N(y)}L{N(backX + (HeadWidth * way.Y))} {N(backY + (HeadWidth * way.X))}"
                + $"L{N(backX - (HeadWidth * way.Y))} {N(backY - (HeadWidth * way.X))}Z");
    }

    /// <summary>A rectangle with round corners.</summary>
    public void Rectangle(string kind, (double X, double Y) at, double width, double height, double radius) => Write(
        $"<rect class=\"{kind}\" x=\"{N(at.X)}\" y=\"{N(at.Y)}\" width=\"{N(width)}\" height=\"{N(height)}\" rx=\"{N(radius)}\"/>");

    /// <summary>A text whose line stands at a place; nothing where it is empty.</summary>
    public void Text(string kind, double x, double y, string text)
    {
        if (text.Length > 0)
        {
            Write($"<text class=\"{kind}\" x=\"{N(x)}\" y=\"{N(y)}\">{Escape(text)}</text>\n");
        }
    }

    /// <summary>A number of a path.</summary>
    public static string N(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Text with what means something to XML replaced, and without what it cannot hold.</summary>
    public static string Escape(string text) =>
        WebUtility.HtmlEncode(string.Concat(text.Where(character => character >= ' ' && character is not ('\ufffe' or '\uffff'))));
}
