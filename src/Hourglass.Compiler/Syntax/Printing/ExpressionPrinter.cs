using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Syntax.Printing;

/// <summary>
/// Expressions, pipelines and stages in the usual style: one space around operators and arrows, one behind commas and colons.
/// </summary>
internal static class ExpressionPrinter
{
    public static string Print(Expression expression) => expression switch
    {
        NumberExpression e => e.Text,
        NameExpression e => e.Name,
        UnaryExpression e => e.Operator + Print(e.Operand),
        BinaryExpression e => $"{Print(e.Left)} {e.Operator} {Print(e.Right)}",
        ParenthesizedExpression e => $"({Print(e.Inner)})",
        CallExpression e => e.Name.Text + Print(e.Arguments),
        TupleExpression e => $"({string.Join(", ", e.Items.Select(Print))})",
        ListExpression e => Print(e.Items),
        FromExpression e => $"from \"{e.Path}\"",
        LabelledExpression e => $"{e.Label.Text}: {Print(e.Inner)}",
        _ => throw new ArgumentOutOfRangeException(nameof(expression), expression.GetType().Name, "Unknown expression."),
    };

    /// <summary>Arguments with their parentheses.</summary>
    public static string Print(EquatableArray<Argument> arguments) =>
        $"({string.Join(", ", arguments.Select(a => (a.Name is null ? "" : a.Name.Text + ": ") + Print(a.Value)))})";

    /// <summary>A list or shape with its brackets.</summary>
    public static string Print(EquatableArray<Expression> items) => $"[{string.Join(", ", items.Select(Print))}]";

    /// <summary>Parameters with their parentheses, or nothing.</summary>
    public static string Print(EquatableArray<ParameterSyntax> parameters) => parameters.Count == 0
        ? ""
        : $"({string.Join(", ", parameters.Select(p => p.Name.Text + (p.Default is null ? "" : " = " + Print(p.Default))))})";

    /// <summary>A pipeline; its start is filled up to a width, so that the arrows of neighbours stand in one column.</summary>
    public static string Print(Pipeline pipeline, int startWidth = 0) => pipeline.Stages.Count == 0
        ? Print(pipeline.Start)
        : string.Join(" -> ", [Print(pipeline.Start).PadRight(startWidth), .. pipeline.Stages.Select(Print)]);

    public static string Print(PipelineStart start) => start switch
    {
        NameStart s => s.Name,
        CallStart s => s.Name.Text + Print(s.Arguments),
        NestedStart s => $"({Print(s.Inner)})",
        _ => throw new ArgumentOutOfRangeException(nameof(start), start.GetType().Name, "Unknown start."),
    };

    /// <summary>A chain with its braces.</summary>
    public static string Print(StageChain chain) => $"{{ {string.Join(" -> ", chain.Stages.Select(Print))} }}";

    private static string Print(StageSyntax stage) =>
        (stage.Label is null ? "" : stage.Label.Text + ": ")
        + stage.Name.Text
        + (stage.HasParentheses ? Print(stage.Arguments) : "")
        + (stage.Body is null ? "" : " " + Print(stage.Body));
}
