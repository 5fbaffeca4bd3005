using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Plan;

namespace Hourglass.Compiler.Emit.TorchScript;

/// <summary>Values that are not computed by themselves because ATen has one operator for them and their only user.</summary>
internal sealed class Folding
{
    private readonly HashSet<Value> _folded = [];
    private readonly Dictionary<Value, int> _uses = [];

    public Folding(StepGraph graph)
    {
        foreach (var value in graph.Values.SelectMany(value => value.Inputs).Concat(graph.Roots))
        {
            _uses[value] = _uses.TryGetValue(value, out var count) ? count + 1 : 1;
        }

        foreach (var value in graph.Values)
        {
            if (FoldedInto(value) is { } inner)
            {
                _folded.Add(inner);
            }
        }
    }

    /// <summary>Whether a value is part of its user.</summary>
    public bool IsFolded(Value value) => _folded.Contains(value);

    /// <summary>A value as what its operator reads and writes; null for one that is not computed by itself.</summary>
    public ScheduledOperation? OperationOf(Value value)
    {
        if (IsFolded(value) || (value.Op.IsView && !Statements.IsCopied(value)) || value.Op is DataOp or WeightOp or DrawOp)
        {
            return null;
        }

        var reads = value.Inputs.SelectMany(input => IsFolded(input) ? input.Inputs : EquatableArray.Of(input)).ToArray();
        var replaceable = value.Op.IsPointwise && !Statements.CannotRunInPlace(value)
            ? value.Inputs.Where(input => IsReplaceable(input, value, reads))
            : [];
        return new ScheduledOperation(reads, [value], [.. replaceable])
        {
            Temporaries = Statements.TemporariesOf(value.Inputs.FirstOrDefault(IsFolded) ?? value)
        };
    }

    /// <summary>Statistics that a step moves, as what is read for them.</summary>
    public static ScheduledOperation UpdateOf(RunningUpdate update) => new(update.Values, [], [])
    {
        Temporaries = new Temporaries(update.Temporaries.PerExample, update.Temporaries.Fixed),
    };

    /// <summary>An argument may be written over where nothing else that is read here lies in the same memory.</summary>
    private bool IsReplaceable(Value input, Value value, Value[] reads) =>
        input.Extent == value.Extent
        && !IsFolded(input)
        && !input.Op.IsView
        && input.Op is not MaxPlacesOp
        && reads.Count(other => BufferPlan.StorageOf(other) == input) == value.Inputs.Count(other => other == input);

    /// <summary>The input that the value's operator also computes, or null.</summary>
    private Value? FoldedInto(Value value) => value.Op switch
    {
        PlusOp => value.Inputs.LastOrDefault(
            input => IsSingle(input) && input.Op is MatMulOp or ConvOp or ConvInputOp && IsAddend(Other(value, input), input)),
        _ => null,
    };

    /// <summary>A product takes any addend that has its size or is a bias; a convolution takes a bias for each channel.</summary>
    private bool IsAddend(Value addend, Value product) => product.Op is MatMulOp
        ? !IsFolded(addend) && (addend.Extent == product.Extent || addend.Extent == product.Extent with { Rows = 0 })
        : addend.Op is ViewOp && addend.Inputs[0].Op is WeightOp { Shape.Rank: 1 };

    private static Value Other(Value sum, Value input) => sum.Inputs[0] == input ? sum.Inputs[1] : sum.Inputs[0];

    private bool IsSingle(Value value) => _uses[value] == 1;
}
