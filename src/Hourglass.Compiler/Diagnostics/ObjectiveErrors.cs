using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Diagnostics;

/// <content>The messages.</content>
public static partial class ObjectiveErrors
{
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

    internal static Diagnostic LeavesUnitInterval(string term, BoundReference value, TextSpan span, BoundBinding? binding) =>
        LeavesUnitIntervalRule.At(
            span,
            $"`{term}` needs values in [0, 1], and the range of `{value.Name}` is {value.Range}",
            $"end the pipeline of `{value.Name}` with `sigmoid`").Ended(binding, "sigmoid");

    internal static Diagnostic DataLeavesUnitInterval(string term, BoundData data, TextSpan span) =>
        LeavesUnitIntervalRule.At(
            span,
            $"`{term}` needs targets in [0, 1], and `{data.Name}` is {data.Domain.Name} ({data.Domain.Values})",
            "use `sse`, or declare the data as unit or binary");

    internal static Diagnostic ShapesDiffer(string term, BoundReference value, BoundData data, BoundBinding? binding)
    {
        var (found, wanted) = (value.Shape, data.InputShape);
        var areVectors = found.IsVector && wanted.IsVector;
        var end = found.Count == wanted.Count && !found.Dimensions.Contains(0)
            ? $"reshape({string.Join(", ", wanted.Dimensions.Select(size => NumberText.Of(size)))})"
            : areVectors ? $"dense({NumberText.Of(wanted[0])})" : null;
        return ShapesDifferRule.At(
            value.Span,
            $"`{term}` compares `{value.Name}`, {found.Described()}, with `{data.Name}`, {wanted.Described()}",
            end is null
                ? $"bring `{value.Name}` to {wanted}"
                : $"end the pipeline of `{value.Name}` with `{end}`"
                    + (areVectors && found != wanted ? $", or declare the data with {NumberText.Of(found[0])} elements" : ""))
            .Ended(binding, end);
    }

    internal static Diagnostic MixedUnits(BoundTerm mean, BoundTerm sum, long factor)
    {
        var (span, word) = (mean.Span, mean.Entry.Name);
        var weigh = $"weigh it, `{NumberText.Of(factor)} * {word}(…)`";
        var isWeighed = mean.Weight is not { Factor: 1, Free: null };
        return MixedUnitsRule.At(
            span,
            $"`{word}` is averaged over the event and `{sum.Entry.Name}` is summed: the reconstruction counts {NumberText.Of(factor)} "
                + "times too little",
            mean.Entry.Summed is { } summed
                ? $"use `{summed}({mean.Arguments.Word("y")}, {mean.Arguments.Word("x")})`, or {weigh}"
                : weigh)
            .Replaced(span with { End = span.Start with { Column = span.Start.Column + word.Length } }, mean.Entry.Summed)
            .PutIn(span.Start, isWeighed ? null : $"{NumberText.Of(factor)} * ");
    }

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

    /// <summary>The error, mended by one stage more at the end of a pipeline that gives a value.</summary>
    private static Diagnostic Ended(this Diagnostic error, BoundBinding? binding, string? stage) =>
        binding?.End is { } end && stage is not null ? error.PutIn(end, $" -> {stage}") : error;

    private static string Called(BoundTerm term) => $"`{term.Entry.Name}({term.Arguments.Word("y")}, {term.Arguments.Word("x")})`";
}
