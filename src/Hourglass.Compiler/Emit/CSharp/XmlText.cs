using System.Text;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Text of a user in the places where C# could take it for something else.</summary>
internal static class XmlText
{
    /// <summary>The lines of a documentation text, escaped; characters that XML or C# would trip over are dropped.</summary>
    public static IReadOnlyList<string> Lines(string text) =>
        text.Split(['\n', '\r', '\u0085', '\u2028', '\u2029'], StringSplitOptions.None).Select(Escape).ToArray();

    /// <summary>A C# string literal.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (character is '"' or '\\')
            {
                literal.Append('\\').Append(character);
            }
            else if (character < ' ' || character > '~')
            {
                literal.Append("\\u").Append(((int)character).ToString("X4", System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                literal.Append(character);
            }
        }

        return literal.Append('"').ToString();
    }

    /// <summary>A line of documentation whose spaces count.</summary>
    public static string Code(string line) => Escaped(line).TrimEnd();

    private static string Escape(string line) => Escaped(line).Trim();

    private static string Escaped(string line)
    {
        var escaped = new StringBuilder();
        foreach (var character in line)
        {
            _ = character switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '\t' => escaped.Append(' '),
                < ' ' or '\u007f' or '\ufffe' or '\uffff' => escaped,
                _ when char.IsSurrogate(character) => escaped,
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }
}
