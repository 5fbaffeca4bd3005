using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.Native;

/// <summary>Puts values in order and gathers those that one loop can compute.</summary>
internal static class NativeScheduler
{
    /// <summary>How far ahead a loop looks for more to do: what comes much later would keep its memory for long.</summary>
    private const int Horizon = 256;

    public static IReadOnlyList<NativeStage> Schedule(NativeGraph graph, CancellationToken cancellation)
    {
        var waiting = new LinkedList<Value>(graph.Scheduled);
        var done = new HashSet<Value>();
        var stages = new List<NativeStage>();
        while (waiting.First is { } first)
        {
            cancellation.ThrowIfCancellationRequested();
            // Values stand in an order of evaluation: the first needs nothing that is still to come.
            var stage = graph.SpaceOf(first.Value) is { } space
                ? new NativeStage(space, Gather(graph, waiting, done, space, graph.IsLate(first.Value)))
                : new NativeStage(null, [first.Value]);
            stages.Add(stage);
            foreach (var value in stage.Values)
            {
                done.Add(value);
                waiting.Remove(value);
            }
        }

        return stages;
    }

    /// <summary>
    /// Everything over the same matrix whose needs are there already, or are computed by the same loop; a sum is there only behind the
    /// loop. What is late waits for its own loop: what products then add to is in the cache.
    /// </summary>
    private static List<Value> Gather(NativeGraph graph, LinkedList<Value> waiting, HashSet<Value> done, Grid space, bool late)
    {
        var gathered = new List<Value>();
        var inside = new HashSet<Value>();
        foreach (var value in waiting.Take(Horizon).Where(value => graph.SpaceOf(value) == space && graph.IsLate(value) == late))
        {
            if (graph.Needs(value).All(need => done.Contains(need) || inside.Contains(need)) && !graph.LooksAt(value).Any(inside.Contains))
            {
                gathered.Add(value);
                if (graph.SumOf(value) is null)
                {
                    inside.Add(value);
                }
            }
        }

        return gathered;
    }
}
