using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.TorchScript;

/// <summary>Small pieces of TorchScript.</summary>
internal static class ScriptText
{
    /// <summary>A number that is known before the step.</summary>
    public static string Of(Factor factor)
    {
        var parts = factor.Weights.Select(index => "weight" + NumberText.Of(index)).ToList();
        if (factor.Number != 1 || parts.Count == 0)
        {
            parts.Insert(0, NumberText.Literal(factor.Number));
        }

        var text = string.Join(" * ", parts);
        return factor.RowsPower switch
        {
            0 => text,
            > 0 => text + string.Concat(Enumerable.Repeat(" / n", factor.RowsPower)),
            _ => text + string.Concat(Enumerable.Repeat(" * n", -factor.RowsPower)),
        };
    }

    /// <summary>The sizes of a value, <c>[n, 784]</c>.</summary>
    public static string Sizes(Extent extent) => List(
        Rows(extent.Rows).Concat(extent.Shape.Dimensions.SelectMany((size, i) => i == extent.Column ? Rows(size) : [NumberText.Of(size)])));

    /// <summary>A list of numbers.</summary>
    public static string List(IEnumerable<int> numbers) => List(numbers.Select(number => NumberText.Of(number)));

    /// <summary>A list.</summary>
    public static string List(IEnumerable<string> items) => "[" + string.Join(", ", items) + "]";

    /// <summary>The same number for each spatial dimension.</summary>
    public static string Repeat(int number, int rank) => List(Enumerable.Repeat(number, rank));

    /// <summary>The spatial sizes of a map.</summary>
    public static string Spatial(Shape shape) => List(shape.Spatial);

    private static IEnumerable<string> Rows(int rows) => rows switch
    {
        0 => [],
        1 => ["n"],
        _ => [NumberText.Of(rows) + " * n"],
    };
}
