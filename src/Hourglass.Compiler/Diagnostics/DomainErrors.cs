using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;

namespace Hourglass.Compiler.Diagnostics;

/// <summary>AE3xxx: domains and distributions.</summary>
public static class DomainErrors
{
    /// <summary>A likelihood does not fit the domain of its data.</summary>
    public static readonly DiagnosticDescriptor LikelihoodDoesNotFitRule = new(
        "AE3001",
        Severity.Error,
        "A likelihood does not fit the domain of its data");

    /// <summary>A `~` pipeline does not end in a distribution.</summary>
    public static readonly DiagnosticDescriptor NotADistributionRule = new(
        "AE3002",
        Severity.Error,
        "A `~` pipeline does not end in a distribution");

    /// <summary>A distribution stands where a value is needed.</summary>
    public static readonly DiagnosticDescriptor UnexpectedDistributionRule = new(
        "AE3003",
        Severity.Error,
        "A distribution stands where a value is needed");

    /// <summary>A code has a distribution that is not drawn, or draws that carry no gradient.</summary>
    public static readonly DiagnosticDescriptor NoGradientThroughDrawRule = new(
        "AE3004",
        Severity.Error,
        "A code has a distribution that is not drawn, or draws that carry no gradient");

    /// <summary>A domain is written without what it needs.</summary>
    public static readonly DiagnosticDescriptor DomainShapeRule = new(
        "AE3005",
        Severity.Error,
        "A domain is written without what it needs");

    /// <summary>A prior does not fit its code.</summary>
    public static readonly DiagnosticDescriptor PriorDoesNotFitRule = new("AE3006", Severity.Error, "A prior does not fit its code");

    /// <summary>A distribution has no size, and nothing gives it one.</summary>
    public static readonly DiagnosticDescriptor EventMissingRule = new(
        "AE3007",
        Severity.Error,
        "A distribution has no size, and nothing gives it one");

    /// <summary>A likelihood is given another size than its data.</summary>
    public static readonly DiagnosticDescriptor EventDiffersRule = new(
        "AE3008",
        Severity.Error,
        "A likelihood is given another size than its data");

    /// <summary>A bijection stands where it cannot.</summary>
    public static readonly DiagnosticDescriptor BijectionDoesNotFitRule = new(
        "AE3011",
        Severity.Error,
        "A bijection stands where it cannot");

    /// <summary>A preparation cannot take its data.</summary>
    public static readonly DiagnosticDescriptor CannotPrepareRule = new("AE3012", Severity.Error, "A preparation cannot take its data");

    /// <summary>Elements may be missing where all of them are needed.</summary>
    public static readonly DiagnosticDescriptor GapsRule = new(
        "AE3013",
        Severity.Error,
        "Elements may be missing where all of them are needed");

    /// <summary>The group, by id.</summary>
    public static EquatableArray<DiagnosticDescriptor> All { get; } = EquatableArray.Of(
        LikelihoodDoesNotFitRule,
        NotADistributionRule,
        UnexpectedDistributionRule,
        NoGradientThroughDrawRule,
        DomainShapeRule,
        PriorDoesNotFitRule,
        EventMissingRule,
        EventDiffersRule,
        BijectionDoesNotFitRule,
        CannotPrepareRule,
        GapsRule);

    internal static Diagnostic LikelihoodDoesNotFit(TextSpan span, string distribution, BoundData data) =>
        LikelihoodDoesNotFitRule.At(
            span,
            $"`{distribution}` is no likelihood of `{data.Name}`, which is {data.Domain.Name} ({data.Domain.Values})",
            Fitting(data)) with
        {
            Related = EquatableArray.Of(new RelatedSpan(data.Span, $"{data.Name} is declared as {data.Domain.Name}")),
            Fixes = data.Domain.Likelihoods
                .Where(Vocabulary.Distributions.ContainsKey)
                .Select(name => new Fix($"write `{name}`", EquatableArray.Of(new TextEdit(span, name))))
                .ToEquatable(),
        };

    internal static Diagnostic CannotPrepare(TextSpan span, PreparationEntry entry, BoundData data, Prepared before) =>
        CannotPrepareRule.At(
            span,
            $"`{entry.Name}` takes {entry.Takes}, and `{data.Name}` is {before.Domain.Name} there ({Values(before)})",
            data.Classes > 0 ? "leave it out: a pipeline reads classes as one-hot" : "leave it out, or change its numbers");

    internal static Diagnostic LikelihoodNeedsAll(TextSpan span, string distribution, BoundData data) => GapsRule.At(
        span,
        $"elements of `{data.Name}` may be missing, and those of `{distribution}` are not independent: it needs all of them",
        "take a likelihood with independent elements, such as `normal`, or declare the data without `?`");

    internal static Diagnostic NothingMisses(TextSpan span, BoundData data) => GapsRule.At(
        span,
        $"`present` says which elements are there, and {(data.Classes > 0 ? "a class has none" : $"none of `{data.Name}` may be missing")}",
        data.Classes > 0 ? "read the class itself: a missing one is read as zeros" : $"declare `data {data.Name}?: …`, or leave it out");

    private static string Values(Prepared before) => before.Range == before.Domain.Range ? before.Domain.Values : before.Range.ToString();

    internal static Diagnostic NotADistribution(TextSpan span, string name, string help) =>
        NotADistributionRule.At(span, $"`{name} ~` needs a distribution at the end of its pipeline", help);

    internal static Diagnostic UnexpectedDistribution(TextSpan span, string distribution, string name, bool last) => last
        ? UnexpectedDistributionRule.At(
            span,
            $"`{name} =` binds a value, and `{distribution}` is a distribution",
            $"write `{name} ~` to bind a random variable")
        : UnexpectedDistributionRule.At(
            span,
            $"`{distribution}` is a distribution and must be the last stage",
            "bind it to a name of its own, and start another pipeline there");

    internal static Diagnostic NoGradientThroughDraw(TextSpan span, string distribution) =>
        NoGradientThroughDrawRule.At(
            span,
            $"`{distribution}` describes data and cannot be drawn inside a step, so it is no code's posterior",
            "use `normal(d)`").Replaced("normal");

    internal static Diagnostic NoGradientThroughDraw(TextSpan span, string term, string code, string distribution) =>
        NoGradientThroughDrawRule.At(
            span,
            $"`{term}` needs draws that carry gradients, and those of `{code}` (`{distribution}`) do not",
            $"take `kl({code})`, which needs none");

    internal static Diagnostic DomainShape(TextSpan span, string message, string help) => DomainShapeRule.At(span, message, help);

    internal static Diagnostic PriorDoesNotFit(TextSpan span, string message, string help) => PriorDoesNotFitRule.At(span, message, help);

    internal static Diagnostic EventMissing(TextSpan span, DistributionEntry distribution) =>
        EventMissingRule.At(span, $"`{distribution.Name}` needs its size d", $"write `{distribution.Sized}`").Replaced(distribution.Sized);

    internal static Diagnostic EventDiffers(TextSpan span, string name, Shape data, int size) =>
        EventDiffersRule.At(
            span,
            $"`{name}` is {data.Described()}, not {(data.IsVector ? "" : "a vector ")}of {NumberText.Of(size)}",
            "leave the size out: it is the data's");

    internal static Diagnostic BijectionOfNothing(TextSpan span, string bijection) =>
        BijectionDoesNotFitRule.At(
            span,
            $"`{bijection}` transforms a distribution, and none stands before it",
            $"write it behind one: `-> normal(20) -> {bijection}(…)`");

    internal static Diagnostic BijectionOfData(TextSpan span, string bijection, string data) =>
        BijectionDoesNotFitRule.At(
            span,
            $"`{bijection}` transforms the distribution of a code, and `{data}` is data",
            "leave it out here; a bijection stands behind the distribution of an `encode` or a `prior`");

    internal static Diagnostic BijectionOffTheReals(TextSpan span, string bijection, string distribution)
    {
        var fitting = Vocabulary.Distributions.Values
            .Where(entry => entry.Support == Support.Reals && entry.ReparameterisedBy is not null)
            .Select(entry => $"`{entry.Name}`");
        return BijectionDoesNotFitRule.At(
            span,
            $"`{bijection}` transforms vectors of any real numbers, which the values of `{distribution}` are not",
            $"it may stand behind {string.Join(", ", fitting)}");
    }

    internal static Diagnostic NoGroups(TextSpan span, int width, int classes) => EventDiffersRule.At(
        span,
        $"{NumberText.Of(width)} numbers are no variables of {NumberText.Of(classes)} classes",
        $"choose a number of classes that divides {NumberText.Of(width)}");

    private static string Fitting(BoundData data)
    {
        var fitting = data.Domain.Likelihoods.Where(Vocabulary.Distributions.ContainsKey).Select(name => $"`{name}`").ToArray();
        return fitting.Length == 0
            ? $"no likelihood of {data.Domain.Name} data is available yet"
            : $"{data.Domain.Name} data are described by {Either(fitting)}";
    }

    private static string Either(IReadOnlyList<string> words) => words.Count == 1
        ? words[0]
        : $"{string.Join(", ", words.Take(words.Count - 1))} or {words[words.Count - 1]}";
}
