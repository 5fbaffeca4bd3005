using Hourglass.Compiler.Emit.CSharp;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.Native;

/// <summary>One line of C# for each element-wise primitive, in the native step's terms.</summary>
internal static class LaneText
{
    /// <summary>A number that is known before the step.</summary>
    public static string Of(Factor factor)
    {
        var number = NumberText.Literal(factor.Number);
        var weights = string.Concat(factor.Weights.Select(index => $", {NumberText.Of(index)}"));
        return factor.IsNumber ? number : $"k.Factor({number}, {NumberText.Of(factor.RowsPower)}{weights})";
    }

    public static string Expression(Value value, Func<int, string> use) => value.Op switch
    {
        PlusOp => $"{use(0)} + {use(1)}",
        MinusOp => $"{use(0)} - {use(1)}",
        TimesOp => $"{use(0)} * {use(1)}",
        OverOp => $"{use(0)} / {use(1)}",
        ScaleOp op => $"{use(0)} * {Of(op.Factor)}",
        ShiftOp op => $"{use(0)} + {NumberText.Literal(op.Amount)}",
        MapOp op => Map(op, use(0)),
        SlopeOp op => $"Lane.{Name(op.Function)}Gradient({use(0)}, {use(1)}{Argument(op.Function, op.Number)})",
        LogitsEntropyOp => $"Lane.BceLogits({use(0)}, {use(1)})",
        EntropyOp => $"Lane.Bce({use(0)}, {use(1)})",
        EntropySlopeOp => $"Lane.BceGradient({use(0)}, {use(1)})",
        _ => throw UnsupportedException.For(value.Op),
    };

    private static string Map(MapOp op, string x) => op.Function.Name switch
    {
        "rsqrt" => $"Lane.Rsqrt({x})",
        "lgamma" => $"Lane.LogGamma({x})",
        "polygamma" => throw new UnsupportedException("slopes of the digamma function"),
        "ge" => $"Lane.AtLeast({x}, {NumberText.Literal(op.Number)})",
        "lt" => $"Lane.Below({x}, {NumberText.Literal(op.Number)})",
        "gt" => $"Lane.Above({x}, {NumberText.Literal(op.Number)})",
        "isfinite" => $"Lane.IsNumber({x})",
        "nan_to_num" => $"Lane.NumberOr({x}, {NumberText.Literal(op.Number)})",
        "clamp_min" => $"Lane.Max({x}, {NumberText.Literal(op.Number)})",
        "clamp_max" => $"Lane.Min({x}, {NumberText.Literal(op.Number)})",
        _ => $"Lane.{Name(op.Function)}({x}{Argument(op.Function, op.Number)})",
    };

    private static string Name(Function function) => function.Name switch
    {
        "leaky_relu" => "Leaky",
        "log1p" => "Log1p",
        var name => Identifiers.PascalOf(name),
    };

    private static string Argument(Function function, double number) => function.Name switch
    {
        "leaky_relu" => ", " + NumberText.Literal(number),
        "elu" when number != 1 => ", " + NumberText.Literal(number),
        _ => "",
    };
}
