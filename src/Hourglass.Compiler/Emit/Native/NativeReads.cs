using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Plan;

namespace Hourglass.Compiler.Emit.Native;

/// <summary>What the stages of a native step read and write.</summary>
internal sealed class NativeReads(NativeGraph graph, IReadOnlyList<NativeStage> stages)
{
    /// <summary>The stages as the memory planner wants them.</summary>
    public IReadOnlyList<ScheduledOperation> Units => [.. stages.Select(OperationOf)];

    /// <summary>
    /// What a value's computation reads from memory, through everything that is read through; the values of its own loop are not among it.
    /// </summary>
    public IReadOnlyList<Value> Of(NativeStage stage)
    {
        var inside = new HashSet<Value>(stage.Space is null ? [] : stage.Values.Where(value => graph.SumOf(value) is null));
        var reads = new List<Value>();
        var open = new Stack<Value>(stage.Values.Reverse().SelectMany(value => (graph.SumOf(value) ?? value).Inputs.Reverse()));
        while (open.Count > 0)
        {
            var value = open.Pop();
            if (inside.Contains(value))
            {
                continue;
            }

            if (value.Op is FillOp && graph.IsFused(value))
            {
                continue;
            }

            if ((value.Op is not ViewOp || NativeGraph.IsSameMatrix(value))
                && (graph.IsFused(value) || graph.IsRematerialized(value) || graph.IsAccumulated(value)))
            {
                foreach (var input in value.Inputs.Reverse())
                {
                    open.Push(input);
                }
            }
            else
            {
                reads.Add(value);
            }
        }

        return reads;
    }

    /// <summary>Whether a value of a loop is needed outside of it.</summary>
    public bool IsWritten(Value value, NativeStage stage) =>
        stage.Space is null
        || graph.SumOf(value) is not null
        || graph.IsRoot(value)
        || Consumers(value).Any(user => !stage.Values.Contains(user));

    /// <summary>The values that read a value, through everything that is read through.</summary>
    private IEnumerable<Value> Consumers(Value value)
    {
        foreach (var user in graph.ConsumersOf(value))
        {
            if (graph.IsFused(user) || graph.IsScaledSum(user) || graph.IsAccumulated(user) || graph.IsRematerialized(user))
            {
                // A view is a look at memory: what it looks at must lie there.
                if (user.Op is ViewOp && !NativeGraph.IsSameMatrix(user))
                {
                    yield return user;
                }

                foreach (var further in Consumers(user))
                {
                    yield return further;
                }
            }
            else
            {
                yield return user;
            }
        }
    }

    private ScheduledOperation OperationOf(NativeStage stage)
    {
        var reads = Of(stage);
        var writes = stage.Values.Where(value => IsWritten(value, stage)).ToArray();
        if (stage.Space is { } space)
        {
            var replaceable = reads.Distinct().Where(read =>
                !read.Op.IsView
                && Grid.Of(read.Extent) == space
                && reads.All(other => other == read || BufferPlan.StorageOf(other) != read));
            return new ScheduledOperation(reads, writes, [.. replaceable]);
        }

        var product = graph.AccumulatedBy(stage.Values[0]);
        return new ScheduledOperation(reads, writes, product is null ? [] : [stage.Values[0].Inputs.First(input => input != product)]);
    }
}
