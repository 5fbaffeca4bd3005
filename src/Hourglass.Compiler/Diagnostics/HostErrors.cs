namespace Hourglass.Compiler.Diagnostics;

/// <summary>
/// What can be wrong around a model rather than in it: the class that carries the clauses, names across files, the compiler itself.
/// </summary>
public static class HostErrors
{
    /// <summary>AE1101.</summary>
    public static readonly DiagnosticDescriptor NotPartialId = new("AE1101", Severity.Error, "A class with model clauses is not partial");

    /// <summary>AE1102.</summary>
    public static readonly DiagnosticDescriptor NestedId = new(
        "AE1102",
        Severity.Error,
        "A class with model clauses lies inside another type");

    /// <summary>AE1103.</summary>
    public static readonly DiagnosticDescriptor GenericId = new("AE1103", Severity.Error, "A class with model clauses has type parameters");

    /// <summary>AE1104.</summary>
    public static readonly DiagnosticDescriptor NotPlainClassId = new(
        "AE1104",
        Severity.Error,
        "A type with model clauses is not a plain class");

    /// <summary>AE1105.</summary>
    public static readonly DiagnosticDescriptor HasBaseId = new(
        "AE1105",
        Severity.Error,
        "A class with model clauses has a base class of its own");

    /// <summary>AE1106.</summary>
    public static readonly DiagnosticDescriptor DuplicateTypeId = new("AE1106", Severity.Error, "Two models have the same full name");

    /// <summary>AE1107.</summary>
    public static readonly DiagnosticDescriptor NullClauseId = new("AE1107", Severity.Error, "A clause is null");

    /// <summary>AE1108.</summary>
    public static readonly DiagnosticDescriptor PhaseNameId = new("AE1108", Severity.Error, "A training phase's name is no name");

    /// <summary>AE9001.</summary>
    public static readonly DiagnosticDescriptor InternalId = new("AE9001", Severity.Error, "The compiler failed");

    /// <summary>AE9002.</summary>
    public static readonly DiagnosticDescriptor UnreadableId = new("AE9002", Severity.Error, "A file cannot be read");

    /// <summary>All of them, by id.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        NotPartialId, NestedId, GenericId, NotPlainClassId, HasBaseId, DuplicateTypeId, NullClauseId, PhaseNameId, InternalId, UnreadableId,
    ];

    /// <summary>The class has no <c>partial</c>.</summary>
    public static Diagnostic NotPartial(string name, TextSpan span) =>
        Make(
            NotPartialId,
            $"the model's code becomes a part of class {name}, but the class is not partial",
            span,
            $"write partial class {name}");

    /// <summary>The class is nested.</summary>
    public static Diagnostic Nested(string name, string outer, TextSpan span) =>
        Make(
            NestedId,
            $"a model must be a class of its own, but {name} lies inside {outer}",
            span,
            $"move {name} out of {outer}, into the namespace");

    /// <summary>The class is generic.</summary>
    public static Diagnostic Generic(string name, TextSpan span) =>
        Make(
            GenericId,
            $"a model has no type parameters, but {name} has some",
            span,
            "remove them; numbers that vary are constants or model parameters");

    /// <summary>A record, or static, abstract or local to its file.</summary>
    public static Diagnostic NotPlainClass(string name, string found, TextSpan span) =>
        Make(NotPlainClassId, $"a model must be a plain class, but {name} is {found}", span, $"declare it as partial class {name}");

    /// <summary>The class derives from something else than the models' base.</summary>
    public static Diagnostic HasBase(string name, string found, TextSpan span) =>
        Make(
            HasBaseId,
            $"a model derives from Hourglass.Autoencoder, but {name} derives from {found}",
            span,
            "remove the base class; interfaces may stay");

    /// <summary>Another file or class declares a model of the same full name.</summary>
    public static Diagnostic DuplicateType(string name, string other, TextSpan span) =>
        Make(
            DuplicateTypeId,
            $"a model named {name} is declared already, in {other}",
            span,
            "rename one of them, or give the files different namespaces");

    /// <summary>An attribute's text is null.</summary>
    public static Diagnostic NullClause(string keyword, TextSpan span) =>
        Make(
            NullClauseId,
            $"the {keyword} clause is null where a text was expected",
            span,
            $"write the statement without its keyword, for example {Example(keyword)}");

    /// <summary>A phase's name is not a name of the language.</summary>
    public static Diagnostic PhaseName(string found, TextSpan span) =>
        Make(
            PhaseNameId,
            $"a phase's name is a word of letters, digits and underscores, found \"{found}\"",
            span,
            "write for example Phase = \"head\"");

    /// <summary>An exception that is a mistake of the compiler, not of the text.</summary>
    public static Diagnostic Internal(Exception exception, TextSpan span) =>
        Make(
            InternalId,
            $"the Hourglass compiler failed with {exception.GetType().Name}: {OneLine(exception.Message)}",
            span,
            "this is a mistake of the compiler, not of the model; please report it with the model's text");

    /// <summary>The build could not read a file.</summary>
    public static Diagnostic Unreadable(TextSpan span) =>
        Make(UnreadableId, "the file cannot be read", span, "look whether it exists, is text in UTF-8 and may be read");

    private static string Example(string keyword) => keyword switch
    {
        "data" => "\"x: unit[784]\"",
        "encode" => "\"z ~ x -> dense(400, relu) -> normal(20)\"",
        "decode" => "\"x ~ z -> dense(400, relu) -> bernoulli\"",
        "predict" => "\"y ~ z -> categorical\"",
        "prior" => "\"z ~ normal\"",
        "critic" => "\"c = z -> dense(1)\"",
        "minimize" => "\"elbo\"",
        _ => "\"optimizer: adam(1e-3)  batch: 128\"",
    };

    private static string OneLine(string text) => text.Replace("\r", "").Replace('\n', ' ');

    private static Diagnostic Make(DiagnosticDescriptor descriptor, string message, TextSpan span, string help) =>
        new(descriptor.Id, descriptor.Severity, message, span, help);
}
