namespace Hourglass.Compiler.Diagnostics;

/// <content>What is said of stages and terms that are written in C#.</content>
public static partial class NameErrors
{
    internal static Diagnostic ExternNameTaken(string name, TextSpan span, string taken) =>
        ExternNameRule.At(span, $"`{name}` {taken}", "give the `extern` another name");

    internal static Diagnostic ExternOutside(string name, TextSpan span) => ExternOutsideRule.At(
        span,
        $"the `extern` `{name}` stands outside of a model, and a model's class implements it",
        "move the declaration into the model that uses it, and into each if there are several");

    internal static Diagnostic UnusedExtern(string name, string method, TextSpan span) => UnusedExternRule.At(
        span,
        $"nothing in the model uses `{name}`, and its class has to implement `{method}` nevertheless",
        "use it in a pipeline or in `minimize`, or leave the declaration out");

    internal static Diagnostic ExternTermAsStage(string name, TextSpan span) => UnknownStageRule.At(
        span,
        $"`{name}` is declared as a term, and a stage belongs here",
        $"declare it as `extern block {name}: [784] -> [784]`, with its shapes, or use it in `minimize`");

    internal static Diagnostic ExternStageAsTerm(string name, TextSpan span) => UnknownTermRule.At(
        span,
        $"`{name}` is declared as a block, and a term belongs here",
        $"declare it as `extern term {name}(y): sum`, or use it in a pipeline, `-> {name}`");

    internal static Diagnostic ExternDefault(string name, string parameter, TextSpan span) => WrongArgumentRule.At(
        span,
        $"`{parameter}` of the term `{name}` stands for a variable, which has no default",
        "leave the default out; numbers belong into the method");

    internal static Diagnostic ExternWithoutSizes(string name, TextSpan span) => WrongArgumentRule.At(
        span,
        $"a shape of `{name}` has no sizes",
        "write those of an example, such as `[784]` or `[1, 28, 28]`");
}
