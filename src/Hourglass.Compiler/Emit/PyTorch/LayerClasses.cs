using Hourglass.Compiler.Emit.CSharp;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>Writes the modules that hold the layers of a role: the keys of <c>state_dict</c> are the layers' own names.</summary>
internal static class LayerClasses
{
    /// <summary>The name of a role's class.</summary>
    public static string NameOf(string container) => LayerEmitter.TypeOf(container);

    /// <summary>Writes one class for each role.</summary>
    public static void Emit(PythonContext context, PythonWriter writer)
    {
        foreach (var group in context.Program.Layers.GroupBy(layer => layer.Container))
        {
            writer.Line();
            writer.Line();
            writer.Open($"class {NameOf(group.Key)}(nn.Module):");
            writer.Doc(group.All(layer => layer.Definition is StatisticLayer)
                ? "The statistics of the training examples by which data are prepared; a training finds them first."
                : $"The layers of the {group.Key}.");
            writer.Line();
            writer.Open("def __init__(self) -> None:");
            writer.Line("super().__init__()");
            foreach (var layer in group)
            {
                writer.Line(Registered(context, layer), layer.Definition.Summary.TrimEnd('.'));
            }

            writer.Close();
            writer.Close();
        }
    }

    private static string Registered(PythonContext context, Layer layer)
    {
        var definition = layer.Definition;
        return definition switch
        {
            StatisticLayer statistic => $"self.register_buffer({PythonText.Quoted(layer.Name)}, "
                + $"torch.full({Sizes(statistic.Shape)}, {PythonText.Number(statistic.Initial)}))",
            ParameterLayer parameter => $"self.{layer.Name} = nn.Parameter({Begun(parameter)})",
            { IsOfRuntime: true } => $"self.{layer.Name} = {Tensors(context, layer)}",
            _ => $"self.{layer.Name} = nn.{definition.Module}({string.Join(", ", definition.Arguments.Select(Argument))})",
        };
    }

    private static string Begun(ParameterLayer parameter) => parameter.Deviation switch
    {
        0 => $"torch.full({Sizes(parameter.Shape)}, {PythonText.Number(parameter.Initial)})",
        1 => $"torch.randn({Sizes(parameter.Shape)})",
        var deviation => $"{NumberText.Plain(deviation)} * torch.randn({Sizes(parameter.Shape)})",
    };

    /// <summary>Parameters of a layer that PyTorch has no module for, in modules by the names that their keys have.</summary>
    private static string Tensors(PythonContext context, Layer layer)
    {
        context.Helper("Tensors");
        var definition = layer.Definition;
        var buffers = definition.Buffers.Select(buffer => (buffer.Member, buffer.Shape, Initial: 0.0))
            .Concat(definition.Moved.Select(moved => (moved.Parameter.Member, moved.Parameter.Shape, moved.Initial)))
            .Select(buffer => $"{PythonText.Quoted(buffer.Member)}: torch.full({Sizes(buffer.Shape)}, {PythonText.Number(buffer.Initial)})")
            .ToArray();
        (string[] Path, Shape Shape)[] parameters =
            [.. definition.Parameters.Select(parameter => (parameter.Member.Split('.'), parameter.Shape))];
        if (parameters.Length > 0 && parameters.All(parameter => char.IsDigit(parameter.Path[0][0])))
        {
            return Member(parameters, 0);
        }

        var members = Members(parameters, 0);
        return buffers.Length == 0
            ? $"Tensors({members})"
            : $"Tensors(buffers={{{string.Join(", ", buffers)}}}{(members.Length == 0 ? "" : ", " + members)})";
    }

    private static string Members(IReadOnlyList<(string[] Path, Shape Shape)> parameters, int depth) => string.Join(
        ", ",
        parameters.GroupBy(parameter => parameter.Path[depth]).Select(group => $"{group.Key}={Member([.. group], depth + 1)}"));

    private static string Member(IReadOnlyList<(string[] Path, Shape Shape)> parameters, int depth)
    {
        if (parameters[0].Path.Length == depth)
        {
            return Sizes(parameters[0].Shape);
        }

        if (!parameters.All(parameter => char.IsDigit(parameter.Path[depth][0])))
        {
            return $"Tensors({Members(parameters, depth)})";
        }

        var parts = parameters.GroupBy(parameter => parameter.Path[depth]).Select(group => Member([.. group], depth + 1)).ToArray();
        var kind = parts.All(part => part.StartsWith("(", StringComparison.Ordinal))
            ? $"nn.ParameterList([{string.Join(", ", parts.Select(part => $"nn.Parameter(0.1 * torch.randn({part}))"))}])"
            : $"nn.ModuleList([{string.Join(", ", parts)}])";
        return kind;
    }

    private static string Sizes(Shape shape) => shape.Rank == 0 ? "()" : PythonText.Tuple(shape.Dimensions);

    private static string Argument(ModuleArgument argument)
    {
        var value = argument.Value switch
        {
            bool flag => flag ? "True" : "False",
            int number => NumberText.Of(number),
            double number => PythonText.Number(number),
            EquatableArray<int> sizes => PythonText.PerAxis(sizes) is var text && sizes.Count == 1 ? text : PythonText.Tuple(sizes),
            _ => throw new InvalidOperationException($"{argument} has no text in Python."),
        };
        return argument.Name is null ? value : $"{PythonText.Snake(argument.Name)}={value}";
    }
}
