using System.Text;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Names of a scope: PascalCase or camelCase of the user's, never a keyword, never twice.</summary>
internal sealed class Identifiers(HashSet<string> reserved, Identifiers? outer = null)
{
    private static readonly HashSet<string> Keywords = new(
        ("abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event "
        + "explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new "
        + "null object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc "
        + "static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while "
        + "field value var await async record dynamic nameof when yield").Split(' '),
        StringComparer.Ordinal);

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>Reserves a name in PascalCase.</summary>
    public string Pascal(string name) => Take(PascalOf(name));

    /// <summary>Reserves a name in camelCase.</summary>
    public string Camel(string name)
    {
        var pascal = PascalOf(name);
        return Take(char.ToLowerInvariant(pascal[0]) + pascal.Substring(1));
    }

    /// <summary>The name in PascalCase: <c>kl_z</c> becomes <c>KlZ</c>.</summary>
    public static string PascalOf(string name)
    {
        var text = new StringBuilder();
        var upper = true;
        foreach (var character in name)
        {
            if (!char.IsLetterOrDigit(character))
            {
                upper = true;
                continue;
            }

            text.Append(upper ? char.ToUpperInvariant(character) : character);
            upper = false;
        }

        return text.Length == 0 || char.IsDigit(text[0]) ? "N" + text : text.ToString();
    }

    /// <summary>Whether C# reads the word as something else.</summary>
    public static bool IsKeyword(string name) => Keywords.Contains(name);

    private bool Knows(string name) => reserved.Contains(name) || _taken.Contains(name);

    private string Take(string name)
    {
        if (IsKeyword(name))
        {
            name += "Value";
        }

        var free = name;
        var number = _numbers.TryGetValue(name, out var last) ? last : 1;
        while (reserved.Contains(free) || outer?.Knows(free) == true || !_taken.Add(free))
        {
            free = name + NumberText.Of(++number);
        }

        _numbers[name] = number;
        return free;
    }
}
