using System.Text;
using Hourglass.Compiler.Emit.CSharp;

namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>Small pieces of Python.</summary>
internal static class PythonText
{
    /// <summary>Sizes as a tuple, <c>(3, 4)</c>; of one dimension <c>(3,)</c>.</summary>
    public static string Tuple(IEnumerable<int> sizes) => Tuple([.. sizes.Select(size => NumberText.Of(size))]);

    /// <summary>A tuple of expressions.</summary>
    public static string Tuple(IReadOnlyList<string> items) => items.Count == 1 ? $"({items[0]},)" : $"({string.Join(", ", items)})";

    /// <summary>One number for all dimensions where they agree, a tuple elsewhere.</summary>
    public static string PerAxis(EquatableArray<int> sizes) =>
        sizes.Distinct().Skip(1).Any() ? Tuple(sizes) : NumberText.Of(sizes[0]);

    /// <summary>Several sizes as arguments.</summary>
    public static string List(IEnumerable<int> sizes) => Numbers.List(sizes);

    /// <summary>A floating-point number; those that have no digits are words of the module <c>math</c>.</summary>
    public static string Number(double number) => number switch
    {
        double.PositiveInfinity => "math.inf",
        double.NegativeInfinity => "-math.inf",
        _ when double.IsNaN(number) => "math.nan",
        _ => NumberText.Literal(number),
    };

    /// <summary>A text in quotes.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            quoted.Append(character switch
            {
                '\\' => "\\\\",
                '"' => "\\\"",
                '\n' => "\\n",
                '\r' => "\\r",
                < ' ' or '\u007f' => $"\\x{(int)character:x2}",
                _ => character.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A line of a docstring: nothing in it ends the docstring, or escapes what follows.</summary>
    public static string Documented(string line) => line.Replace("\\", "\\\\").Replace("\"\"\"", "'''");

    /// <summary><c>RunPriorOfZ</c> and <c>batchFirst</c> as Python writes them: <c>run_prior_of_z</c>.</summary>
    public static string Snake(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && !char.IsUpper(name[i - 1]) && name[i - 1] != '_')
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
