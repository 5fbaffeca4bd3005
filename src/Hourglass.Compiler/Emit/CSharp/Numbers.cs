namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Numbers in emitted code, as a person writes them.</summary>
internal static class Numbers
{
    /// <summary>The shortest text: <c>1</c>, <c>0.5</c>, <c>1e-8</c>.</summary>
    public static string Of(double value)
    {
        var text = NumberText.Of(value);
        var at = text.IndexOf('E');
        return at < 0 ? text : $"{text.Substring(0, at)}e{NumberText.Of(int.Parse(text.Substring(at + 1), System.Globalization.CultureInfo.InvariantCulture))}";
    }

    /// <summary>A literal of the type double: <c>1.0</c>.</summary>
    public static string Double(double value)
    {
        var text = Of(value);
        return text.IndexOfAny(['.', 'e']) >= 0 ? text : text + ".0";
    }

    /// <summary>Numbers, one behind the other.</summary>
    public static string List(IEnumerable<int> values) => string.Join(", ", values.Select(value => NumberText.Of(value)));
}
