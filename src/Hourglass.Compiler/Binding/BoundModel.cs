using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Catalogue.Distributions;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>A data variable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Doc">Its documentation, or null.</param>
/// <param name="Domain">Its values.</param>
/// <param name="Classes">K of <c>class(K)</c>, otherwise 0.</param>
/// <param name="Shape">The shape of one example as it is declared; a scalar for a single class.</param>
/// <param name="Optional">Whether an example may lack it.</param>
/// <param name="Span">Where its name is written.</param>
public sealed record BoundData(string Name, string? Doc, DomainEntry Domain, int Classes, Shape Shape, bool Optional, TextSpan Span)
{
    /// <summary>What its values go through before anything reads them; <c>Domain</c> is what they are then.</summary>
    public EquatableArray<BoundPreparation> Preparations { get; init; } = EquatableArray<BoundPreparation>.Empty;

    /// <summary>What the values are before that, as they are stored.</summary>
    public DomainEntry Stored { get; init; } = Domain;

    /// <summary>What the values can be where a pipeline reads them.</summary>
    public ValueRange Range { get; init; } = Domain.Range;

    /// <summary>The number that all stored values must be above for the first preparation to take them; null where there is none.</summary>
    public double? Above => Preparations.FirstOrDefault()?.Entry.Above;

    /// <summary>Whether single elements of an example may be missing: NaN.</summary>
    public bool HasGaps => Optional && Classes == 0;

    /// <summary>Whether an encoder may describe it: a class that is a code where it is missing.</summary>
    public bool MayBeLatent => Optional && Classes > 0 && Shape.Rank == 0;

    /// <summary>The shape under which a pipeline reads it: a class becomes one-hot along a leading dimension.</summary>
    public Shape InputShape => Classes > 0 ? Shape.Of([Classes, .. Shape.Dimensions]) : Shape;
}

/// <summary>What data go through before anything reads them.</summary>
/// <param name="Entry">Which preparation.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record BoundPreparation(PreparationEntry Entry, BoundArguments Arguments);

/// <summary>A distribution at a pipeline's end, with the layer that each of its parameters' heads copies.</summary>
/// <param name="Entry">Which.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Event">The shape of an event.</param>
/// <param name="Heads">A head for each parameter that has one, by the parameter's name.</param>
/// <param name="Span">Where it is written.</param>
public sealed record BoundDistribution(
    DistributionEntry Entry,
    BoundArguments Arguments,
    Shape Event,
    IReadOnlyList<BoundHead> Heads,
    TextSpan Span)
{
    /// <summary>Whether its elements are independent, so that a divergence is a sum over them.</summary>
    public bool IsFactorised => Bijections.Count == 0 && Entry.IsFactorised(Arguments);

    /// <summary>The bijections behind it, in order.</summary>
    public IReadOnlyList<BoundBijection> Bijections { get; init; } = [];

    /// <summary>The runtime's class.</summary>
    public string RuntimeType => Entry.RuntimeTypeOf(Arguments);
}

/// <summary>How one parameter of a distribution is computed from the pipeline's last value.</summary>
/// <param name="Parameter">Its name, <c>mean</c>.</param>
/// <param name="Stages">Usually one affine layer; behind a mirror, the mirror's last layers.</param>
public sealed record BoundHead(string Parameter, IReadOnlyList<BoundStage> Stages);

/// <summary>A binding.</summary>
/// <param name="Role">Its role.</param>
/// <param name="Name">What it binds.</param>
/// <param name="Doc">Its documentation, or null.</param>
/// <param name="Sources">What the pipeline starts at; several are concatenated. Empty for a prior without a pipeline.</param>
/// <param name="Stages">The stages, the distribution excluded.</param>
/// <param name="Distribution">The distribution of a <c>~</c> binding.</param>
/// <param name="Shape">The shape of the value, or of the event.</param>
/// <param name="Range">What the value's elements can be.</param>
/// <param name="Span">Where the name is written.</param>
public sealed record BoundBinding(
    Role Role,
    string Name,
    string? Doc,
    IReadOnlyList<BoundReference> Sources,
    IReadOnlyList<BoundStage> Stages,
    BoundDistribution? Distribution,
    Shape Shape,
    ValueRange Range,
    TextSpan Span)
{
    /// <summary>Where its pipeline ends, for a binding that gives a value.</summary>
    public LinePosition? End { get; init; }

    /// <summary>A prior that is made for its code, in place of a pipeline and a distribution.</summary>
    public BoundPrior? Prior { get; init; }

    /// <summary>Whether the pipeline starts by concatenating.</summary>
    public bool Concatenates => Sources.Count > 1;

    /// <summary>Every variable that it reads.</summary>
    public IEnumerable<BoundReference> Reads => Sources.Concat(Stages.SelectMany(ReadsOf));

    /// <summary>All stages with layers, heads included.</summary>
    public IEnumerable<BoundStage> AllStages => Stages.Concat(Distribution?.Heads.SelectMany(head => head.Stages) ?? []);

    private static IEnumerable<BoundReference> ReadsOf(BoundStage stage) => stage.References.Concat(stage.Body.SelectMany(ReadsOf));
}

/// <summary>A prior that is made for its code.</summary>
/// <param name="Entry">Which.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record BoundPrior(PriorEntry Entry, BoundArguments Arguments);

/// <summary>A summand of the objective.</summary>
/// <param name="Name">The name under which it is reported, <c>nll_x</c>.</param>
/// <param name="Entry">Its catalogue entry.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="Span">Where it is written.</param>
public sealed record BoundTerm(string Name, TermEntry Entry, BoundArguments Arguments, BoundWeight Weight, TextSpan Span)
{
    /// <summary>The critic that it plays against; null where there is none.</summary>
    public string? Critic => (Entry as IPlaysCritic)?.CriticOf(Arguments);
}

/// <summary>A parameter of the model that may have another value when the model is created.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value where none is given.</param>
public sealed record BoundParameter(string Name, double Value);

/// <summary>A weight: a number, possibly times a schedule.</summary>
/// <param name="Factor">The number.</param>
/// <param name="Schedule">The schedule, or null.</param>
/// <param name="ScheduleArguments">Its arguments.</param>
public sealed record BoundWeight(double Factor, WeightScheduleEntry? Schedule, BoundArguments ScheduleArguments)
{
    /// <summary>The number with the model's parameters in it; null where there are none that could be others.</summary>
    public WeightNumber? Free { get; init; }

    /// <summary>Whether a step must be told the weight: it moves, or whoever creates the model may choose it.</summary>
    public bool IsGiven => Schedule is not null || Free is not null;

    /// <summary>The weight of the negative term.</summary>
    public BoundWeight Negative =>
        this with { Factor = -Factor, Free = Free is null ? null : WeightNumber.Of('*', WeightNumber.Of(-1), Free) };

    /// <summary>Where the schedule is written; an empty place where there is none.</summary>
    public TextSpan ScheduleSpan { get; init; }

    /// <summary>Whether the schedule is what the term is held at: its distance from there is minimized, times the number.</summary>
    public bool IsCapacity => Schedule is { IsCapacity: true };

    /// <summary>After how many epochs it moves no more; null where it does not move, or always does.</summary>
    public double? EndsAfter => Schedule?.EndsAfter(ScheduleArguments);

    /// <summary>The weight of a figure, which is reported and not minimized.</summary>
    public static BoundWeight Zero { get; } = new(0, null, BoundArguments.None);

    /// <summary>The weight 1.</summary>
    public static BoundWeight One { get; } = new(1, null, BoundArguments.None);
}

/// <summary>A model in which every name, shape, domain and constant is known.</summary>
/// <param name="Name">The emitted type's name.</param>
/// <param name="Doc">Its documentation, or null.</param>
/// <param name="Span">Where the name is written.</param>
/// <param name="Data">Its data.</param>
/// <param name="Bindings">Its bindings, in an order in which each reads only what stands before it.</param>
/// <param name="Objectives">What is minimized: the model's own objective, and behind it those of phases.</param>
/// <param name="Training">How it trains.</param>
public sealed record BoundModel(
    string Name,
    string? Doc,
    TextSpan Span,
    IReadOnlyList<BoundData> Data,
    IReadOnlyList<BoundBinding> Bindings,
    IReadOnlyList<BoundObjective> Objectives,
    BoundTraining Training)
{
    /// <summary>The summands of the model's own objective.</summary>
    public IReadOnlyList<BoundTerm> Terms => Objectives[0].Terms;

    /// <summary>What the critics minimize meanwhile.</summary>
    public IReadOnlyList<BoundTerm> CriticTerms => Objectives[0].CriticTerms;

    /// <summary>The terms of every objective that speaks of the model's own variables.</summary>
    public IEnumerable<BoundTerm> AllTerms => Objectives
        .Where(objective => objective.Layer is null)
        .SelectMany(objective => objective.Terms);

    /// <summary>Stages and terms that the hand-written part of the class implements, in the order of declaration.</summary>
    public IReadOnlyList<BoundExtern> Externs { get; init; } = [];

    /// <summary>
    /// The classes of data that an encoder describes: where one is missing, it is a code, and the objective is summed over its values. Null
    /// where there are none.
    /// </summary>
    public BoundBinding? LatentClasses => Bindings.FirstOrDefault(
        binding => binding.Role == Role.Encode && FindData(binding.Name) is not null);

    /// <summary>The code that is a component of a mixture, whose posterior coordinate ascent finds; null where there is none.</summary>
    public BoundBinding? Mixture => Bindings.FirstOrDefault(binding => binding.Distribution?.Entry is MeanFieldDistribution);

    /// <summary>Parameters that do nothing but weigh terms, and so may have other values when the model is created.</summary>
    public IReadOnlyList<BoundParameter> FreeParameters { get; init; } = [];

    /// <summary>How codes are drawn while the objective is computed.</summary>
    public Sampling Sampling { get; init; } = Sampling.Once;

    /// <summary>The data of a name, or null.</summary>
    public BoundData? FindData(string name) => Data.FirstOrDefault(data => data.Name == name);

    /// <summary>The prior of a code, or null where the standard one holds.</summary>
    public BoundBinding? PriorOf(string name) => Bindings.FirstOrDefault(binding => binding.Role == Role.Prior && binding.Name == name);

    /// <summary>The binding of a code or a reconstruction, or the likelihood of data; null where there is none.</summary>
    public BoundBinding? Find(string name) => Bindings.FirstOrDefault(binding => binding.Role != Role.Prior && binding.Name == name);
}
