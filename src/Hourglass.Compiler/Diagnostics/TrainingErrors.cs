using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Diagnostics;

/// <summary>AE5xxx: training.</summary>
public static class TrainingErrors
{
    /// <summary>A setting is given what it cannot be.</summary>
    public static readonly DiagnosticDescriptor WrongSettingRule = new("AE5001", Severity.Error, "A setting is given what it cannot be");

    /// <summary>A setting is given twice.</summary>
    public static readonly DiagnosticDescriptor DuplicateSettingRule = new("AE5002", Severity.Error, "A setting is given twice");

    /// <summary>A model has two trainings.</summary>
    public static readonly DiagnosticDescriptor SecondTrainingRule = new("AE5003", Severity.Error, "A model has two trainings");

    /// <summary>A setting watches examples that are set aside, and there are none.</summary>
    public static readonly DiagnosticDescriptor NothingToWatchRule = new(
        "AE5004",
        Severity.Error,
        "A setting watches examples that are set aside, and there are none");

    /// <summary>A schedule begins after the training.</summary>
    public static readonly DiagnosticDescriptor ScheduleBeginsLateRule = new(
        "AE5005",
        Severity.Error,
        "A schedule begins after the training");

    /// <summary>A setting does not fit the model's critics.</summary>
    public static readonly DiagnosticDescriptor CriticSettingRule = new(
        "AE5006",
        Severity.Error,
        "A setting does not fit the model's critics");

    /// <summary>A phase of a training cannot be.</summary>
    public static readonly DiagnosticDescriptor PhaseRule = new("AE5007", Severity.Error, "A phase of a training cannot be");

    /// <summary>A method does not fit the model.</summary>
    public static readonly DiagnosticDescriptor MethodRule = new("AE5008", Severity.Error, "A training method does not fit the model");

    /// <summary>The group, by id.</summary>
    public static EquatableArray<DiagnosticDescriptor> All { get; } = EquatableArray.Of(
        WrongSettingRule,
        DuplicateSettingRule,
        SecondTrainingRule,
        NothingToWatchRule,
        ScheduleBeginsLateRule,
        CriticSettingRule,
        PhaseRule,
        MethodRule);

    internal static Diagnostic WrongSetting(string setting, string expectation, string found, TextSpan span, string? help = null) =>
        WrongSettingRule.At(span, $"`{setting}` must be {expectation}, not {found}", help);

    internal static Diagnostic DuplicateSetting(string setting, TextSpan span, TextSpan first) =>
        DuplicateSettingRule.At(span, $"`{setting}` is set already", "leave one of the two out") with
        {
            Related = EquatableArray.Of(new RelatedSpan(first, "set here first")),
        };

    internal static Diagnostic NothingToWatch(string setting, TextSpan span) => NothingToWatchRule.At(
        span,
        $"`{setting}` watches examples that are set aside while training, and none are",
        "add `validate: 0.1`: a tenth of the examples is set aside");

    internal static Diagnostic ScheduleBeginsLate(string schedule, double begins, int epochs, TextSpan span) => ScheduleBeginsLateRule.At(
        span,
        $"`{schedule}` does nothing before {NumberText.Of(begins)} epochs have passed, and training ends after {NumberText.Of(epochs)}",
        $"train longer, or let it begin earlier: `epochs: {NumberText.Of(Math.Floor(begins) + 1)}`");

    internal static Diagnostic NoCritic(string setting, TextSpan span) => CriticSettingRule.At(
        span,
        $"`{setting}` is for critics, and the model has none",
        "leave it out, or declare one, `critic c = z -> dense(64, leaky(0.2)) -> dense(1)`");

    internal static Diagnostic AccumulatesWithCritic(TextSpan span) => CriticSettingRule.At(
        span,
        "`accumulate` moves the model once in several batches, and its critics are moved in each",
        "leave it out, or take smaller steps: a lower learning rate");

    internal static Diagnostic OfWholeTwice(string setting, TextSpan span, TextSpan first) => DuplicateSettingRule.At(
        span, $"`{setting}` holds for the whole training, and is set already in another phase", "leave one of the two out") with
    {
        Related = EquatableArray.Of(new RelatedSpan(first, "set here first")),
    };

    internal static Diagnostic UpdateAndFreeze(TextSpan span) => DuplicateSettingRule.At(
        span, "the phase says already what moves: `update` and `freeze` exclude each other", "leave one of the two out");

    internal static Diagnostic UnknownPart(string setting, string name, TextSpan span, IEnumerable<string> labels) => WrongSettingRule.At(
        span,
        $"`{setting}` takes roles and labels, and `{name}` is neither",
        NameErrors.Suggest(name, labels.Concat(ModelScope.RoleWords), "the roles and labels are"))
        .Replaced(NameErrors.Closest(name, labels.Concat(ModelScope.RoleWords)));

    internal static Diagnostic StopsBefore(TextSpan span) => PhaseRule.At(
        span, "only the last phase can stop early", "give this phase a number of epochs, and the last one `stop: patience(10)`");

    internal static Diagnostic UnknownLayer(string label, TextSpan span, IEnumerable<string> labels) => MethodRule.At(
        span,
        $"no layer is labelled `{label}`",
        NameErrors.Suggest(label, labels, "the labels are") ?? "label layers of the encoder: `x -> l1: dense(500, sigmoid)`")
        .Replaced(NameErrors.Closest(label, labels));

    internal static Diagnostic AllLabelled(TextSpan span) => PhaseRule.At(
        span, "no classes of this model may be missing", "leave it out, or declare classes that may: `data y?: class(10)`");

    internal static Diagnostic NothingMoves(string phase, TextSpan span) => PhaseRule.At(
        span,
        $"{Phase(phase)} moves nothing: what it may move has no part in what it minimizes",
        "let `update` name something that the objective depends on, or leave it out");

    internal static Diagnostic NothingToMinimize(string phase, TextSpan span) => PhaseRule.At(
        span,
        $"{Phase(phase)} has nothing to minimize, as the model has no objective of its own",
        "add `minimize: sse(y, x)` to the phase, or `minimize …` to the model");

    internal static Diagnostic CannotBeGreedy(TextSpan span, string label, string reason) => MethodRule.At(
        span,
        $"`greedy` cannot train `{label}` by itself: {reason}",
        "label dense layers and convolutions of an `encode` pipeline, outside of blocks, in their order: "
            + "`x -> l1: dense(500, sigmoid) -> l2: dense(200, sigmoid)`");

    internal static Diagnostic NoiseForEach(TextSpan span, int noises, int layers) => MethodRule.At(
        span,
        $"there are {NumberText.Of(noises)} corruptions for {NumberText.Of(layers)} {(layers == 1 ? "layer" : "layers")}",
        "give one for all, `corrupt: mask(0.3)`, or one for each");

    internal static Diagnostic BesideMethod(TextSpan span, string method, string setting) => MethodRule.At(
        span, $"`{method}` leaves no room for `{setting}`", $"leave `{setting}` out of this phase");

    internal static Diagnostic NoLoop(TextSpan span, string why) => MethodRule.At(
        span,
        $"`recirculation` needs a loop of one hidden layer, and this model is none: {why}",
        "an example: `encode h = x -> dense(64, sigmoid)` and `decode y = h -> dense(784, sigmoid)`");

    internal static Diagnostic NoMixture(TextSpan span, string why) => MethodRule.At(
        span,
        $"coordinate ascent finds the posterior of a mixture of normals, and this model is none: {why}",
        "an example: `encode c ~ x -> mean_field(20)`, `prior c ~ dirichlet -> categorical`, `decode x ~ c -> normal(variance: covariance, "
            + "prior: wishart)`, `minimize elbo`, `train { method: coordinate_ascent  epochs: 100 }`");

    internal static Diagnostic MovingWeightsOfMethod(TextSpan span, string method) => MethodRule.At(
        span, $"`{method}` has no use for weights that move", "give the term a number");

    internal static Diagnostic PartsOfMethod(TextSpan span, string method) => MethodRule.At(
        span, $"`{method}` says itself what it moves", "leave `update` and `freeze` out of this phase");

    private static string Phase(string name) => name.Length == 0 ? "the training" : $"the phase `{name}`";

    internal static Diagnostic SecondTraining(TextSpan span, TextSpan first) =>
        SecondTrainingRule.At(
            span,
            "this model has a `train` already",
            "put all settings into one `train { … }`, or name what comes first and what then: `train start { … }  train rest { … }`") with
        {
            Related = EquatableArray.Of(new RelatedSpan(first, "the first one")),
        };
}
