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

    /// <summary>The group, by id.</summary>
    public static EquatableArray<DiagnosticDescriptor> All { get; } = EquatableArray.Of(
        WrongSettingRule,
        DuplicateSettingRule,
        SecondTrainingRule,
        NothingToWatchRule,
        ScheduleBeginsLateRule,
        CriticSettingRule);

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

    internal static Diagnostic SecondTraining(TextSpan span, TextSpan first) =>
        SecondTrainingRule.At(span, "this model has a `train` already", "put all settings into one `train { … }`") with
        {
            Related = EquatableArray.Of(new RelatedSpan(first, "the first one")),
        };
}
