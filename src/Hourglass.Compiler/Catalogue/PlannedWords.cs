namespace Hourglass.Compiler.Catalogue;

/// <summary>What a planned word would be.</summary>
public enum PlannedKind
{
    /// <summary>A stage.</summary>
    Stage,

    /// <summary>A distribution, or a bijection behind one.</summary>
    Distribution,

    /// <summary>A term of the objective.</summary>
    Term,

    /// <summary>A setting of <c>train</c>.</summary>
    Setting,

    /// <summary>An optimizer.</summary>
    Optimizer,

    /// <summary>A learning rate schedule.</summary>
    Schedule,

    /// <summary>A training method.</summary>
    Method,

    /// <summary>A weight that moves with the epochs.</summary>
    WeightSchedule,

    /// <summary>A role of a binding.</summary>
    Role,
}

/// <summary>A word that the language knows and that is not available yet; it is refused by name, never ignored.</summary>
/// <param name="Kind">What it would be.</param>
/// <param name="Name">The word.</param>
public sealed record PlannedWord(PlannedKind Kind, string Name);

/// <summary>The words of the language to reach. One that has an entry is available, and is planned no longer.</summary>
public static class PlannedWords
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PlannedWord> All { get; } =
    [
        .. Words(PlannedKind.Stage, "unpool", "groupnorm", "quantize", "embed"),
        .. Words(
            PlannedKind.Distribution,
            "laplace", "student", "logistic", "gamma", "beta", "dirichlet", "continuous_bernoulli", "relaxed", "poisson", "multinomial",
            "sphere",
            "planar", "radial", "iaf", "maf", "mixture", "vamp", "uniform"),
        .. Words(
            PlannedKind.Term,
            "iwae", "miwae", "ciwae", "huber", "logcosh", "ssim", "msssim", "mmd", "tc", "mi", "dwkl", "dip", "sliced", "adversarial",
            "critic_penalty", "commitment", "gradient_penalty"),
        .. Words(PlannedKind.Setting, "stop", "validate", "accumulate", "update", "corrupt"),
        .. Words(PlannedKind.Optimizer, "adamax", "adagrad"),
        .. Words(PlannedKind.Schedule, "step", "plateau", "exponential"),
        .. Words(PlannedKind.Method, "greedy", "recirculation", "coordinate_ascent"),
        .. Words(PlannedKind.WeightSchedule, "cycle", "capacity"),
    ];

    private static IEnumerable<PlannedWord> Words(PlannedKind kind, params string[] names) =>
        names.Select(name => new PlannedWord(kind, name));
}
