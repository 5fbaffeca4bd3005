using Hourglass.Compiler.Emit.CSharp;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>Writes the regions of a graph as private methods from tensors to tensors.</summary>
internal static class RegionMethods
{
    /// <summary>Whether a region draws.</summary>
    public static bool TakesNoise(PythonContext context, RegionPlan plan) => plan.Body
        .Concat(context.UpdatesOf(plan).SelectMany(update => update.Values))
        .Any(value => value.Op is DrawOp);

    /// <summary>Writes a region.</summary>
    /// <param name="context">The model.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="plan">The region.</param>
    /// <param name="summary">What it computes.</param>
    public static void Emit(PythonContext context, PythonWriter writer, RegionPlan plan, string summary)
    {
        if (plan.Outputs.Count == 0)
        {
            return;
        }

        var updates = context.UpdatesOf(plan).ToArray();
        var body = new PythonBody(
            context,
            writer,
            plan.Region,
            PythonNames.OfMethod(context.Functions),
            plan.Outputs.Concat(updates.SelectMany(update => update.Values)))
        {
            PassesDraw = true,
        };
        var parameters = new List<string> { "self" };
        foreach (var input in plan.Inputs)
        {
            var name = body.Locals.Take(RegionEmitter.NameOf(input));
            body.Bind(input, name);
            parameters.Add($"{name}: Tensor{(plan.IsOptional(input) ? " | None" : "")}");
            if (body.Rows.Length == 0 && input.Extent.HasRows)
            {
                body.Rows = $"{name}.shape[0]{(input.Extent.Rows == 1 ? "" : $" // {NumberText.Of(input.Extent.Rows)}")}";
            }
        }

        if (TakesNoise(context, plan))
        {
            parameters.Add($"noise: {context.Helper("Noise")}");
        }

        if (plan.TakesDraw)
        {
            parameters.Add("draw: bool");
        }

        var result = plan.Outputs.Count == 1 ? "Tensor" : "tuple[Tensor, ...]";
        writer.Line();
        writer.Open($"def {context.MethodOf(plan)}({string.Join(", ", parameters)}) -> {result}:");
        writer.Doc(summary);

        foreach (var value in plan.Stated(body.IsInlined))
        {
            body.Use(value);
        }

        foreach (var update in updates)
        {
            EmitUpdate(context, writer, body, update);
        }

        writer.Line($"return {string.Join(", ", plan.Outputs.Select(output => body.Use(output).Text))}");
        writer.Close();
    }

    /// <summary>Keeps what a step moves besides, until it is done: gradients are still to be taken.</summary>
    private static void EmitUpdate(PythonContext context, PythonWriter writer, PythonBody body, RunningUpdate update)
    {
        if (update.Function is { } function)
        {
            context.Script(function);
        }

        context.Helper("finish_step");
        var names = update.Values.ToDictionary(value => value, value => body.Named(value, value.Name));
        var members = update.Members.Select(member => PythonContext.PathOf($"{update.Layer}.{member}")).ToArray();
        writer.Open("if self.training:");
        writer.Line();
        writer.Open("def move() -> None:");
        foreach (var line in update.Script(value => names[value], members))
        {
            writer.Line(line);
        }

        writer.Close();
        writer.Line();
        writer.Line($"self._moves[{PythonText.Quoted(update.Layer)}] = move");
        writer.Close();
    }
}
