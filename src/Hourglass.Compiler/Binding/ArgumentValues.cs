using System.Globalization;
using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>What arguments may be, and how errors name them.</summary>
internal static class ArgumentValues
{
    public static bool IsAllowed(ParameterKind kind, double number) => kind switch
    {
        ParameterKind.Size or ParameterKind.Sizes or ParameterKind.Axes => IsWhole(number) && number >= 1,
        ParameterKind.Whole or ParameterKind.Padding => IsWhole(number) && number >= 0,
        ParameterKind.Positive => number > 0 && !double.IsInfinity(number),
        ParameterKind.Amount => number >= 0 && !double.IsInfinity(number),
        ParameterKind.Share => number is > 0 and < 1,
        ParameterKind.Fraction => number is >= 0 and < 1,
        _ => !double.IsNaN(number) && !double.IsInfinity(number),
    };

    public static bool IsWhole(double number) => number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue;

    public static object Default(Parameter parameter, string text) => parameter.Kind switch
    {
        ParameterKind.Flag => text == "true",
        ParameterKind.Word => text,
        ParameterKind.Padding when text == "same" => text,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    /// <summary>The activation that an expression names, or null.</summary>
    public static string? ActivationName(Expression value)
    {
        var word = value switch
        {
            NameExpression name => name.Name,
            CallExpression call => call.Name.Text,
            _ => null,
        };
        return word is not null && Vocabulary.Activations.ContainsKey(word) ? word : null;
    }

    public static string Describe(Expression value) => value switch
    {
        NumberExpression number => number.Text,
        NameExpression name => $"`{name.Name}`",
        CallExpression call => $"`{call.Name.Text}(…)`",
        ListExpression => "a list",
        TupleExpression => "several values",
        FromExpression => "a place to start from",
        _ => "an expression",
    };
}
