namespace Hourglass.Compiler.Catalogue;

/// <summary>All entries, found by their classes: an entry's file is all that it takes to add one.</summary>
public static class Vocabulary
{
    private static readonly CatalogueEntry[] Entries = Discover();

    /// <summary>Stages that give a tensor, activations among them.</summary>
    public static IReadOnlyDictionary<string, StageEntry> Stages { get; } = Of<StageEntry>();

    /// <summary>Functions of one element.</summary>
    public static IReadOnlyDictionary<string, ActivationEntry> Activations { get; } = Of<ActivationEntry>();

    /// <summary>Distributions.</summary>
    public static IReadOnlyDictionary<string, DistributionEntry> Distributions { get; } = Of<DistributionEntry>();

    /// <summary>Priors that are made for their code.</summary>
    public static IReadOnlyDictionary<string, PriorEntry> Priors { get; } = Of<PriorEntry>();

    /// <summary>Bijections behind a distribution.</summary>
    public static IReadOnlyDictionary<string, BijectionEntry> Bijections { get; } = Of<BijectionEntry>();

    /// <summary>Terms of the objective.</summary>
    public static IReadOnlyDictionary<string, TermEntry> Terms { get; } = Of<TermEntry>();

    /// <summary>Data domains.</summary>
    public static IReadOnlyDictionary<string, DomainEntry> Domains { get; } = Of<DomainEntry>();

    /// <summary>What data go through before anything reads them.</summary>
    public static IReadOnlyDictionary<string, PreparationEntry> Preparations { get; } = Of<PreparationEntry>();

    /// <summary>Corruptions.</summary>
    public static IReadOnlyDictionary<string, NoiseEntry> Noises { get; } = Of<NoiseEntry>();

    /// <summary>Optimizers.</summary>
    public static IReadOnlyDictionary<string, OptimizerEntry> Optimizers { get; } = Of<OptimizerEntry>();

    /// <summary>Ways in which the learning rate moves.</summary>
    public static IReadOnlyDictionary<string, RateScheduleEntry> RateSchedules { get; } = Of<RateScheduleEntry>();

    /// <summary>Ways to draw initial weights.</summary>
    public static IReadOnlyDictionary<string, InitialiserEntry> Initialisers { get; } = Of<InitialiserEntry>();

    /// <summary>How a phase moves the parameters.</summary>
    public static IReadOnlyDictionary<string, MethodEntry> Methods { get; } = Of<MethodEntry>();

    /// <summary>Settings of <c>train</c>.</summary>
    public static IReadOnlyDictionary<string, SettingEntry> Settings { get; } = Of<SettingEntry>();

    /// <summary>Weights that move with the epochs.</summary>
    public static IReadOnlyDictionary<string, WeightScheduleEntry> WeightSchedules { get; } = Of<WeightScheduleEntry>();

    /// <summary>Every entry, by name.</summary>
    public static IReadOnlyList<CatalogueEntry> All => Entries;

    private static CatalogueEntry[] Discover() =>
    [
        .. typeof(CatalogueEntry).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(CatalogueEntry).IsAssignableFrom(type))
            .Where(type => type.GetConstructor(Type.EmptyTypes) is not null)
            .Select(type => (CatalogueEntry)Activator.CreateInstance(type)!)
            .OrderBy(entry => entry.Name, StringComparer.Ordinal),
    ];

    private static Dictionary<string, T> Of<T>()
        where T : CatalogueEntry => Entries.OfType<T>().ToDictionary(entry => entry.Name, StringComparer.Ordinal);
}
