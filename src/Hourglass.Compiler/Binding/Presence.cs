using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary><c>present(x)</c> where a pipeline reads variables: which elements of data are there.</summary>
internal static class Presence
{
    /// <summary>The word.</summary>
    public const string Word = "present";

    private const string Opening = Word + "(";

    /// <summary>The variable of a data's presence; null where an expression is something else.</summary>
    public static string? Of(Expression value) =>
        value is CallExpression { Name.Text: Word, Arguments: { Count: 1 } arguments }
        && arguments[0] is { Name: null, Value: NameExpression data }
            ? Of(data.Name)
            : null;

    /// <summary>The variable of a data's presence.</summary>
    public static string Of(string data) => Opening + data + ")";

    /// <summary>The data that a variable is the presence of; null where it is none.</summary>
    public static string? DataOf(string variable) => variable.StartsWith(Opening, StringComparison.Ordinal)
        ? variable.Substring(Opening.Length, variable.Length - Opening.Length - 1)
        : null;
}
