namespace Hourglass.Compiler.Syntax.Tree;

/// <summary>A start and the stages that follow it, <c>x -> dense(400, relu) -> normal(20)</c>.</summary>
public sealed record Pipeline(PipelineStart Start, EquatableArray<StageSyntax> Stages, TextSpan Span) : SyntaxNode(Span);

/// <summary>What a pipeline begins with.</summary>
public abstract record PipelineStart(TextSpan Span) : SyntaxNode(Span);

/// <summary>
/// A name without arguments: data, a code, or in a prior a distribution (<c>prior z ~ normal</c>). May be dotted (<c>z.mean</c>).
/// </summary>
public sealed record NameStart(string Name, TextSpan Span) : PipelineStart(Span);

/// <summary>A call: <c>concat(x, y)</c>, or in a prior a distribution (<c>gamma(concentration: 0.3)</c>).</summary>
public sealed record CallStart(Identifier Name, EquatableArray<Argument> Arguments, TextSpan Span) : PipelineStart(Span);

/// <summary>A pipeline in parentheses.</summary>
public sealed record NestedStart(Pipeline Inner, TextSpan Span) : PipelineStart(Span);

/// <summary>
/// A stage: a layer, an activation, a distribution, a block. <c>w: dense(100, relu)</c>, <c>flatten</c>, <c>residual { ... }</c>,
/// <c>repeat(3) { ... }</c>.
/// </summary>
/// <param name="Label">The name before the colon, if any.</param>
/// <param name="Name">The stage's word.</param>
/// <param name="Arguments">What stands in parentheses; empty also where there are none.</param>
/// <param name="HasParentheses">Whether there were any, for the printer.</param>
/// <param name="Body">The chain in braces, if any.</param>
/// <param name="Span">From the label to the last bracket.</param>
public sealed record StageSyntax(
    Identifier? Label,
    Identifier Name,
    EquatableArray<Argument> Arguments,
    bool HasParentheses,
    StageChain? Body,
    TextSpan Span) : SyntaxNode(Span);

/// <summary>Stages without a start: a block's body, or what <c>residual</c> and <c>repeat</c> enclose.</summary>
public sealed record StageChain(EquatableArray<StageSyntax> Stages, TextSpan Span) : SyntaxNode(Span);
