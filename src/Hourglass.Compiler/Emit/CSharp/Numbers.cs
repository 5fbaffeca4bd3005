namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Lists of numbers in emitted code.</summary>
internal static class Numbers
{
    /// <summary>Numbers, one behind the other.</summary>
    public static string List(IEnumerable<int> values) => string.Join(", ", values.Select(value => NumberText.Of(value)));
}
