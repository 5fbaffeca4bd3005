using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Catalogue.Stages;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>
/// Writes the modules that hold the layers of a role, with explicit registration: <c>state_dict</c> keys are the layers' own names.
/// </summary>
internal static class LayerEmitter
{
    public static void Emit(EmitContext context, SourceWriter writer)
    {
        foreach (var group in context.Program.Layers.GroupBy(layer => layer.Container))
        {
            writer.Line();
            Module(context, writer, group.Key, [.. group]);
        }
    }

    public static IEnumerable<string> Containers(EmitContext context) => context.Program.Layers.Select(layer => layer.Container).Distinct();

    private static void Module(EmitContext context, SourceWriter writer, string container, IReadOnlyList<Layer> layers)
    {
        var type = TypeOf(container);
        if (layers.All(layer => layer.Definition is StatisticLayer))
        {
            writer.Doc("summary", "The statistics of the training examples by which data are prepared; a training finds them first.");
        }
        else
        {
            writer.Doc("summary", $"The layers of the {container}.");
            var others = layers.Any(layer => layer.Definition.IsOfRuntime) ? ", but for those of flows" : "";
            if (!layers.All(layer => layer.Definition is MixtureLayer))
            {
                writer.Line($"/// <remarks>Initial weights are PyTorch's{others}.</remarks>");
            }
        }

        writer.Open($"public sealed class {type} : nn.Module");
        foreach (var layer in layers)
        {
            writer.Doc("summary", layer.Definition.Summary);
            if (layer.Definition is ParameterLayer or StatisticLayer)
            {
                // Where TorchSharp converts a module to another precision it sets the fields that hold tensors, and registers them under
                // this name.
                writer.Line($"[global::TorchSharp.Utils.ComponentName(Name = {XmlText.Literal(layer.Name)})]");
            }

            writer.Declare(
                context.SpanOf(layer),
                $"public readonly {layer.Definition.Module} ",
                $"{context.FieldOf(layer)} = {Create(layer.Definition)};");
            writer.Line();
        }

        writer.Open($"internal {type}() : base({XmlText.Literal(container)})");
        foreach (var layer in layers)
        {
            var method = layer.Definition switch
            {
                ParameterLayer => "register_parameter",
                StatisticLayer => "register_buffer",
                _ => "register_module",
            };
            foreach (var (member, value) in layer.Definition.Fills)
            {
                writer.Line($"nn.init.constant_({context.FieldOf(layer)}.{member}!, {NumberText.Literal(value)});");
            }

            writer.Line($"{method}({XmlText.Literal(layer.Name)}, {context.FieldOf(layer)});");
        }

        writer.Close();
        writer.Line();
        writer.Line(
            "/// <summary>Nothing more: each layer is registered above, once. TorchSharp would register the fields again under their own "
            + "names.</summary>");
        writer.Line("protected override void RegisterComponents()");
        writer.Line("{");
        writer.Line("}");
        writer.Close();
    }

    public static string TypeOf(string container) => Identifiers.PascalOf(container) + "Layers";

    private static string Create(LayerDefinition definition) => definition switch
    {
        ParameterLayer parameter => $"new({Begun(parameter)})",
        StatisticLayer statistic =>
            $"torch.{(statistic.Initial == 0 ? "zeros" : "ones")}({Numbers.List(statistic.Shape.Dimensions)}).DetachFromDisposeScope()",
        _ => $"{(definition.IsOfRuntime ? "new" : "nn." + definition.Module)}"
            + $"({string.Join(", ", definition.Arguments.Select(argument => Argument(definition, argument)))})",
    };

    private static string Begun(ParameterLayer parameter)
    {
        var sizes = Numbers.List(parameter.Shape.Dimensions);
        return parameter.Deviation switch
        {
            0 when parameter.Initial != 0 =>
                $"torch.full([{sizes}], {NumberText.Literal(parameter.Initial)}, dtype: ScalarType.Float32)",
            0 => $"torch.zeros({sizes})",
            1 => $"torch.randn({sizes})",
            var deviation => $"torch.randn({sizes}) * {NumberText.Plain(deviation)}",
        };
    }

    private static string Argument(LayerDefinition definition, ModuleArgument argument)
    {
        var name = definition is LinearLayer && argument.Name == "bias" ? "hasBias" : argument.Name;
        var value = argument.Value switch
        {
            bool flag => flag ? "true" : "false",
            string constant => constant,
            int number => NumberText.Of(number),
            double number => NumberText.Literal(number),
            EquatableArray<int> sizes when definition is LayerNormLayer => $"[{Numbers.List(sizes)}]",
            EquatableArray<int> { Count: 1 } sizes =>
                NumberText.Of(sizes[0]) + (definition is ConvLayer && name == "padding" && sizes[0] == 0 ? "L" : ""),
            EquatableArray<int> sizes => $"({Numbers.List(sizes)})",
            _ => throw new InvalidOperationException($"{argument} has no C# text."),
        };
        return name is null ? value : $"{name}: {value}";
    }
}
