using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue;

/// <summary>A stage: takes a tensor, gives a tensor.</summary>
public abstract class StageEntry : CatalogueEntry
{
    /// <summary>What the shape becomes, for the reference: <c>[..., a] → [..., n]</c>.</summary>
    public abstract string ShapeRule { get; }

    /// <summary>The name of a layer of this kind, numbered within its role (<c>dense1</c>); null for a stage without parameters.</summary>
    public virtual string? LayerPrefix => null;

    /// <summary>Whether its layer has weights that a penalty may name.</summary>
    public virtual bool HasWeights => false;

    /// <summary>Whether it takes any number of vectors, one by one: neither maps nor a batch.</summary>
    public virtual bool IsPerVector => false;

    /// <summary>Whether a gradient through it cannot be derived again, as a penalty on gradients needs.</summary>
    public virtual bool IsDerivedOnce => false;

    /// <summary>Whether a chain in braces belongs to it.</summary>
    public virtual bool TakesBody => false;

    /// <summary>What the first size of its result counts; null where that is what it was before.</summary>
    public virtual Layout? LayoutOf(BoundArguments arguments) => null;

    /// <summary>What the first size of its result counts, where the stages before have said what it counted there.</summary>
    public virtual Layout LayoutBehind(Layout before, BoundArguments arguments) => LayoutOf(arguments) ?? before;

    /// <summary>What its result is called where it has no layer whose name that would be.</summary>
    public virtual string ResultName => Name;

    /// <summary>The shape that comes out; null after an error has been reported.</summary>
    public abstract Shape? InferShape(StageBinding binding);

    /// <summary>What the elements can be, before an activation given as an argument.</summary>
    public virtual ValueRange InferRange(BoundArguments arguments, ValueRange input) => ValueRange.Any;

    /// <summary>Binds the stage; null after an error has been reported. Entries that stand for several stages give them all.</summary>
    public virtual IReadOnlyList<BoundStage>? Bind(StageBinding binding) =>
        InferShape(binding) is { } output ? [binding.Complete(this, output)] : null;

    /// <summary>The values that compute it, its activation excluded.</summary>
    public abstract Value Lower(StageLowering at, BoundStage stage, Value input);

    /// <summary>What undoes it in a mirrored decoder.</summary>
    public virtual MirrorStep Mirror(BoundStage stage) => MirrorStep.Impossible;

    /// <summary>
    /// Its arguments as the language would write them: what a checkpoint belongs to does not depend on how a stage came about.
    /// </summary>
    internal virtual BoundArguments Written(BoundStage stage) => stage.Arguments;

    /// <summary>The fewest examples that a training step can take with it; more than 1 where it needs the spread of a batch.</summary>
    public virtual int LeastBatch(BoundStage stage) => 1;

    /// <summary>Trainable numbers that it owns.</summary>
    public virtual long CountParameters(BoundStage stage) => 0;

    /// <summary>Floating-point operations per example.</summary>
    public virtual long CountFlops(BoundStage stage) => 0;
}

/// <summary>What undoes a stage in a mirrored decoder.</summary>
/// <param name="Kind">Whether anything does.</param>
/// <param name="Entry">The stage that does.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record MirrorStep(MirrorKind Kind, StageEntry? Entry = null, BoundArguments? Arguments = null)
{
    /// <summary>The stage leaves no trace (dropout, a corruption, a normalisation, an activation).</summary>
    public static MirrorStep Skip { get; } = new(MirrorKind.Skip);

    /// <summary>Nothing undoes it.</summary>
    public static MirrorStep Impossible { get; } = new(MirrorKind.Impossible);

    /// <summary>What to write instead, where nothing undoes it.</summary>
    public string? Help { get; init; }

    /// <summary>Nothing undoes it; what to write instead.</summary>
    public static MirrorStep ImpossibleWithout(string help) => new(MirrorKind.Impossible) { Help = help };

    /// <summary>A stage undoes it.</summary>
    public static MirrorStep By(StageEntry entry, BoundArguments arguments) => new(MirrorKind.Stage, entry, arguments);
}

/// <summary>Whether anything undoes a stage.</summary>
public enum MirrorKind
{
    /// <summary>It leaves no trace.</summary>
    Skip,

    /// <summary>A stage does.</summary>
    Stage,

    /// <summary>Nothing does.</summary>
    Impossible,
}
