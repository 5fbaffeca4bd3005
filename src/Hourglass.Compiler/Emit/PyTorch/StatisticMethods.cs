using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>Writes what a training finds from all examples: statistics that data are prepared by, and those of codes.</summary>
internal static class StatisticMethods
{
    /// <summary>Writes both.</summary>
    public static void Emit(PythonContext context, PythonWriter writer)
    {
        EmitOfData(context, writer);
        EmitOfCodes(context, writer);
    }

    private static void EmitOfData(PythonContext context, PythonWriter writer)
    {
        var fitted = context.Program.Fitted;
        if (fitted.Count == 0)
        {
            return;
        }

        var rows = new List<string>();
        foreach (var statistics in fitted)
        {
            var method = context.Member("_before_" + statistics.First.Name);
            var body = Begun(context, writer, method, "x: Tensor", $"The values that {statistics.First.Name} is of.", [statistics.Of]);
            body.Bind(context.Program.Inputs[statistics.Data.Name], "x");
            body.Rows = "x.shape[0]";
            writer.Line($"return {body.Use(statistics.Of)}");
            body.Close();
            var (first, second) = (context.MemberOf(statistics.First.Path), context.MemberOf(statistics.Second.Path));
            rows.Add($"({PythonText.Quoted(statistics.Data.Name)}, {PythonText.Quoted(NameOf(statistics.Kind))}, {first}, {second}, "
                + $"self.{method}),");
        }

        EmitList(writer, "statistics", "What data are prepared by: data, kind, where both numbers are kept, and what they are of.", rows);
    }

    private static string NameOf(StatisticKind kind) => kind == StatisticKind.Range ? "range" : "moments";

    private static void EmitOfCodes(PythonContext context, PythonWriter writer)
    {
        var rows = new List<string>();
        foreach (var objective in context.Emit.Objectives)
        {
            // Means are of assignments to the centres.
            foreach (var fitted in objective.Program.Fitted.OrderBy(fitted => fitted.Kind))
            {
                var method = context.Member($"_values_of_{fitted.Layer.Name}");
                var summary = $"The values that {fitted.Layer.Name} is found from.";
                var body = Begun(context, writer, method, "batch: Mapping[str, Tensor]", summary, [fitted.Of]);
                foreach (var data in objective.Data)
                {
                    var name = body.Locals.Take(data.Name);
                    body.Bind(context.Program.Inputs[data.Name], name);
                    writer.Line($"{name} = batch[{PythonText.Quoted(data.Name)}]");
                    body.Rows = body.Rows.Length == 0 ? $"{name}.shape[0]" : body.Rows;
                }

                body.Begin();
                writer.Line($"return {body.Use(fitted.Of)}");
                body.Close();
                rows.Add($"({PythonText.Quoted(LossMethods.NamesOf(objective).Loss)}, "
                    + $"{PythonText.Quoted(fitted.Kind == CodeStatisticKind.Means ? "means" : "centres")}, "
                    + $"{context.MemberOf(fitted.Layer.Path)}, self.{method}),");
            }
        }

        if (rows.Count > 0)
        {
            EmitList(
                writer,
                "code_statistics",
                "What a training finds from all examples: objective, kind, where it is kept, and what it is of.",
                rows);
        }
    }

    private static PythonBody Begun(
        PythonContext context, PythonWriter writer, string method, string parameter, string summary, IReadOnlyList<Value> roots)
    {
        writer.Line();
        writer.Open($"def {method}(self, {parameter}) -> Tensor:");
        writer.Doc(summary);
        var locals = PythonNames.OfMethod([.. context.Functions, "x"]);
        var body = new PythonBody(context, writer, Region.Objective, locals, roots) { Draws = false, Noise = "Noise()" };
        body.Begin();
        return body;
    }

    private static void EmitList(PythonWriter writer, string method, string summary, IReadOnlyList<string> rows)
    {
        writer.Line();
        writer.Open($"def {method}(self) -> list[tuple]:");
        writer.Doc(summary);
        writer.Open("return [");
        foreach (var row in rows)
        {
            writer.Line(row);
        }

        writer.Close();
        writer.Line("]");
        writer.Close();
    }
}
