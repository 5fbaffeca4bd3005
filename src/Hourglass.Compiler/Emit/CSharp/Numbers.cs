namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Numbers in emitted code, as a person writes them.</summary>
internal static class Numbers
{
    /// <summary>As a person writes it.</summary>
    public static string Of(double value) => NumberText.Plain(value);

    /// <summary>A literal of the type double: <c>1.0</c>.</summary>
    public static string Double(double value) => NumberText.Literal(value);

    /// <summary>Numbers, one behind the other.</summary>
    public static string List(IEnumerable<int> values) => string.Join(", ", values.Select(value => NumberText.Of(value)));
}
