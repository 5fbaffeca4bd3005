using Hourglass.Compiler.Syntax.Tree;
using Sprache;
using static Hourglass.Compiler.Syntax.Grammar.ExpressionGrammar;
using static Hourglass.Compiler.Syntax.Grammar.Terminals;

namespace Hourglass.Compiler.Syntax.Grammar;

/// <summary>Pipelines and their stages.</summary>
internal static class PipelineGrammar
{
    /// <summary>Stages in braces, and the closing one.</summary>
    public static readonly Parser<(StageChain Chain, TextSpan Close)> Body =
        from open in MaybeSign('{')
        from chain in Deferred(() => Chain!)
        from close in Sign('}')
        select (chain, close.Span);

    private static readonly Parser<StageSyntax> Stage =
        from label in Label(introduces: true, forgiveEquals: false)
        from name in FreeWord("a stage")
        from arguments in Arguments.Select(a => ((EquatableArray<Argument> Items, TextSpan Close)?)a).OptionalAt('(')
        from body in Body.Select(b => ((StageChain Chain, TextSpan Close)?)b).OptionalAt('{')
        select MakeStage(label, name, arguments, body);

    /// <summary>Stages without a start.</summary>
    public static readonly Parser<StageChain> Chain =
        Stage.DelimitedBy(Arrow).Select(stages => Join(stages.ToEquatable()));

    private static readonly Parser<PipelineStart> NestedStart =
        from open in MaybeSign('(')
        from inner in Deferred(() => Pipeline!)
        from close in Sign(')')
        select (PipelineStart)new NestedStart(inner, open.Span.Union(close.Span));

    private static readonly Parser<PipelineStart> NamedStart =
        from name in Dotted(FreeWord("a name"))
        from arguments in Arguments.Select(a => ((EquatableArray<Argument> Items, TextSpan Close)?)a).OptionalAt('(')
        select arguments is { } call
            ? (PipelineStart)new CallStart(name, call.Items, name.Span.Union(call.Close))
            : new NameStart(name.Text, name.Span);

    /// <summary>A start and its stages.</summary>
    public static readonly Parser<Pipeline> Pipeline =
        from start in NestedStart.Or(NamedStart)
        from stages in (from arrow in Arrow from stage in Stage select stage).Many()
        select MakePipeline(start, stages.ToEquatable());

    private static StageSyntax MakeStage(
        Identifier? label,
        Identifier name,
        (EquatableArray<Argument> Items, TextSpan Close)? arguments,
        (StageChain Chain, TextSpan Close)? body)
    {
        var span = (label ?? name).Span.Union(body?.Close ?? arguments?.Close ?? name.Span);
        return new StageSyntax(label, name, arguments?.Items ?? EquatableArray<Argument>.Empty, arguments is not null, body?.Chain, span);
    }

    private static Pipeline MakePipeline(PipelineStart start, EquatableArray<StageSyntax> stages) =>
        new(start, stages, stages.Count == 0 ? start.Span : start.Span.Union(stages[stages.Count - 1].Span));

    private static StageChain Join(EquatableArray<StageSyntax> stages) =>
        new(stages, stages[0].Span.Union(stages[stages.Count - 1].Span));
}
