namespace Hourglass.Compiler.Diagnostics;

/// <summary>AE4xxx: the objective.</summary>
public static partial class ObjectiveErrors
{
    /// <summary>A model has no objective.</summary>
    public static readonly DiagnosticDescriptor NoObjectiveRule = new("AE4001", Severity.Error, "A model has no objective");

    /// <summary>An nll speaks of data without a likelihood.</summary>
    public static readonly DiagnosticDescriptor NoLikelihoodRule = new(
        "AE4002",
        Severity.Error,
        "An nll speaks of data without a likelihood");

    /// <summary>A value that must lie in [0, 1] can leave it.</summary>
    public static readonly DiagnosticDescriptor LeavesUnitIntervalRule = new(
        "AE4003",
        Severity.Error,
        "A value that must lie in [0, 1] can leave it");

    /// <summary>A term compares shapes that differ.</summary>
    public static readonly DiagnosticDescriptor ShapesDifferRule = new("AE4004", Severity.Error, "A term compares shapes that differ");

    /// <summary>A mean over the event is added to a sum.</summary>
    public static readonly DiagnosticDescriptor MixedUnitsRule = new("AE4005", Severity.Warning, "A mean over the event is added to a sum");

    /// <summary>A summand of the objective is not one weighted term.</summary>
    public static readonly DiagnosticDescriptor NotATermRule = new(
        "AE4006",
        Severity.Error,
        "A summand of the objective is not one weighted term");

    /// <summary>A term needs data and is given something else.</summary>
    public static readonly DiagnosticDescriptor NotDataRule = new(
        "AE4007",
        Severity.Error,
        "A term needs data and is given something else");

    /// <summary>A kl speaks of what is no random code.</summary>
    public static readonly DiagnosticDescriptor NotRandomCodeRule = new("AE4008", Severity.Error, "A kl speaks of what is no random code");

    /// <summary>A term needs a code.</summary>
    public static readonly DiagnosticDescriptor NotCodeRule = new("AE4009", Severity.Error, "A term needs a code");

    /// <summary>An elbo lacks a likelihood or a random code.</summary>
    public static readonly DiagnosticDescriptor BoundNeedsRule = new(
        "AE4010",
        Severity.Error,
        "An elbo lacks a likelihood or a random code");

    /// <summary>A difference is taken of classes.</summary>
    public static readonly DiagnosticDescriptor ErrorOfClassesRule = new("AE4011", Severity.Error, "A difference is taken of classes");

    /// <summary>A model has two objectives.</summary>
    public static readonly DiagnosticDescriptor SecondObjectiveRule = new("AE4012", Severity.Error, "A model has two objectives");

    /// <summary>Two terms ask for draws of their own.</summary>
    public static readonly DiagnosticDescriptor SecondBoundRule = new("AE4013", Severity.Error, "Two terms ask for draws of their own");

    /// <summary>A term compares data with data.</summary>
    public static readonly DiagnosticDescriptor DataAloneRule = new("AE4014", Severity.Warning, "A term speaks of data alone");

    /// <summary>No term reaches a decoder.</summary>
    public static readonly DiagnosticDescriptor UnreachedRule = new("AE4015", Severity.Warning, "No term reaches a decoder");

    /// <summary>A random code has no divergence beside a likelihood.</summary>
    public static readonly DiagnosticDescriptor MissingKlRule = new(
        "AE4016",
        Severity.Warning,
        "A random code has no kl beside a likelihood");

    /// <summary>Nothing reads a code.</summary>
    public static readonly DiagnosticDescriptor UnusedCodeRule = new("AE4017", Severity.Warning, "Nothing reads a code");

    /// <summary>A schedule ends after the training.</summary>
    public static readonly DiagnosticDescriptor EndlessScheduleRule = new("AE4018", Severity.Warning, "A schedule ends after the training");

    /// <summary>A term weighs nothing.</summary>
    public static readonly DiagnosticDescriptor ZeroWeightRule = new("AE4019", Severity.Warning, "A term weighs nothing");

    /// <summary>A cross entropy has no logits.</summary>
    public static readonly DiagnosticDescriptor NoLogitsRule = new("AE4020", Severity.Warning, "A cross entropy has no logits");

    /// <summary>A term takes elements one by one that are not independent.</summary>
    public static readonly DiagnosticDescriptor NotFactorisedRule = new(
        "AE4022",
        Severity.Error,
        "A term takes elements of a code that are not independent");

    /// <summary>A bound weighs what it cannot.</summary>
    public static readonly DiagnosticDescriptor CannotWeighRule = new("AE4021", Severity.Error, "A bound cannot weigh a draw");

    /// <summary>A term does not fit what it is given.</summary>
    public static readonly DiagnosticDescriptor UnfitRule = new("AE4031", Severity.Error, "A term does not fit what it is given");

    /// <summary>Nothing moves the codes of a quantisation.</summary>
    public static readonly DiagnosticDescriptor UntrainedCodesRule = new(
        "AE4032",
        Severity.Warning,
        "Nothing moves the codes of a quantisation");

    /// <summary>A critic does not play against one term.</summary>
    public static readonly DiagnosticDescriptor CriticRule = new("AE4033", Severity.Error, "A critic does not play against one term");

    /// <summary>The group, by id.</summary>
    public static EquatableArray<DiagnosticDescriptor> All { get; } = EquatableArray.Of(
        NoObjectiveRule,
        NoLikelihoodRule,
        LeavesUnitIntervalRule,
        ShapesDifferRule,
        MixedUnitsRule,
        NotATermRule,
        NotDataRule,
        NotRandomCodeRule,
        NotCodeRule,
        BoundNeedsRule,
        ErrorOfClassesRule,
        SecondObjectiveRule,
        SecondBoundRule,
        CannotWeighRule,
        NotFactorisedRule,
        UnfitRule,
        UntrainedCodesRule,
        CriticRule,
        DataAloneRule,
        UnreachedRule,
        MissingKlRule,
        UnusedCodeRule,
        EndlessScheduleRule,
        ZeroWeightRule,
        NoLogitsRule);
}
