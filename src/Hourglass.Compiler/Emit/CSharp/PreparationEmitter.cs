using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes what leads data to their prepared values and back, and how a training finds the statistics for it.</summary>
internal static class PreparationEmitter
{
    /// <summary>The method that gives values in the data's own units.</summary>
    public static string Restore(BoundData data) => "Restore" + Identifiers.PascalOf(data.Name);

    public static void Emit(EmitContext context, SourceWriter writer)
    {
        foreach (var data in context.Model.Data.Where(data => data.Preparations.Count > 0))
        {
            var words = string.Join(", ", data.Preparations.Select(preparation => preparation.Entry.Name));
            EmitMethod(
                context,
                writer,
                data,
                "Prepare" + Identifiers.PascalOf(data.Name),
                $"Values of {data.Name} as the model reads them: {words}{(data.HasGaps ? ", a missing one as 0" : "")}.",
                $"{data.Shape.WithBatch()}, in the data's own units.",
                context.Program.Inputs[data.Name],
                context.Program.Prepared[data.Name]);
            var (prepared, stored) = context.Program.Restored[data.Name];
            EmitMethod(
                context,
                writer,
                data,
                Restore(data),
                $"Prepared values of {data.Name} in the data's own units, such as means and bounds of what Decode returns. What lies "
                    + "outside of an interval, or on a side of a threshold, has no way back.",
                $"{data.Shape.WithBatch()}, prepared.",
                prepared,
                stored);
        }

        EmitBatch(context, writer);
        EmitStatistics(context, writer);
    }

    /// <summary>The same by the variable's name.</summary>
    private static void EmitBatch(EmitContext context, SourceWriter writer)
    {
        var prepared = context.Model.Data.Where(data => data.Preparations.Count > 0).ToArray();
        if (prepared.Length == 0)
        {
            return;
        }

        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Open("protected override Tensor PrepareBatch(string variable, Tensor values) => variable switch");
        foreach (var data in prepared)
        {
            writer.Line($"{XmlText.Literal(data.Name)} => Prepare{Identifiers.PascalOf(data.Name)}(values),");
        }

        writer.Line("_ => base.PrepareBatch(variable, values),");
        writer.Close(";");
    }

    private static void EmitMethod(
        EmitContext context,
        SourceWriter writer,
        BoundData data,
        string method,
        string summary,
        string parameter,
        Value given,
        Value result)
    {
        var locals = new Identifiers(ReservedNames.Locals);
        var name = locals.Camel(data.Name);
        writer.Line();
        writer.Doc("summary", summary);
        writer.Doc("param", $" name=\"{name}\"", parameter);
        writer.Doc("returns", $"{data.Shape.WithBatch()}.");
        PublicApiEmitter.Open(context, writer, data.Span, ("Tensor", $"{method}(Tensor {name})"), [(data.Name, name)]);
        var body = new MethodBody(context, writer, Region.Objective, locals, MethodBody.UsesBehind(result));
        body.Bind(given, name);
        var text = body.Use(result);
        writer.Unmap();
        writer.Line($"return {(text.Text == name ? $"{name}.alias()" : text.Receiver)}.MoveToOuterDisposeScope();");
        writer.Close();
    }

    private static void EmitStatistics(EmitContext context, SourceWriter writer)
    {
        var fitted = context.Program.Fitted;
        if (fitted.Count == 0)
        {
            return;
        }

        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line("protected override System.Collections.Generic.IReadOnlyList<DataStatistics> Statistics =>");
        writer.Line("[");
        foreach (var statistics in fitted)
        {
            var body = new MethodBody(context, writer, Region.Objective, new Identifiers(ReservedNames.Locals), NoUses);
            body.Bind(context.Program.Inputs[statistics.Data.Name], "x");
            writer.Line(
                $"    new({XmlText.Literal(statistics.Data.Name)}, StatisticKind.{statistics.Kind}, {context.PathOf(statistics.First)}, "
                + $"{context.PathOf(statistics.Second)}, x => {body.Inline(statistics.Of).Text}),");
        }

        writer.Line("];");
    }

    private static Dictionary<Value, int> NoUses { get; } = [];
}
