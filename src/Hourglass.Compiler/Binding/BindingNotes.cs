using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>A stage as the binder came to it: what goes in, and what comes out unless something is wrong with it.</summary>
/// <param name="Syntax">The stage as it is written; inside a block, as it is written there.</param>
/// <param name="Input">The shape that goes in.</param>
/// <param name="Range">What its elements can be.</param>
/// <param name="Layout">What its first size counts.</param>
/// <param name="Bound">The stages that it stands for; null after an error.</param>
/// <param name="Block">The block whose body it stands in, or null.</param>
public sealed record StageNote(
    StageSyntax Syntax, Shape Input, ValueRange Range, Layout Layout, IReadOnlyList<BoundStage>? Bound, string? Block)
{
    /// <summary>The shape that comes out; null after an error.</summary>
    public Shape? Output => Bound is null ? null : Bound.Count == 0 ? Input : Bound[Bound.Count - 1].Output;
}

/// <summary>A distribution at a pipeline's end, as the binder came to it.</summary>
/// <param name="Syntax">As it is written.</param>
/// <param name="Input">The shape that its heads are computed from.</param>
/// <param name="Bound">What it is; null after an error.</param>
public sealed record DistributionNote(StageSyntax Syntax, Shape Input, BoundDistribution? Bound);

/// <summary>
/// What the binder found out on its way, place by place, for editors: it stands for stages before an error too, and for those of a model
/// that cannot be emitted. Whoever does not ask for notes pays nothing for them.
/// </summary>
public sealed class BindingNotes
{
    private readonly List<StageNote> _stages = [];
    private readonly List<DistributionNote> _distributions = [];

    /// <summary>Stages, in the order in which they were bound; those of a block as often as it is used.</summary>
    public IReadOnlyList<StageNote> Stages => _stages;

    /// <summary>Distributions of bindings.</summary>
    public IReadOnlyList<DistributionNote> Distributions => _distributions;

    /// <summary>Constants and the model's parameters whose values are known.</summary>
    public IReadOnlyDictionary<string, double> Values { get; internal set; } = new Dictionary<string, double>();

    internal void Add(StageNote note) => _stages.Add(note);

    internal void Add(DistributionNote note) => _distributions.Add(note);
}
