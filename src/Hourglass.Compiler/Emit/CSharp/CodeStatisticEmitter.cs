using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes what a training finds from all examples before its steps: the centres of clusters, say.</summary>
internal static class CodeStatisticEmitter
{
    public static void Emit(EmitContext context, SourceWriter writer)
    {
        var fitted = context.Objectives
            .SelectMany((objective, i) => objective.Program.Fitted.Select(
                statistic => (Objective: objective, Index: i, Statistic: statistic)))
            .ToArray();
        if (fitted.Length == 0)
        {
            return;
        }

        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line("protected override System.Collections.Generic.IReadOnlyList<CodeStatistic> CodeStatistics =>");
        writer.Line("[");
        foreach (var (objective, index, statistic) in fitted)
        {
            var arguments = string.Join(", ", objective.Data.Select(data => $"batch[{XmlText.Literal(data.Name)}]"));
            var target = statistic.Kind == CodeStatisticKind.Mixture
                ? $"{context.PathOf(statistic.Layer)}.Mean"
                : context.ParameterOf(statistic.Layer.Path);
            var set = statistic.Kind == CodeStatisticKind.Mixture ? $" {{ Mixture = {context.PathOf(statistic.Layer)} }}" : "";
            writer.Line($"    new({NumberText.Of(index)}, CodeStatisticKind.{statistic.Kind}, {target}, "
                + $"batch => {MethodOf(objective, statistic)}({arguments})){set},");
        }

        writer.Line("];");
        foreach (var (objective, _, statistic) in fitted)
        {
            EmitMethod(context, writer, objective, statistic);
        }
    }

    private static string MethodOf(EmittedObjective objective, FittedCodes statistic) =>
        $"{statistic.Kind}Of{objective.Suffix}{Identifiers.PascalOf(statistic.Layer.Name)}";

    private static void EmitMethod(EmitContext context, SourceWriter writer, EmittedObjective objective, FittedCodes statistic)
    {
        var locals = new Identifiers(ReservedNames.Locals);
        writer.Line();
        writer.Doc("summary", statistic.Kind switch
        {
            CodeStatisticKind.Centres => $"The codes whose centres {statistic.Layer.Name} begins as.",
            CodeStatisticKind.Normals => $"The codes whose normals have the means that {statistic.Layer.Name} begins as.",
            CodeStatisticKind.Means => $"The numbers whose means {statistic.Layer.Name} are.",
            _ => $"The points whose mixture {statistic.Layer.Name} is.",
        });
        var parameters = Parameters.Of(objective.Data, locals, writer);
        writer.Open($"private Tensor {MethodOf(objective, statistic)}({parameters.Declaration})");
        writer.Line("using var scope = torch.NewDisposeScope();");
        writer.Line("using var still = torch.no_grad();");
        var body = new MethodBody(context, writer, Region.Objective, locals, MethodBody.UsesBehind(statistic.Of))
        {
            Draw = "false",
            Training = "false",
        };
        foreach (var (item, name) in parameters.Names)
        {
            body.Bind(context.Program.Inputs[item.Name], name);
        }

        var result = body.Use(statistic.Of);
        writer.Unmap();
        var alias = statistic.Of.Inputs.Count == 0 ? ".alias()" : "";
        writer.Line($"return {result.Receiver}{alias}.MoveToOuterDisposeScope();");
        writer.Close();
    }
}
