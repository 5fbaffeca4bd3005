using Hourglass.Compiler.Binding;

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

    internal static Diagnostic DataAlone(string term, TextSpan span) => DataAloneRule.At(
        span,
        $"this `{term}` speaks of data alone: it is the same whatever the weights are",
        "compare what a decoder gives with the data, for example `sse(y, x)`");

    internal static Diagnostic Unreached(BoundBinding decoder) => UnreachedRule.At(
        decoder.Span,
        $"no term of the objective reaches `{decoder.Name}`: its weights stay as they were drawn",
        decoder.Distribution is null
            ? $"add a term, for example `sse({decoder.Name}, …)`, or remove it"
            : $"add `nll({decoder.Name})`, or remove it");

    internal static Diagnostic MissingKl(BoundBinding code) => MissingKlRule.At(
        code.Span,
        $"`{code.Name}` is random, and no term holds it to its prior: its noise will shrink to nothing",
        $"add `kl({code.Name})` beside the likelihood, or minimize `elbo`");

    internal static Diagnostic UnusedCode(BoundBinding code) => UnusedCodeRule.At(
        code.Span,
        $"nothing reads `{code.Name}`, neither a decoder nor a term",
        "let a decoder read it, or remove it");

    internal static Diagnostic EndlessSchedule(string schedule, double epochs, int training, TextSpan span) => EndlessScheduleRule.At(
        span,
        $"`{schedule}` ends after {NumberText.Of(epochs)} epochs, the training after {NumberText.Of(training)}: the weight "
            + "never gets there",
        $"make it end earlier, or train longer, `epochs: {NumberText.Of(Math.Ceiling(epochs))}`");

    internal static Diagnostic ZeroWeight(string term, TextSpan span) => ZeroWeightRule.At(
        span,
        $"the weight of `{term}` is 0 throughout: nothing is learned from it",
        "give it a weight, or remove it");

    internal static Diagnostic NoObjective(string model, TextSpan span) =>
        NoObjectiveRule.At(span, $"`{model}` has nothing to minimize", "add a line such as `minimize elbo` or `minimize sse(y, x)`");

    internal static Diagnostic NoLikelihood(BoundData data, TextSpan span) => NoLikelihoodRule.At(
        span,
        $"`{data.Name}` has no likelihood",
        data.Classes > 0
            ? $"bind one, `predict {data.Name} ~ … -> categorical`"
            : $"bind one, `decode {data.Name} ~ … -> {(data.Domain.Likelihoods.Contains("bernoulli") ? "bernoulli" : "normal")}`, "
                + $"or compare a reconstruction, `sse(…, {data.Name})`");

    internal static Diagnostic LeavesUnitInterval(string term, BoundReference value, TextSpan span) =>
        LeavesUnitIntervalRule.At(
            span,
            $"`{term}` needs values in [0, 1], and the range of `{value.Name}` is {value.Range}",
            $"end the pipeline of `{value.Name}` with `sigmoid`");

    internal static Diagnostic DataLeavesUnitInterval(string term, BoundData data, TextSpan span) =>
        LeavesUnitIntervalRule.At(
            span,
            $"`{term}` needs targets in [0, 1], and `{data.Name}` is {data.Domain.Name} ({data.Domain.Values})",
            "use `sse`, or declare the data as unit or binary");

    internal static Diagnostic ShapesDiffer(string term, BoundReference value, BoundData data) => ShapesDifferRule.At(
        value.Span,
        $"`{term}` compares `{value.Name}`, {value.Shape.Described()}, with `{data.Name}`, {data.InputShape.Described()}",
        value.Shape.Count == data.InputShape.Count && !value.Shape.Dimensions.Contains(0)
            ? $"end the pipeline of `{value.Name}` with "
                + $"`reshape({string.Join(", ", data.InputShape.Dimensions.Select(size => NumberText.Of(size)))})`"
            : value.Shape.IsVector && data.InputShape.IsVector
                ? $"end the pipeline of `{value.Name}` with `dense({NumberText.Of(data.InputShape[0])})`, or declare the data with "
                    + $"{NumberText.Of(value.Shape[0])} elements"
                : $"bring `{value.Name}` to {data.InputShape}");

    internal static Diagnostic MixedUnits(TextSpan span, string mean, string sum, long factor, string? summed) => MixedUnitsRule.At(
        span,
        $"`{mean}` is averaged over the event and `{sum}` is summed: the reconstruction counts {NumberText.Of(factor)} times too little",
        summed is null
            ? $"weigh it, `{NumberText.Of(factor)} * {mean}(…)`"
            : $"use `{summed}`, or weigh it, `{NumberText.Of(factor)} * {mean}(…)`");

    internal static Diagnostic NotATerm(TextSpan span, string message, string help) => NotATermRule.At(span, message, help);

    internal static Diagnostic NotData(string name, TextSpan span, IEnumerable<string> data) =>
        NotDataRule.At(span, $"`{name}` is not data", $"the data are {string.Join(", ", data.Select(d => $"`{d}`"))}");

    internal static Diagnostic NotRandomCode(string name, TextSpan span) =>
        NotRandomCodeRule.At(
            span,
            $"`{name}` is no random code, so it has no divergence from a prior",
            "bind it with `encode z ~ … -> normal(d)`");

    internal static Diagnostic NotCode(string term, string name, TextSpan span) =>
        NotCodeRule.At(span, $"`{term}` needs a code, and `{name}` is none", "name a variable that `encode` binds");

    internal static Diagnostic BoundNeeds(string bound, TextSpan span, string what, string example) =>
        BoundNeedsRule.At(span, $"`{bound}` needs {what}, and the model has none", $"bind one, `{example}`");

    internal static Diagnostic NotFactorised(string term, string code, TextSpan span) => NotFactorisedRule.At(
        span,
        $"`{term}` takes a code whose elements are independent given the data, and those of `{code}` are not",
        "give the code a distribution with independent elements, such as `normal(d)`");

    internal static Diagnostic CannotWeigh(TextSpan span, string message, string help) => CannotWeighRule.At(span, message, help);

    internal static Diagnostic UntrainedCodes(BoundBinding binding) => UntrainedCodesRule.At(
        binding.Span,
        $"nothing moves the codes that `{binding.Name}` is quantised to: they stay as they were drawn",
        $"end the pipeline with `quantize` and add `commitment({binding.Name})`, or let averages move them, `average: 0.99`");

    internal static Diagnostic Unfit(TextSpan span, string message, string help) => UnfitRule.At(span, message, help);

    internal static Diagnostic ErrorOfClasses(string term, BoundData data, TextSpan span) =>
        ErrorOfClassesRule.At(
            span,
            $"`{term}` takes differences, and `{data.Name}` is a class",
            $"use `cross_entropy`, or `nll({data.Name})` with `predict {data.Name} ~ … -> categorical`");

    internal static Diagnostic ClassesAsValue(string term, BoundReference value, TextSpan span) => ErrorOfClassesRule.At(
        span,
        $"`{term}` measures computed values, and `{value.Name}` is a class of the data",
        $"compare what a pipeline gives, such as `p = … -> dense({NumberText.Of(value.Shape[0])}, softmax)`");

    internal static Diagnostic SecondObjective(TextSpan span, TextSpan first) =>
        SecondObjectiveRule.At(span, "this model has an objective already", "add the terms up in one `minimize`") with
        {
            Related = EquatableArray.Of(new RelatedSpan(first, "the first objective")),
        };

    internal static Diagnostic SecondBound(TextSpan span, string first) =>
        SecondBoundRule.At(span, $"this objective has a bound already, `{first}`", $"keep one, and weigh it: `2 * {first}`");

    internal static Diagnostic SecondSampling(TextSpan span, string phase) => SecondBoundRule.At(
        span,
        $"codes are drawn otherwise for another objective than for that of the phase `{phase}`",
        "give the bounds of all phases the same number of draws and the same estimator");

    internal static Diagnostic NoLogits(BoundTerm term, bool ofClasses, TextSpan span, TextSpan source) => WithoutLogits(
        term,
        "this stage is more than a move of elements",
        ofClasses
            ? $"end the pipeline of `{term.Arguments.Word("y")}` with `softmax`"
            : $"end the pipeline of `{term.Arguments.Word("y")}` with `sigmoid`, and leave it out before this stage",
        span,
        source);

    internal static Diagnostic JoinedWithoutLogits(BoundTerm term, TextSpan span, TextSpan source) =>
        WithoutLogits(
            term,
            "what it is joined with here has none",
            $"end the pipeline of `{term.Arguments.Word("y")}` with `sigmoid`, or compare its parts one by one",
            span,
            source);

    internal static Diagnostic ElementwiseSoftmax(BoundTerm term, TextSpan span) => NoLogitsRule.At(
        span,
        $"{Called(term)} compares element by element, for which a softmax has no logits: where its values round to 0 or 1, "
            + "nothing is learnt",
        "use `sigmoid` in its place, or declare the data as a class");

    private static Diagnostic WithoutLogits(BoundTerm term, string why, string help, TextSpan span, TextSpan source) =>
        NoLogitsRule.At(
            span,
            $"{Called(term)} is not computed from logits, as {why}: where the probabilities round to 0 or 1, nothing is learnt",
            help) with
        {
            Related = EquatableArray.Of(new RelatedSpan(source, "the probabilities come from here")),
        };

    private static string Called(BoundTerm term) => $"`{term.Entry.Name}({term.Arguments.Word("y")}, {term.Arguments.Word("x")})`";
}
