namespace Hourglass.Compiler.Diagnostics;

/// <summary>AE1xxx: names, words and arguments.</summary>
public static partial class NameErrors
{
    /// <summary>A name stands for no variable of the model.</summary>
    public static readonly DiagnosticDescriptor UnknownVariableRule = new(
        "AE1001",
        Severity.Error,
        "A name stands for no variable of the model");

    /// <summary>A word is no stage.</summary>
    public static readonly DiagnosticDescriptor UnknownStageRule = new("AE1002", Severity.Error, "A word is no stage");

    /// <summary>A word is no data domain.</summary>
    public static readonly DiagnosticDescriptor UnknownDomainRule = new("AE1003", Severity.Error, "A word is no data domain");

    /// <summary>A word is no term of an objective.</summary>
    public static readonly DiagnosticDescriptor UnknownTermRule = new("AE1004", Severity.Error, "A word is no term of an objective");

    /// <summary>A word is no setting of train.</summary>
    public static readonly DiagnosticDescriptor UnknownSettingRule = new("AE1005", Severity.Error, "A word is no setting of train");

    /// <summary>A word is none of those that may stand here.</summary>
    public static readonly DiagnosticDescriptor UnknownWordRule = new(
        "AE1006",
        Severity.Error,
        "A word is none of those that may stand here");

    /// <summary>A name is declared twice.</summary>
    public static readonly DiagnosticDescriptor DuplicateRule = new("AE1007", Severity.Error, "A name is declared twice");

    /// <summary>A word is given more arguments than it takes.</summary>
    public static readonly DiagnosticDescriptor TooManyArgumentsRule = new(
        "AE1008",
        Severity.Error,
        "A word is given more arguments than it takes");

    /// <summary>A named argument fits no parameter.</summary>
    public static readonly DiagnosticDescriptor UnknownArgumentRule = new("AE1009", Severity.Error, "A named argument fits no parameter");

    /// <summary>A word lacks an argument that it needs.</summary>
    public static readonly DiagnosticDescriptor MissingArgumentRule = new(
        "AE1010",
        Severity.Error,
        "A word lacks an argument that it needs");

    /// <summary>An argument is not what its place takes.</summary>
    public static readonly DiagnosticDescriptor WrongArgumentRule = new(
        "AE1011",
        Severity.Error,
        "An argument is not what its place takes");

    /// <summary>A name stands for no constant or parameter.</summary>
    public static readonly DiagnosticDescriptor UnknownConstantRule = new(
        "AE1013",
        Severity.Error,
        "A name stands for no constant or parameter");

    /// <summary>A constant is defined by itself.</summary>
    public static readonly DiagnosticDescriptor ConstantCycleRule = new("AE1014", Severity.Error, "A constant is defined by itself");

    /// <summary>An import names no file that belongs to the project.</summary>
    public static readonly DiagnosticDescriptor ImportNotFoundRule = new(
        "AE1015",
        Severity.Error,
        "An import names no file that belongs to the project");

    /// <summary>A variant names no model of its file.</summary>
    public static readonly DiagnosticDescriptor UnknownModelRule = new("AE1016", Severity.Error, "A variant names no model of its file");

    /// <summary>A block contains itself.</summary>
    public static readonly DiagnosticDescriptor RecursiveBlockRule = new("AE1017", Severity.Error, "A block contains itself");

    /// <summary>A role reads a variable that it may not read.</summary>
    public static readonly DiagnosticDescriptor WrongReaderRule = new(
        "AE1018",
        Severity.Error,
        "A role reads a variable that it may not read");

    /// <summary>A name is no label of a stage.</summary>
    public static readonly DiagnosticDescriptor UnknownLabelRule = new("AE1019", Severity.Error, "A name is no label of a stage");

    /// <summary>A variable is read before it is bound.</summary>
    public static readonly DiagnosticDescriptor UsedBeforeBoundRule = new(
        "AE1020",
        Severity.Error,
        "A variable is read before it is bound");

    /// <summary>A role writes a variable that it may not write.</summary>
    public static readonly DiagnosticDescriptor WrongWriterRule = new(
        "AE1021",
        Severity.Error,
        "A role writes a variable that it may not write");

    /// <summary>Braces stand behind a stage that encloses nothing, or are missing.</summary>
    public static readonly DiagnosticDescriptor UnexpectedBodyRule = new(
        "AE1022",
        Severity.Error,
        "Braces stand behind a stage that encloses nothing, or are missing");

    /// <summary>A model's name is one that the emitted code needs.</summary>
    public static readonly DiagnosticDescriptor ClashingNameRule = new(
        "AE1023",
        Severity.Error,
        "A model's name is one that the emitted code needs");

    /// <summary>Arithmetic over constants gives no number.</summary>
    public static readonly DiagnosticDescriptor NoNumberRule = new("AE1024", Severity.Error, "Arithmetic over constants gives no number");

    /// <summary>An import names what may not be read.</summary>
    public static readonly DiagnosticDescriptor ImportRefusedRule = new("AE1025", Severity.Error, "An import names what may not be read");

    /// <summary>A label stands before a distribution.</summary>
    public static readonly DiagnosticDescriptor LabelledDistributionRule = new(
        "AE1026",
        Severity.Error,
        "A label stands before a distribution");

    /// <summary>The name of an extern is taken.</summary>
    public static readonly DiagnosticDescriptor ExternNameRule = new("AE1027", Severity.Error, "The name of an extern is taken");

    /// <summary>An extern stands outside of a model.</summary>
    public static readonly DiagnosticDescriptor ExternOutsideRule = new("AE1028", Severity.Error, "An extern stands outside of a model");

    /// <summary>Nothing uses an extern.</summary>
    public static readonly DiagnosticDescriptor UnusedExternRule = new("AE1029", Severity.Warning, "Nothing uses an extern");

    /// <summary>The group, by id.</summary>
    public static EquatableArray<DiagnosticDescriptor> All { get; } = EquatableArray.Of(
        UnknownVariableRule,
        UnknownStageRule,
        UnknownDomainRule,
        UnknownTermRule,
        UnknownSettingRule,
        UnknownWordRule,
        DuplicateRule,
        TooManyArgumentsRule,
        UnknownArgumentRule,
        MissingArgumentRule,
        WrongArgumentRule,
        UnknownConstantRule,
        ConstantCycleRule,
        ImportNotFoundRule,
        UnknownModelRule,
        RecursiveBlockRule,
        WrongReaderRule,
        UnknownLabelRule,
        UsedBeforeBoundRule,
        WrongWriterRule,
        UnexpectedBodyRule,
        ClashingNameRule,
        NoNumberRule,
        ImportRefusedRule,
        LabelledDistributionRule,
        ExternNameRule,
        ExternOutsideRule,
        UnusedExternRule);
}
