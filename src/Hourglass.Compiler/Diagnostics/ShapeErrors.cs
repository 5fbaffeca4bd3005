namespace Hourglass.Compiler.Diagnostics;

/// <content>The messages.</content>
public static partial class ShapeErrors
{
    internal static Diagnostic WrongRank(TextSpan span, string stage, string needed, Shape found, string? help) =>
        WrongRankRule.At(span, $"{stage} takes {needed}, and this is {found.Described()}", help ?? $"bring it to {needed} first");

    /// <summary>Of two sizes: the stages before say that these are another kind of thing.</summary>
    internal static Diagnostic WrongLayout(TextSpan span, string stage, string needed, string found, Shape shape) => WrongRankRule.At(
        span,
        $"{stage} takes {needed}, and this is {found} of {shape}",
        $"`reshape({string.Join(", ", shape.Dimensions.Select(size => NumberText.Of(size)))})` before it says that it is meant so; "
            + "it moves nothing");

    /// <summary>Heads share the numbers of a vector.</summary>
    internal static Diagnostic WrongHeads(TextSpan span, int heads, Shape found, string help) => WrongRankRule.At(
        span,
        $"{NumberText.Of(heads)} heads take vectors of a size that {NumberText.Of(heads)} divides, and this is a sequence of {found}",
        help);

    internal static Diagnostic ReshapeCount(TextSpan span, Shape found, Shape wanted) => ReshapeCountRule.At(
        span,
        $"{found.Described()} has {NumberText.Of(found.Count)} elements and cannot become {wanted}, "
            + $"which has {(wanted.Count == long.MaxValue ? "far more" : NumberText.Of(wanted.Count))}",
        ReshapeEdit(found, wanted) is { } right ? $"write `{right}`" : $"choose sizes whose product is {NumberText.Of(found.Count)}")
        .Replaced(ReshapeEdit(found, wanted));

    internal static Diagnostic OutputDoesNotFit(TextSpan span, string name, Shape data, Shape found, string? help, TextSpan declared) =>
        OutputDoesNotFitRule.At(span, $"the pipeline gives {found.Described()}, and `{name}` is {data.Described()}", help) with
        {
            Related = EquatableArray.Of(new RelatedSpan(declared, $"{name} is {data}")),
        };

    internal static Diagnostic HeadDoesNotFit(TextSpan span, string distribution, Shape found, Shape needed, string help) =>
        HeadDoesNotFitRule.At(span, $"`{distribution}` needs {needed.Described()}, and the pipeline gives {found.Described()}", help);

    internal static Diagnostic KernelTooLarge(TextSpan span, string stage, Ir.ConvWindow window, Shape input)
    {
        var spans = Enumerable.Range(0, window.Rank).Select(window.Span).Distinct().ToArray();
        var apart = window.Dilation.All(step => step == 1) ? "" : " with its dilation";
        return KernelTooLarge(span, stage, string.Join(" × ", spans.Select(width => NumberText.Of(width))) + apart, input);
    }

    internal static Diagnostic KernelTooLarge(TextSpan span, string stage, int kernel, Shape input) =>
        KernelTooLarge(span, stage, NumberText.Of(kernel), input);

    internal static Diagnostic WrongGroups(TextSpan span, string stage, int groups, int channels, int filters) => WrongGroupsRule.At(
        span,
        $"{NumberText.Of(groups)} groups do not divide the channels of this `{stage}` evenly: {NumberText.Of(channels)} come in and "
            + $"{NumberText.Of(filters)} go out",
        $"take groups that divide both {NumberText.Of(channels)} and {NumberText.Of(filters)}");

    private static Diagnostic KernelTooLarge(TextSpan span, string stage, string width, Shape input) => KernelTooLargeRule.At(
        span,
        $"a `{stage}` of width {width} does not fit into {input.Described()}",
        $"use a width of at most {NumberText.Of(Math.Max(1, input.Spatial.DefaultIfEmpty(1).Min()))}, more padding, "
            + "or less pooling before it");

    internal static Diagnostic NothingToUnpool(TextSpan span, int kernel, Shape input) => NothingToUnpoolRule.At(
        span,
        $"no `pool(max, {NumberText.Of(kernel)})` of the encoder gives {input.Described()}, or another `unpool` undoes it",
        $"give it what such a pool gives, or write `up({NumberText.Of(kernel)})`, which needs no pool");

    internal static Diagnostic PoolPadding(TextSpan span, int padding) => PoolPaddingRule.At(
        span,
        $"a `pool` takes no zeros around its input, and this has {NumberText.Of(padding)}",
        "write `padding: same`, which keeps a rest smaller than a window, or leave it out");

    internal static Diagnostic TooFewElements(TextSpan span, string stage, int kept, Shape input) => TooFewElementsRule.At(
        span,
        $"`{stage}` keeps {NumberText.Of(kept)} elements, and {input.Described()} has {NumberText.Of(input.Count)}",
        $"keep fewer, `{stage}({NumberText.Of(Math.Max(1, input.Count / 4))})`");

    internal static Diagnostic CannotConcat(TextSpan span, Shape first, string name, Shape second) =>
        CannotConcatRule.At(
            span,
            $"`{name}` is {second.Described()} and cannot be joined to {first.Described()}",
            "only the first size may differ; bring the others to the same size first");

    internal static Diagnostic CannotMirror(TextSpan span, string stage, TextSpan at, string? help) =>
        CannotMirrorRule.At(span, $"a mirror cannot undo `{stage}`", help ?? "write the decoder's stages out") with
        {
            Related = EquatableArray.Of(new RelatedSpan(at, $"`{stage}` stands here")),
        };

    internal static Diagnostic ResidualChangesShape(TextSpan span, Shape input, Shape output) =>
        ResidualChangesShapeRule.At(
            span,
            $"a residual needs the same shape at both ends, but {input} goes in and {output} comes out",
            $"end the chain with a stage that gives {input}");

    internal static Diagnostic CannotTranspose(TextSpan span, string label, string stage) =>
        CannotTransposeRule.At(span, $"`{label}` labels `{stage}`, which cannot be transposed", "label a `dense` or a `conv` stage");

    internal static Diagnostic WidthMissing(TextSpan span) =>
        WidthMissingRule.At(
            span,
            "`dense` needs its width n, because no data stands behind it to take the width from",
            "write the width, for example `dense(100)`");

    internal static Diagnostic TransposeInput(TextSpan span, string label, Shape needed, Shape found) =>
        TransposeInputRule.At(
            span,
            $"`transpose({label})` takes what `{label}` gives, {needed.Described()}, and this is {found.Described()}",
            $"bring it to {needed} first");

    internal static Diagnostic CannotAdd(TextSpan span, Shape first, string name, Shape second) =>
        CannotAddRule.At(
            span,
            $"`{name}` is {second.Described()} and cannot be added to {first.Described()}",
            "bring both to the same shape first");

    internal static Diagnostic NothingToMirror(TextSpan span, string reason) =>
        NothingToMirrorRule.At(
            span,
            $"`mirror` needs one encoder to undo: {reason}",
            "start the pipeline at a code whose encoder is one chain from the data, and put `mirror` first");

    internal static Diagnostic TooLarge(TextSpan span) =>
        TooLargeRule.At(span, "this has more than 2147483647 elements or weights", "use smaller sizes");

    internal static Diagnostic TooManyStages(TextSpan span) => TooManyPartsRule.At(
        span,
        $"the model has more than {NumberText.Of(Limits.Stages)} stages, with blocks and repeats written out",
        "repeat less often, or use fewer and wider stages");

    internal static Diagnostic TooManyVariables(int found, TextSpan span) => TooManyPartsRule.At(
        span,
        $"the model has {NumberText.Of(found)} variables: {NumberText.Of(Limits.Variables)} are the most",
        "join some of them: one variable can be as wide as many");

    internal static Diagnostic TooManyHeads(TextSpan span) => TooManyPartsRule.At(
        span,
        $"the model's distributions have more than {NumberText.Of(Limits.Heads)} heads",
        "join some of the codes: one code can be as wide as many");

    internal static Diagnostic TooManyTerms(TextSpan span) => TooManyPartsRule.At(
        span,
        $"the objective has more than {NumberText.Of(Limits.Terms)} terms, with those of `elbo` written out",
        "join some of the variables: one term can stand for many");

    internal static Diagnostic TooManyModels(int found, TextSpan span) => TooManyPartsRule.At(
        span,
        $"the file has {NumberText.Of(found)} models: {NumberText.Of(Limits.Models)} are the most",
        "move some of them to another file");

    internal static Diagnostic TooDeep(TextSpan span) => TooManyPartsRule.At(
        span,
        $"blocks and braces stand inside one another more than {NumberText.Of(Limits.Depth)} deep",
        "write some of the stages one behind the other");

    internal static Diagnostic ConstantChain(TextSpan span) => TooManyPartsRule.At(
        span,
        $"constants are defined by one another in too long a chain: {NumberText.Of(Limits.ConstantChain)} constants "
        + $"with {NumberText.Of(Limits.ConstantChainParts)} operators, signs and brackets are the most",
        "give one of them a number");

    internal static string? ReshapeHint(Shape found) =>
        found.IsVector ? $"reshape it first, for example `reshape({NumberText.Of(found[0])}, 1, 1)`" : null;

    /// <summary>The one edit that mends a reshape: the first size that makes the product right.</summary>
    private static string? ReshapeEdit(Shape found, Shape wanted)
    {
        for (var i = 0; i < wanted.Rank; i++)
        {
            var others = wanted.Count / wanted[i];
            if (found.Count % others == 0 && found.Count / others is > 0 and <= int.MaxValue)
            {
                var sizes = wanted.With(i, (int)(found.Count / others)).Dimensions.Select(size => NumberText.Of(size));
                return $"reshape({string.Join(", ", sizes)})";
            }
        }

        return null;
    }
}
