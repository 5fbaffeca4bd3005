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

    /// <summary>The group, by id.</summary>
    public static EquatableArray<DiagnosticDescriptor> All { get; } = EquatableArray.Of(
        WrongSettingRule,
        DuplicateSettingRule,
        SecondTrainingRule);

    internal static Diagnostic WrongSetting(string setting, string expectation, string found, TextSpan span, string? help = null) =>
        WrongSettingRule.At(span, $"`{setting}` must be {expectation}, not {found}", help);

    internal static Diagnostic DuplicateSetting(string setting, TextSpan span, TextSpan first) =>
        DuplicateSettingRule.At(span, $"`{setting}` is set already", "leave one of the two out") with
        {
            Related = EquatableArray.Of(new RelatedSpan(first, "set here first")),
        };

    internal static Diagnostic SecondTraining(TextSpan span, TextSpan first) =>
        SecondTrainingRule.At(span, "this model has a `train` already", "put all settings into one `train { … }`") with
        {
            Related = EquatableArray.Of(new RelatedSpan(first, "the first one")),
        };
}
