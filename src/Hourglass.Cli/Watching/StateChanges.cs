using Hourglass.Cli.Rendering;

namespace Hourglass.Cli.Watching;

/// <summary>What is other in a model than it was, in lines.</summary>
internal static class StateChanges
{
    /// <summary>What is said where nothing is other.</summary>
    public const string None = "no change in shapes, parameters or memory";

    private const int MostLayers = 8;

    /// <summary>The lines: stages first, then parameters, then memory; that no shape changed where none did.</summary>
    public static IEnumerable<string> Between(ModelState before, ModelState now)
    {
        string[] shapes = [.. Shapes(before, now)];
        string[] rest = [.. Parameters(before, now), .. Memory(before, now)];
        if (shapes.Length == 0)
        {
            yield return rest.Length == 0 ? None : "no change in shapes";
        }

        foreach (var line in shapes.Concat(rest))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Shapes(ModelState before, ModelState now)
    {
        var known = before.Pipelines.ToLookup(pipeline => pipeline.Name, StringComparer.Ordinal);
        foreach (var pipeline in now.Pipelines)
        {
            if (known[pipeline.Name].FirstOrDefault() is not { } former)
            {
                yield return $"new {pipeline.Name}: {string.Join(" -> ", pipeline.Stages)}";
                continue;
            }

            foreach (var line in Stages(former, pipeline))
            {
                yield return $"{pipeline.Name}: {line}";
            }
        }

        foreach (var gone in before.Pipelines.Where(pipeline => now.Pipelines.All(other => other.Name != pipeline.Name)))
        {
            yield return $"{gone.Name} is gone";
        }
    }

    /// <summary>
    /// Stage by stage: what was written the same way but has another shape, what stands in another's place, what came and what went.
    /// </summary>
    private static IEnumerable<string> Stages(PipelineState before, PipelineState now)
    {
        foreach (var (gone, come) in Alignment.Of(before.Stages, now.Stages))
        {
            for (var i = 0; i < Math.Max(gone.Count, come.Count); i++)
            {
                var (old, other) = (gone.ElementAtOrDefault(i), come.ElementAtOrDefault(i));
                yield return old is null ? $"+ {other}"
                    : other is null ? $"- {old}"
                    : old.Text == other.Text ? $"{old.Text} {old.Shape} -> {other.Shape}"
                    : $"{old} -> {other}";
            }
        }
    }

    private static IEnumerable<string> Parameters(ModelState before, ModelState now)
    {
        if (before.Parameters != now.Parameters)
        {
            var more = now.Parameters - before.Parameters;
            yield return $"parameters {NumberText.Grouped(before.Parameters)} -> {NumberText.Grouped(now.Parameters)} "
                + $"({(more > 0 ? "+" : "")}{NumberText.Grouped(more)})";
        }

        string[] layers =
        [
            .. before.Layers.Keys.Concat(now.Layers.Keys).Distinct(StringComparer.Ordinal)
                .Select(layer => (layer, Old: CountOf(before, layer), New: CountOf(now, layer)))
                .Where(layer => layer.Old != layer.New)
                .Select(layer => $"  {layer.layer} {Text(layer.Old)} -> {Text(layer.New)}"),
        ];
        foreach (var layer in layers.Take(MostLayers))
        {
            yield return layer;
        }

        if (layers.Length > MostLayers)
        {
            yield return FormattableString.Invariant($"  and {layers.Length - MostLayers} layers more");
        }
    }

    private static IEnumerable<string> Memory(ModelState before, ModelState now)
    {
        var former = before.Memory.ToLookup(part => part.Key, StringComparer.Ordinal);
        foreach (var part in now.Memory)
        {
            if (former[part.Key].FirstOrDefault() is not { } old)
            {
                yield return $"memory: {part.What} {MemoryLines.Bytes(part.Bytes)}{part.Where}";
            }
            else if (old.Bytes != part.Bytes)
            {
                yield return $"memory: {part.What} {MemoryLines.Bytes(old.Bytes)} -> {MemoryLines.Bytes(part.Bytes)}{part.Where}";
            }
        }

        foreach (var gone in before.Memory.Where(part => now.Memory.All(other => other.Key != part.Key)))
        {
            yield return $"memory: no {gone.What}{gone.Where} any more";
        }
    }

    private static long? CountOf(ModelState state, string layer) => state.Layers.TryGetValue(layer, out var count) ? count : null;

    private static string Text(long? count) => count is { } number ? NumberText.Grouped(number) : "none";
}
