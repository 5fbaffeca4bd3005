using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Plan;

namespace Hourglass.Compiler.Emit.Native;

/// <summary>How each value of a step is computed natively: in a loop, by an operation of its own, or where it is read.</summary>
internal sealed class NativeGraph
{
    private readonly Dictionary<Value, List<Value>> _consumers = [];
    private readonly HashSet<Value> _roots;
    private readonly HashSet<Value> _late = [];

    public NativeGraph(StepGraph graph)
    {
        Graph = graph;
        _roots = [.. graph.Roots, .. graph.Roots.Select(BufferPlan.ReshapeRoot)];
        foreach (var value in graph.Values)
        {
            foreach (var input in value.Inputs)
            {
                (_consumers.TryGetValue(input, out var users) ? users : _consumers[input] = []).Add(value);
            }
        }

        FindLate();
    }

    public StepGraph Graph { get; }

    /// <summary>
    /// The values that are scheduled, in an order of evaluation: everything row by row first, then what brings the rows of all threads
    /// together.
    /// </summary>
    public IEnumerable<Value> Scheduled => Graph.Values
        .Where(value => !IsLeaf(value) && !IsFused(value) && !IsRematerialized(value) && !IsScaledSum(value) && !IsAccumulated(value))
        .OrderBy(IsLate);

    /// <summary>
    /// Whether a value waits until all examples have gone forward and back: the gradients of dense layers, each a product over all
    /// examples. Threads then wait for each other once, not at every layer. Convolutions' gradients do not wait: their operands are large,
    /// and a wait is nothing beside them.
    /// </summary>
    public bool IsLate(Value value) => _late.Contains(value);

    public bool IsRoot(Value value) => _roots.Contains(value);

    public IReadOnlyList<Value> ConsumersOf(Value value) => _consumers.TryGetValue(value, out var users) ? users : [];

    /// <summary>Given to the step; classes are given as one-hot vectors, and by whether there are any.</summary>
    public static bool IsLeaf(Value value) =>
        value.Op is DataOp or WeightOp or DrawOp or UnitRowsOp
        || (value.Op is OneHotOp or PresentOp { AnyOfRow: true } && value.Inputs[0].Op is DataOp);

    /// <summary>
    /// Read through: a view, a value that is broadcast or repeated where a loop reads it, a number that is the same everywhere.
    /// </summary>
    public bool IsFused(Value value) => value.Op switch
    {
        ViewOp or ExpandOp => true,
        RepeatOp => !IsRoot(value) && ConsumersOf(value).All(user => user.Op.IsPointwise || user.Op is SumOp),
        FillOp => !IsRoot(value) && ConsumersOf(value).All(user => user.Op.IsPointwise || user.Op is SumOp),
        _ => false,
    };

    /// <summary>Cheap functions of what is given are computed again in every loop that reads them: less than a trip to memory.</summary>
    public bool IsRematerialized(Value value) =>
        !IsRoot(value)
        && value.Op is MapOp { Function.Name: "ge" or "lt" or "gt" or "isfinite" or "nan_to_num" or "square" or "abs" or "sign" }
            or ScaleOp or ShiftOp
        && value.Inputs.All(input => IsLeaf(input) || IsRematerialized(input))
        && ConsumersOf(value).All(user => user.Op.IsPointwise || user.Op is SumOp);

    /// <summary>A sum that is only scaled: the loop scales what it adds up.</summary>
    public bool IsScaledSum(Value value) =>
        value.Op is SumOp && !IsRoot(value) && ConsumersOf(value) is [{ Op: ScaleOp }];

    /// <summary>A product that is only added to something of its size: the product's operation adds.</summary>
    public bool IsAccumulated(Value value) =>
        value.Op is MatMulOp && !IsRoot(value) && ConsumersOf(value) is [{ Op: PlusOp } sum] && AccumulatedBy(sum) == value;

    /// <summary>The product that a sum lets add to its other summand, or null.</summary>
    public Value? AccumulatedBy(Value sum)
    {
        if (sum.Op is not PlusOp || sum.Inputs[0] == sum.Inputs[1])
        {
            return null;
        }

        var product = sum.Inputs.LastOrDefault(
            input => input.Op is MatMulOp && !IsRoot(input) && ConsumersOf(input).Count == 1 && input.Extent == sum.Extent);
        var addend = product == sum.Inputs[0] ? sum.Inputs[1] : sum.Inputs[0];
        return product is not null
            && addend.Extent == sum.Extent
            && !addend.Op.IsView
            && addend.Op is not (FillOp or RepeatOp)
            && !IsLeaf(addend)
            && !IsRematerialized(addend)
            && !IsRoot(addend)
            && ConsumersOf(addend).Count == 1
            ? product
            : null;
    }

    /// <summary>The sum that a value stands for: itself, or the one that it scales.</summary>
    public Value? SumOf(Value value) => value.Op switch
    {
        SumOp => value,
        ScaleOp when IsScaledSum(value.Inputs[0]) => value.Inputs[0],
        _ => null,
    };

    /// <summary>The matrix of the loop that can compute a value; null where it needs an operation of its own.</summary>
    public Grid? SpaceOf(Value value)
    {
        if (SumOf(value) is { } sum)
        {
            return Grid.Of(SeenAs(sum.Inputs[0]));
        }

        return (value.Op.IsPointwise && AccumulatedBy(value) is null) || value.Op is FillOp ? Grid.Of(value.Extent) : null;
    }

    private void FindLate()
    {
        var gradients = new HashSet<Value>(Graph.Gradients.Select(pair => pair.Gradient));
        var terms = new HashSet<Value>(Graph.Terms.Select(term => term.Value));
        foreach (var value in Graph.Values.Reverse())
        {
            var users = ConsumersOf(value);
            if (!IsLeaf(value)
                && !terms.Contains(value)
                && !value.Extent.HasRows
                && value.Op is not ConvWeightOp
                && !(SumOf(value) is { } sum && sum.Inputs[0].Extent.HasRows)
                && (users.Count > 0 || gradients.Contains(value))
                && users.All(_late.Contains))
            {
                _late.Add(value);
            }
        }
    }

    private static Extent SeenAs(Value value) => value.Extent;

    /// <summary>A view that is the same matrix: only its dimensions are written otherwise.</summary>
    public static bool IsSameMatrix(Value value) => value.Op is ViewOp && Grid.Of(value.Extent) == Grid.Of(value.Inputs[0].Extent);

    /// <summary>What a value looks at in memory, in another shape than it was computed in.</summary>
    public IEnumerable<Value> LooksAt(Value value)
    {
        var open = new Stack<Value>(Direct(value));
        while (open.Count > 0)
        {
            var input = open.Pop();
            if (input.Op is ViewOp && !IsSameMatrix(input))
            {
                yield return BufferPlan.StorageOf(input);
            }

            if (IsFused(input) || IsRematerialized(input) || IsAccumulated(input))
            {
                foreach (var inner in input.Inputs)
                {
                    open.Push(inner);
                }
            }
        }
    }

    /// <summary>What must be computed before a value, through everything that is read through.</summary>
    public IEnumerable<Value> Needs(Value value)
    {
        var open = new Stack<Value>(Direct(value));
        while (open.Count > 0)
        {
            var input = open.Pop();
            if (IsLeaf(input))
            {
                continue;
            }

            if (IsFused(input) || IsRematerialized(input) || IsAccumulated(input))
            {
                foreach (var inner in input.Inputs)
                {
                    open.Push(inner);
                }
            }
            else
            {
                yield return input;
            }
        }
    }

    private IEnumerable<Value> Direct(Value value) => (SumOf(value) ?? value).Inputs;
}
