using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Plan;

/// <summary>Where a value of the step lies.</summary>
/// <param name="Kind">In which memory.</param>
/// <param name="Offset">Numbers before it: for each example in <see cref="SlotKind.Rows"/>, in all elsewhere. The index of a gradient or a
/// term.</param>
public readonly record struct Slot(SlotKind Kind, long Offset);

/// <summary>A memory of the step.</summary>
public enum SlotKind
{
    /// <summary>Workspace that grows with the batch.</summary>
    Rows,

    /// <summary>Workspace of a fixed size.</summary>
    Fixed,

    /// <summary>The gradient of a parameter.</summary>
    Gradient,

    /// <summary>A term.</summary>
    Term,

    /// <summary>A tensor of its own, made by an operator that cannot write elsewhere.</summary>
    Own,
}

/// <summary>
/// The memory of a step, known before training: every value has its place, places are used again once nobody needs what was there, and an
/// element-wise function writes over its argument where that is its last use.
/// </summary>
/// <param name="Slots">The place of each value that has one; views and folded values have none.</param>
/// <param name="RowNumbers">Workspace for each example, in numbers.</param>
/// <param name="FixedNumbers">Workspace of a fixed size, in numbers.</param>
/// <param name="OwnRowNumbers">The most that tensors of their own and what operators take while they run hold at once, for each
/// example.</param>
/// <param name="OwnFixedNumbers">The same of those that do not grow with the batch.</param>
/// <param name="Overwrites">The argument that a value is written over.</param>
/// <param name="Temporaries">What the operator of a value takes while it runs, and where that is counted.</param>
public sealed record BufferPlan(
    IReadOnlyDictionary<Value, Slot> Slots,
    long RowNumbers,
    long FixedNumbers,
    long OwnRowNumbers,
    long OwnFixedNumbers,
    IReadOnlyDictionary<Value, Value> Overwrites,
    IReadOnlyDictionary<Value, TemporaryPlace> Temporaries)
{
    /// <summary>What the updates of statistics take while they run, and where that is counted.</summary>
    public IReadOnlyList<TemporaryPlace> OfUpdates { get; init; } = [];

    /// <summary>For each pair of examples, the most at once of what operators allocate by themselves.</summary>
    public long OwnPairNumbers { get; init; }

    /// <summary>The value whose numbers a value has, all of them and in order: itself, or what it is another shape of.</summary>
    public static Value ReshapeRoot(Value value)
    {
        while (value.Op is ViewOp)
        {
            value = value.Inputs[0];
        }

        return value;
    }

    /// <summary>The value whose memory a value looks at.</summary>
    public static Value StorageOf(Value value)
    {
        while (value.Op.IsView)
        {
            value = value.Inputs[0];
        }

        return value;
    }
}
