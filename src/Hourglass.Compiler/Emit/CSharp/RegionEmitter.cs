using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes a region as a private method from tensors to tensors.</summary>
internal static class RegionEmitter
{
    public static void Emit(EmitContext context, SourceWriter writer, RegionPlan plan)
    {
        if (plan.Outputs.Count == 0)
        {
            return;
        }

        var locals = new Identifiers(ReservedNames.Locals);
        var body = new MethodBody(context, writer, plan.Region, locals) { Draw = "draw" };
        var parameters = new List<string>();
        foreach (var input in plan.Inputs)
        {
            var name = locals.Camel(NameOf(input));
            body.Bind(input, name);
            parameters.Add($"Tensor{(plan.IsOptional(input) ? "?" : "")} {name}");
        }

        if (plan.TakesDraw)
        {
            parameters.Add("bool draw");
        }

        if (plan.TakesTraining)
        {
            parameters.Add("bool training");
        }

        var names = new Identifiers(ReservedNames.TupleElements);
        var result = plan.Outputs.Count == 1
            ? "Tensor"
            : $"({string.Join(", ", plan.Outputs.Select(output => $"Tensor {names.Pascal(ElementOf(output))}"))})";
        writer.Line();
        writer.Open($"private {result} {plan.Method}({string.Join(", ", parameters)})");
        foreach (var value in plan.Stated(body.IsInlined))
        {
            body.Use(value);
        }

        var outputs = plan.Outputs.Select(output => body.Use(output).Text).ToArray();
        writer.Unmap();
        writer.Line($"return {(outputs.Length == 1 ? outputs[0] : $"({string.Join(", ", outputs)})")};");
        writer.Close();
    }

    /// <summary>The name of a tuple's element: <c>Item1</c> and the like are the first and no other.</summary>
    private static string ElementOf(Value value)
    {
        const string numbered = "item";
        var name = NameOf(value);
        return name.StartsWith(numbered, StringComparison.OrdinalIgnoreCase) && name.Skip(numbered.Length).All(char.IsDigit)
            ? name + "_value"
            : name;
    }

    /// <summary>The variable behind a value that was only repeated.</summary>
    public static string NameOf(Value value) => value.Op is RepeatOp ? NameOf(value.Inputs[0]) : value.Name;
}
