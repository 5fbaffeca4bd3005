using Hourglass.Compiler.Catalogue;

namespace Hourglass.Compiler.Diagnostics;

/// <content>The messages.</content>
public static partial class NameErrors
{
    internal static Diagnostic UnknownVariable(string name, TextSpan span, IEnumerable<string> known) =>
        UnknownVariableRule.At(
            span,
            $"`{name}` is no variable of this model",
            Suggest(name, known, "the model has") ?? "declare it first, for example `data x: unit[784]`").Replaced(Closest(name, known));

    internal static Diagnostic UnknownStage(string name, TextSpan span, IEnumerable<string> known) =>
        UnknownStageRule.At(span, $"there is no stage `{name}`", Synonyms.Stages.Of(name) ?? Suggest(name, known, null) ?? StageList)
            .Replaced(Meant(Synonyms.Stages, name, known));

    internal static Diagnostic UnknownDomain(string name, TextSpan span) =>
        UnknownDomainRule.At(
            span,
            $"there is no domain `{name}`",
            Synonyms.Domains.Of(name) ?? Suggest(name, Vocabulary.Domains.Keys, "the domains are"))
            .Replaced(Meant(Synonyms.Domains, name, Vocabulary.Domains.Keys));

    internal static Diagnostic UnknownTerm(string name, TextSpan span, IEnumerable<string> declared)
    {
        var known = Vocabulary.Terms.Keys.Concat(Vocabulary.WeightSchedules.Keys).Concat(declared);
        return UnknownTermRule.At(
            span,
            $"there is no term `{name}`",
            Synonyms.Terms.Of(name) ?? Suggest(name, known, null) ?? $"the terms are {Quoted(Vocabulary.Terms.Keys)}")
            .Replaced(Meant(Synonyms.Terms, name, known));
    }

    internal static Diagnostic UnknownSetting(string name, TextSpan span) => UnknownSettingRule.At(
        span,
        $"there is no setting `{name}`",
        Synonyms.Settings.Of(name)
            ?? Suggest(name, Vocabulary.Settings.Keys, null)
            ?? $"the settings are {Quoted(Vocabulary.Settings.Keys)}")
        .Replaced(Meant(Synonyms.Settings, name, Vocabulary.Settings.Keys));

    internal static Diagnostic UnknownWord(string what, string name, TextSpan span, IEnumerable<string> known, string? of = null) =>
        UnknownWordRule.At(
            span,
            of is null ? $"there is no {what} `{name}`" : $"`{name}` is no {what} of `{of}`",
            Suggest(name, known, "write one of")).Replaced(Closest(name, known));

    internal static Diagnostic Duplicate(string name, TextSpan span, TextSpan first, string what) =>
        DuplicateRule.At(span, $"{what} `{name}` is declared already", "give one of the two another name, or leave one out") with
        {
            Related = EquatableArray.Of(new RelatedSpan(first, $"`{name}` is declared here")),
        };

    internal static Diagnostic TooManyArguments(string name, Signature signature, TextSpan span) =>
        TooManyArgumentsRule.At(span, $"`{name}` takes no further argument", Takes(name, signature));

    internal static Diagnostic GivenTwice(string name, string parameter, TextSpan span) =>
        TooManyArgumentsRule.At(span, $"`{parameter}` of `{name}` is given twice", "leave one of the two out");

    internal static Diagnostic TooSmall(string name, string parameter, int least, int found, TextSpan span, string help) =>
        WrongArgumentRule.At(
            span,
            $"`{parameter}` of `{name}` must be {NumberText.Of(least)} or more, not {NumberText.Of(found)}",
            help);

    internal static Diagnostic NeedlessArgument(string name, string parameter, string where, TextSpan span) =>
        TooManyArgumentsRule.At(span, $"`{name}` takes no `{parameter}` {where}", $"leave `{parameter}` out");

    internal static Diagnostic ImportedTwice(string path, TextSpan span, TextSpan first) =>
        DuplicateRule.At(span, $"`{path}` is imported already", "leave one of the two out") with
        {
            Related = EquatableArray.Of(new RelatedSpan(first, "imported here first")),
        };

    internal static Diagnostic DivisionByZero(TextSpan span) =>
        NoNumberRule.At(span, "this divides by zero", "divide by a number other than 0");

    internal static Diagnostic NumberTooLarge(TextSpan span) =>
        NoNumberRule.At(span, "this is larger than any number that can be written", "use smaller numbers");

    internal static Diagnostic ReadsNoCode(string role, string name, TextSpan span, IEnumerable<string> codes) => WrongReaderRule.At(
        span,
        $"`{role}` reads no code here: `{name}` is data",
        codes.FirstOrDefault() is { } code
            ? $"start it at a code, `{code}`, or at both, `concat({code}, {name})`"
            : "bind a code first, for example `encode z ~ x -> normal(20)`, and start there");

    internal static Diagnostic UnknownArgument(string name, string argument, Signature signature, TextSpan span)
    {
        var close = Closest(argument, signature.Parameters.Select(parameter => parameter.Name));
        return UnknownArgumentRule.At(
            span,
            $"`{name}` has no parameter `{argument}`",
            close is null ? Takes(name, signature) : $"did you mean `{close}`?").Replaced(close);
    }

    internal static Diagnostic MissingArgument(string name, Parameter parameter, Signature signature, TextSpan span) =>
        MissingArgumentRule.At(span, $"`{name}` needs `{parameter.Name}`, {parameter.Expectation}", $"it is `{name}{signature}`");

    internal static Diagnostic WrongArgument(string name, Parameter parameter, string found, TextSpan span, string? help = null) =>
        WrongArgumentRule.At(
            span,
            $"`{parameter.Name}` of `{name}` must be {parameter.Expectation}, not {found}",
            help ?? Advice(parameter));

    internal static Diagnostic UnknownConstant(string name, TextSpan span, IEnumerable<string> known) =>
        UnknownConstantRule.At(
            span,
            $"`{name}` is no constant or parameter",
            Suggest(name, known, "those in reach are") ?? $"declare it before the model, for example `const {name} = 1`")
            .Replaced(Closest(name, known));

    internal static Diagnostic ConstantCycle(string name, TextSpan span) =>
        ConstantCycleRule.At(span, $"the constant `{name}` depends on itself", "give one of the constants in the circle a number");

    internal static Diagnostic ImportNotFound(string path, TextSpan span) =>
        ImportNotFoundRule.At(span, $"there is no file `{path}` beside this one", ImportPath.Help);

    internal static Diagnostic ImportRefused(string path, string reason, string help, TextSpan span) =>
        ImportRefusedRule.At(span, $"`{path}` cannot be imported: {reason}", help);

    internal static Diagnostic LabelledDistribution(string label, string distribution, string variable, TextSpan span) =>
        LabelledDistributionRule.At(
            span,
            $"`{label}` labels `{distribution}`, whose heads have the names of `{variable}` and of its parameters",
            $"leave `{label}:` out, or label a stage before it");

    internal static Diagnostic UnknownModel(string name, TextSpan span, IEnumerable<string> known) =>
        UnknownModelRule.At(
            span,
            $"there is no model `{name}` in this file",
            Suggest(name, known, "the file has") ?? "declare it in this file: a variant's model is not imported")
            .Replaced(Closest(name, known));

    internal static Diagnostic RecursiveBlock(string name, TextSpan span) =>
        RecursiveBlockRule.At(span, $"the block `{name}` contains itself", "use repeat(n) { … } for stages that come several times");

    internal static Diagnostic WrongReader(string role, string name, string kind, TextSpan span, string reads) =>
        WrongReaderRule.At(span, $"`{role}` cannot read `{name}`, which is {kind}", $"`{role}` reads {reads}");

    internal static Diagnostic UnknownLabel(string name, TextSpan span, IEnumerable<string> known) =>
        UnknownLabelRule.At(
            span,
            $"no stage before this one is labelled `{name}`",
            Suggest(name, known, "the labels are") ?? $"label a stage, for example `{name}: dense(100)`")
            .Replaced(Closest(name, known));

    internal static Diagnostic UsedBeforeBound(string name, TextSpan span, TextSpan bound) =>
        UsedBeforeBoundRule.At(span, $"`{name}` is read before it is bound", "move its binding above this one") with
        {
            Related = EquatableArray.Of(new RelatedSpan(bound, $"`{name}` is bound here")),
        };

    internal static Diagnostic WrongWriter(string role, string name, string reason, TextSpan span, string help) =>
        WrongWriterRule.At(span, $"`{role}` cannot bind `{name}`, {reason}", help);

    internal static Diagnostic UnexpectedBody(string name, bool takesBody, TextSpan span) => takesBody
        ? UnexpectedBodyRule.At(
            span,
            $"`{name}` needs a chain of stages in braces",
            $"write `{name}{(name == "repeat" ? "(3)" : "")} {{ dense(100, relu) }}`")
        : UnexpectedBodyRule.At(span, $"`{name}` takes no braces", "only `residual` and `repeat` enclose stages");

    internal static Diagnostic ClashingName(string name, TextSpan span) =>
        ClashingNameRule.At(
            span,
            $"a model cannot be named `{name}`: the emitted code needs that name for something else",
            $"choose another name, for example `{name}Model`").Replaced($"{name}Model");

    internal static Diagnostic NotANumber(TextSpan span) =>
        UnknownConstantRule.At(span, "a number belongs here", "write a number, a constant or arithmetic over them");

    internal static string? Closest(string word, IEnumerable<string> candidates) => DidYouMean.Closest(word, candidates);

    /// <summary>The word to write in an unknown one's place: another library's has its own, or none.</summary>
    private static string? Meant(Synonyms synonyms, string word, IEnumerable<string> known) =>
        synonyms.Of(word) is null ? Closest(word, known) : synonyms.WordOf(word);

    internal static string? Suggest(string word, IEnumerable<string> candidates, string? listing)
    {
        var names = candidates.Distinct().OrderBy(name => name, StringComparer.Ordinal).ToArray();
        if (Closest(word, names) is { } close)
        {
            return $"did you mean `{close}`?";
        }

        return listing is null || names.Length == 0 ? null : $"{listing} {Quoted(names)}";
    }

    /// <summary>What could stand where an argument is wrong.</summary>
    private static string Advice(Parameter parameter) => parameter.Kind switch
    {
        ParameterKind.Size or ParameterKind.Sizes or ParameterKind.Axes => "write a whole number such as 2",
        ParameterKind.Whole => "write a whole number such as 0",
        ParameterKind.Fraction or ParameterKind.Share => "write a number such as 0.1",
        ParameterKind.Number or ParameterKind.Positive => "write a number such as 0.5",
        ParameterKind.Flag => $"write `{parameter.Name}: false`",
        ParameterKind.Word => $"write {parameter.Expectation}",
        ParameterKind.Activation => $"the activations are {Quoted(Vocabulary.Activations.Keys)}",
        ParameterKind.Noise => $"the corruptions are {Quoted(Vocabulary.Noises.Keys)}",
        ParameterKind.Padding => $"write `{parameter.Name}: same` or `{parameter.Name}: 0`",
        ParameterKind.Label => "label a stage, `w: dense(100)`, and write `w` here",
        _ => "write the name of a variable, for example `x`",
    };

    private static string StageList =>
        $"the stages are {Quoted(Vocabulary.Stages.Values.Where(entry => entry is not ActivationEntry).Select(entry => entry.Name))}, "
        + "the activations and the distributions";

    internal static string Quoted(IEnumerable<string> words) =>
        string.Join(", ", words.OrderBy(word => word, StringComparer.Ordinal).Select(word => $"`{word}`"));

    private static string Takes(string name, Signature signature) =>
        signature.Parameters.Count == 0 ? $"`{name}` takes no arguments" : $"it is `{name}{signature}`";
}
