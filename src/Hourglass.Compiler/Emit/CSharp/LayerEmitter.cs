using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes the modules that hold the layers of a role, with explicit registration: <c>state_dict</c> keys are the layers' own names.</summary>
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

    private static void Module(EmitContext context, SourceWriter writer, string container, IReadOnlyList<IrLayer> layers)
    {
        var type = TypeOf(container);
        writer.Doc("summary", $"The layers of the {container}.");
        writer.Line("/// <remarks>Initial weights are PyTorch's.</remarks>");
        writer.Open($"public sealed class {type} : nn.Module");
        foreach (var layer in layers)
        {
            writer.Doc("summary", Describe(layer.Definition));
            if (layer.Definition is ParameterLayer)
            {
                // Where TorchSharp converts a module to another precision it sets the fields that hold parameters, and registers them under this name.
                writer.Line($"[global::TorchSharp.Utils.ComponentName(Name = {XmlText.Literal(layer.Name)})]");
            }

            writer.Line($"public readonly {TypeOf(layer.Definition)} {context.FieldOf(layer)} = {Create(layer.Definition)};");
            writer.Line();
        }

        writer.Open($"internal {type}() : base({XmlText.Literal(container)})");
        foreach (var layer in layers)
        {
            var method = layer.Definition is ParameterLayer ? "register_parameter" : "register_module";
            writer.Line($"{method}({XmlText.Literal(layer.Name)}, {context.FieldOf(layer)});");
        }

        writer.Close();
        writer.Line();
        writer.Line("/// <summary>Nothing more: each layer is registered above, once. TorchSharp would register the fields again under their own names.</summary>");
        writer.Line("protected override void RegisterComponents()");
        writer.Line("{");
        writer.Line("}");
        writer.Close();
    }

    public static string TypeOf(string container) => Identifiers.PascalOf(container) + "Layers";

    private static string TypeOf(LayerDefinition definition) => definition switch
    {
        LinearLayer => "Linear",
        ConvLayer conv => $"Conv{conv.Rank}d",
        ConvTransposeLayer conv => $"ConvTranspose{conv.Rank}d",
        BatchNormLayer norm => $"BatchNorm{Math.Max(1, norm.Rank)}d",
        LayerNormLayer => "LayerNorm",
        _ => "Parameter",
    };

    private static string Create(LayerDefinition definition) => definition switch
    {
        LinearLayer layer => $"nn.Linear({N(layer.In)}, {N(layer.Out)}{(layer.Bias ? "" : ", hasBias: false")})",
        ConvLayer layer =>
            $"nn.Conv{layer.Rank}d({N(layer.In)}, {N(layer.Out)}, {Sizes(layer.Rank, layer.Kernel)}, stride: {Sizes(layer.Rank, layer.Stride)}, padding: {Padding(layer)}{(layer.Bias ? "" : ", bias: false")})",
        ConvTransposeLayer layer =>
            $"nn.ConvTranspose{layer.Rank}d({N(layer.In)}, {N(layer.Out)}, {Sizes(layer.Rank, layer.Kernel)}, stride: {Sizes(layer.Rank, layer.Stride)}, padding: {Sizes(layer.Padding)}, output_padding: {Sizes(layer.OutputPadding)}{(layer.Bias ? "" : ", bias: false")})",
        BatchNormLayer layer => $"nn.BatchNorm{Math.Max(1, layer.Rank)}d({N(layer.Channels)})",
        LayerNormLayer layer => $"nn.LayerNorm([{string.Join(", ", layer.Shape.Dimensions.Select(d => N(d)))}])",
        ParameterLayer layer => $"new(torch.zeros({string.Join(", ", layer.Shape.Dimensions.Select(d => N(d)))}))",
        _ => throw new InvalidOperationException($"{definition} has no C# line."),
    };

    private static string Describe(LayerDefinition definition) => definition switch
    {
        LinearLayer layer => $"Dense, {N(layer.In)} to {N(layer.Out)}: weight [{N(layer.Out)}, {N(layer.In)}]{(layer.Bias ? $", bias [{N(layer.Out)}]" : ", no bias")}.",
        ConvLayer layer => $"Convolution, {N(layer.In)} to {N(layer.Out)} channels, width {N(layer.Kernel)}, stride {N(layer.Stride)}.",
        ConvTransposeLayer layer => $"Transposed convolution, {N(layer.In)} to {N(layer.Out)} channels, width {N(layer.Kernel)}, stride {N(layer.Stride)}.",
        BatchNormLayer layer => $"Batch normalisation of {N(layer.Channels)} features.",
        LayerNormLayer layer => $"Layer normalisation over {layer.Shape}.",
        ParameterLayer layer => $"A parameter {layer.Shape.InBrackets()}.",
        _ => "",
    };

    /// <summary>TorchSharp takes one number for one spatial dimension and a tuple for more.</summary>
    private static string Sizes(int rank, int size) => Sizes(Enumerable.Repeat(size, rank).ToEquatable());

    private static string Sizes(EquatableArray<int> sizes) => sizes.Count == 1 ? N(sizes[0]) : $"({string.Join(", ", sizes.Select(size => N(size)))})";

    /// <summary>A bare 0 would also be the first of an enumeration of paddings.</summary>
    private static string Padding(ConvLayer layer) => layer.Rank == 1 && layer.Padding[0] == 0 ? "0L" : Sizes(layer.Padding);

    private static string N(int value) => NumberText.Of(value);
}
