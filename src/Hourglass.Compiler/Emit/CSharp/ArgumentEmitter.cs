using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>
/// Writes the checks at the door of a public method: what it is given has the shape, the type and the place that it needs.
/// </summary>
internal static class ArgumentEmitter
{
    /// <summary>A line for each argument, and one for their numbers of examples where there are several.</summary>
    /// <param name="context">The model.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="arguments">Each argument's variable in the model, and its name in the method.</param>
    public static void Emit(EmitContext context, SourceWriter writer, IEnumerable<(string Variable, string Name)> arguments)
    {
        var all = arguments.ToArray();
        foreach (var (variable, name) in all)
        {
            writer.Line(Check(context, variable, name));
        }

        foreach (var (_, name) in all.Skip(1))
        {
            writer.Line($"Argument.CheckCounts({Given(all[0].Name)}, {Given(name)});");
        }
    }

    private static string Check(EmitContext context, string variable, string name)
    {
        if (context.Model.FindData(variable) is not { } data)
        {
            return Check(context, "Check", Given(name), ShapeOf(context.Model, variable));
        }

        return data.Classes > 0
            ? Check(context, "CheckClasses", $"{Given(name)}, {NumberText.Of(data.Classes)}", data.Shape)
            : Check(context, "Check", Given(name), data.Shape);
    }

    private static string Check(EmitContext context, string method, string given, Shape shape) =>
        $"Argument.{method}({given}, {context.FirstWeight ?? "null"}"
        + $"{string.Concat(shape.Dimensions.Select(size => ", " + NumberText.Of(size)))});";

    private static string Given(string name) => $"{name}, {XmlText.Literal(name)}";

    private static Shape ShapeOf(BoundModel model, string variable)
    {
        var name = Variables.BaseOf(variable);
        return model.Bindings.First(binding => binding.Name == name && binding.Role != Role.Prior).Shape;
    }
}
