using Hourglass.Cli.Rendering;
using Hourglass.Cli.Sources;
using Hourglass.Compiler;
using Hourglass.Compiler.Lower;

namespace Hourglass.Cli.Watching;

/// <summary>What is compared of a model from one save to the next: its shapes, its parameters, its memory.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Pipelines">Its data and bindings, each with its stages.</param>
/// <param name="Layers">The trainable numbers of each layer, by its key in the module.</param>
/// <param name="Memory">Bytes by what they are for, in words.</param>
internal sealed record ModelState(
    string Name, IReadOnlyList<PipelineState> Pipelines, IReadOnlyDictionary<string, long> Layers, IReadOnlyList<MemoryState> Memory)
{
    /// <summary>Trainable numbers in all.</summary>
    public long Parameters => Layers.Values.Sum();

    /// <summary>Of a model without errors.</summary>
    public static ModelState Of(CheckedModel model)
    {
        var graph = AeCompiler.Lower(model.Binding);
        return new ModelState(
            model.Name,
            PipelineState.Of(graph.Model),
            LayersOf(graph),
            [.. graph.Model.Training.Phases.SelectMany(phase => MemoryState.Of(model.Binding, phase))]);
    }

    /// <summary>The model in a line: <c>Vae: 997,664 parameters; portable step 46.8 MB with batches of 100</c>.</summary>
    public override string ToString()
    {
        var memory = string.Concat(
            Memory.Where(part => part.IsPeak).Select(part => $"; {part.What} {MemoryLines.Bytes(part.Bytes)}{part.Where}"));
        return $"{Name}: {NumberText.Grouped(Parameters)} parameters{memory}";
    }

    private static Dictionary<string, long> LayersOf(ModelGraph graph) => graph.Layers
        .Select(layer => (layer.Path, Count: layer.Definition.Parameters.Sum(parameter => parameter.Shape.Count)))
        .Where(layer => layer.Count > 0)
        .ToDictionary(layer => layer.Path, layer => layer.Count, StringComparer.Ordinal);
}
