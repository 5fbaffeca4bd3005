using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Plan;

namespace Hourglass.Compiler.Emit.Native;

/// <summary>
/// Where each parameter is moved: behind its gradient, once the terms are known, all examples are back and nothing reads its old value any
/// more.
/// </summary>
internal sealed class Updates
{
    private readonly Dictionary<int, List<string>> _behind = [];
    private readonly Dictionary<string, Grid> _grids = new(StringComparer.Ordinal);
    private readonly int _check;

    public Updates(NativeGraph native, IReadOnlyList<NativeStage> stages, NativeReads reads, BufferPlan plan)
    {
        var graph = native.Graph;
        var rowByRow = stages.Select((stage, at) => stage.Values.Any(value => !native.IsLate(value)) ? at : 0).DefaultIfEmpty().Max();
        var last = new Dictionary<Value, int>();
        var computed = new Dictionary<Value, int>();
        for (var at = 0; at < stages.Count; at++)
        {
            foreach (var value in reads.Of(stages[at]))
            {
                last[BufferPlan.StorageOf(value)] = at;
            }

            foreach (var value in stages[at].Values)
            {
                computed[value] = at;
            }
        }

        if (graph.Gradients
            .Select(pair => pair.Gradient)
            .Concat(graph.Terms.Select(term => term.Value))
            .FirstOrDefault(root => !plan.Slots.TryGetValue(BufferPlan.ReshapeRoot(root), out var slot)
                || slot.Kind is not (SlotKind.Gradient or SlotKind.Term)) is { } shared)
        {
            throw new UnsupportedException($"{shared.Extent} wanted in two places");
        }

        var terms = graph.Terms.Max(term => computed[term.Value]);
        var weights = graph.Values
            .Where(value => value.Op is WeightOp)
            .ToDictionary(value => ((WeightOp)value.Op).Key, StringComparer.Ordinal);
        foreach (var (weight, gradient) in graph.Gradients)
        {
            _grids.Add(weight.Key, Grid.Of(gradient.Extent));
            var at = Math.Max(
                Math.Max(rowByRow, terms),
                Math.Max(computed[BufferPlan.ReshapeRoot(gradient)], last.TryGetValue(weights[weight.Key], out var read) ? read : 0));
            (_behind.TryGetValue(at, out var keys) ? keys : _behind[at] = []).Add(weight.Key);
        }

        _check = _behind.Count == 0 ? -1 : _behind.Keys.Min();
    }

    /// <summary>Whether the terms are checked behind a stage: just before the first parameter moves.</summary>
    public bool ChecksBehind(int stage) => stage == _check;

    /// <summary>A parameter as a matrix.</summary>
    public Grid GridOf(string key) => _grids[key];

    /// <summary>The parameters that are moved behind a stage.</summary>
    public IReadOnlyList<string> Behind(int stage) => _behind.TryGetValue(stage, out var keys) ? keys : [];
}
