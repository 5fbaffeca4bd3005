using System.Globalization;
using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Emit;
using Hourglass.Compiler.Lower;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Cli.Rendering;

/// <summary>A line of the table.</summary>
/// <param name="Stage">What it is.</param>
/// <param name="Layer">The key of its weights in the module, or nothing.</param>
/// <param name="Output">The shape that comes out, with the batch.</param>
/// <param name="Parameters">Trainable numbers of its own, or null where it cannot have any.</param>
/// <param name="Flops">Operations per example, or null where there is nothing to compute.</param>
/// <param name="IsHeading">Whether lines that belong to it follow.</param>
internal sealed record StageRow(string Stage, string Layer, string Output, long? Parameters, long? Flops, bool IsHeading = false)
{
    /// <summary>Whether the stage is written in C#, so that nothing is known of what it owns and does.</summary>
    public bool IsForeign { get; init; }

    /// <summary>The lines of a model: its data, then each binding with its stages.</summary>
    public static IEnumerable<StageRow> Of(BoundModel model) => model.Data.Select(Of).Concat(model.Bindings.SelectMany(Of));

    /// <summary>The same, and behind it what priors and terms own: only the graph knows of that.</summary>
    public static IReadOnlyList<StageRow> Of(ModelGraph graph)
    {
        StageRow[] rows = [.. Of(graph.Model)];
        var known = rows.Select(row => row.Layer).ToHashSet(StringComparer.Ordinal);
        var others = graph.Layers
            .Where(layer => layer.Container is "prior" or "objective" && !known.Contains(layer.Path))
            .Select(layer => (layer.Path, Count: layer.Definition.Parameters.Sum(parameter => parameter.Shape.Count)))
            .Where(layer => layer.Count > 0)
            .Select(layer => new StageRow(layer.Path.Split('.')[0] + "'s own", layer.Path, "", layer.Count, null));
        return [.. rows, .. others];
    }

    private static StageRow Of(BoundData data)
    {
        var domain = data.Classes > 0 ? FormattableString.Invariant($"class({data.Classes})") : data.Domain.Name;
        return new StageRow(
            $"data {data.Name}{(data.Optional ? "?" : "")}: {domain}",
            "",
            data.Shape.WithBatch(),
            null,
            null,
            IsHeading: true);
    }

    private static IEnumerable<StageRow> Of(BoundBinding binding)
    {
        var sign = binding.Distribution is null && binding.Role != Role.Prior ? '=' : '~';
        var source = binding.Concatenates
            ? $"concat({string.Join(", ", binding.Sources.Select(s => s.Name))})"
            : binding.Sources.FirstOrDefault()?.Name ?? binding.Prior?.Entry.Name ?? binding.Distribution?.Entry.Name ?? "normal";
        yield return new StageRow(
            $"{binding.Role.ToString().ToLowerInvariant()} {binding.Name} {sign} {source}",
            "",
            binding.Shape.WithBatch(),
            null,
            null,
            IsHeading: true);
        foreach (var row in binding.Stages.SelectMany(stage => Of(stage, depth: 1)))
        {
            yield return row;
        }

        if (binding.Distribution is not { } distribution)
        {
            yield break;
        }

        // A prior that reads nothing begins with its distribution.
        if (binding.Sources.Count > 0)
        {
            var learned = LearnedNumbers(distribution);
            yield return new StageRow("  " + StageText.Of(distribution), "", distribution.Event.WithBatch(), learned, null);
        }

        foreach (var head in distribution.Heads)
        {
            foreach (var row in head.Stages.SelectMany(stage => Of(stage, depth: 2)))
            {
                yield return row with { Stage = $"    {head.Parameter}: {row.Stage.TrimStart()}" };
            }
        }

        foreach (var bijection in distribution.Bijections)
        {
            yield return new StageRow(
                "  " + StageText.Of(bijection),
                $"{bijection.Container}.{bijection.LayerName}",
                distribution.Event.WithBatch(),
                bijection.ParameterCount,
                bijection.Entry.CountFlops(bijection));
        }
    }

    private static IEnumerable<StageRow> Of(BoundStage stage, int depth)
    {
        var layer = stage.LayerName is null ? "" : $"{stage.Container}.{stage.LayerName}";
        yield return new StageRow(
            new string(' ', 2 * depth) + StageText.Of(stage),
            layer,
            stage.Output.WithBatch(),
            stage.Entry.IsForeign ? null : stage.Entry.CountParameters(stage),
            stage.Entry.IsForeign ? null : stage.OwnFlops)
        {
            IsForeign = stage.Entry.IsForeign,
        };
        foreach (var row in stage.Body.SelectMany(inner => Of(inner, depth + 1)))
        {
            yield return row;
        }
    }

    /// <summary>A parameter that is one learned number has no head to count.</summary>
    private static long? LearnedNumbers(BoundDistribution distribution) =>
        distribution.Entry.LearnedNames(distribution.Arguments) is { Count: > 0 } names ? names.Count : null;
}
