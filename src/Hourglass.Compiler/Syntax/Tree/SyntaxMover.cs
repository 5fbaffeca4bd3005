namespace Hourglass.Compiler.Syntax.Tree;

/// <summary>Trees of statements, moved to other lines.</summary>
internal static class SyntaxMover
{
    /// <summary>The node and all its parts, a number of lines further down (up where it is below 0).</summary>
    public static SyntaxNode Down(SyntaxNode node, int lines) => node switch
    {
        Identifier name => Move(name, lines),
        DataStatement data => data with
        {
            Name = Move(data.Name, lines),
            Domain = Move(data.Domain, lines),
            DomainArguments = Move(data.DomainArguments, lines),
            Shape = Move(data.Shape, lines),
            Preparations = Move(data.Preparations, lines),
            Span = Move(data.Span, lines),
        },
        PreparationSyntax preparation => preparation with
        {
            Name = Move(preparation.Name, lines),
            Arguments = Move(preparation.Arguments, lines),
            Span = Move(preparation.Span, lines),
        },
        BindingSyntax binding => binding with
        {
            Name = Move(binding.Name, lines),
            Pipeline = Move(binding.Pipeline, lines),
            Span = Move(binding.Span, lines),
        },
        Pipeline pipeline => pipeline with
        {
            Start = Move(pipeline.Start, lines),
            Stages = Move(pipeline.Stages, lines),
            Span = Move(pipeline.Span, lines),
        },
        NameStart start => start with { Span = Move(start.Span, lines) },
        CallStart start => start with
        {
            Name = Move(start.Name, lines),
            Arguments = Move(start.Arguments, lines),
            Span = Move(start.Span, lines),
        },
        NestedStart start => start with { Inner = Move(start.Inner, lines), Span = Move(start.Span, lines) },
        StageSyntax stage => stage with
        {
            Label = stage.Label is null ? null : Move(stage.Label, lines),
            Name = Move(stage.Name, lines),
            Arguments = Move(stage.Arguments, lines),
            Body = stage.Body is null ? null : Move(stage.Body, lines),
            Span = Move(stage.Span, lines),
        },
        StageChain chain => chain with { Stages = Move(chain.Stages, lines), Span = Move(chain.Span, lines) },
        SettingSyntax setting => setting with
        {
            Name = Move(setting.Name, lines),
            Value = Move(setting.Value, lines),
            Span = Move(setting.Span, lines),
        },
        ParameterSyntax parameter => parameter with
        {
            Name = Move(parameter.Name, lines),
            Default = parameter.Default is null ? null : Move(parameter.Default, lines),
            Span = Move(parameter.Span, lines),
        },
        Argument argument => argument with
        {
            Name = argument.Name is null ? null : Move(argument.Name, lines),
            Value = Move(argument.Value, lines),
            Span = Move(argument.Span, lines),
        },
        ExternStatement declared => declared with
        {
            Kind = Move(declared.Kind, lines),
            Name = Move(declared.Name, lines),
            Parameters = Move(declared.Parameters, lines),
            From = Move(declared.From, lines),
            To = Move(declared.To, lines),
            TermKind = declared.TermKind is null ? null : Move(declared.TermKind, lines),
            Span = Move(declared.Span, lines),
        },
        Declaration declaration => OfDeclaration(declaration, lines),
        Expression expression => OfExpression(expression, lines),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node.GetType().Name, "No part of a statement."),
    };

    private static Declaration OfDeclaration(Declaration declaration, int lines) => declaration switch
    {
        ConstDeclaration constant => constant with
        {
            Name = Move(constant.Name, lines),
            Value = Move(constant.Value, lines),
            Span = Move(constant.Span, lines),
        },
        BlockDeclaration block => block with
        {
            Name = Move(block.Name, lines),
            Parameters = Move(block.Parameters, lines),
            Body = Move(block.Body, lines),
            Span = Move(block.Span, lines),
        },
        VariantDeclaration variant => variant with
        {
            Name = Move(variant.Name, lines),
            Base = Move(variant.Base, lines),
            Arguments = Move(variant.Arguments, lines),
            Span = Move(variant.Span, lines),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(declaration), declaration.GetType().Name, "Its statements are moved one by one."),
    };

    /// <summary>A sum is a tree as deep as it is long, up to the limit of the parser.</summary>
    private static Expression OfExpression(Expression expression, int lines) => expression switch
    {
        UnaryExpression unary => unary with { Operand = Move(unary.Operand, lines), Span = Move(unary.Span, lines) },
        BinaryExpression pair => pair with
        {
            Left = Move(pair.Left, lines),
            Right = Move(pair.Right, lines),
            Span = Move(pair.Span, lines),
        },
        ParenthesizedExpression nested => nested with { Inner = Move(nested.Inner, lines), Span = Move(nested.Span, lines) },
        CallExpression call => call with
        {
            Name = Move(call.Name, lines),
            Arguments = Move(call.Arguments, lines),
            Span = Move(call.Span, lines),
        },
        TupleExpression tuple => tuple with { Items = Move(tuple.Items, lines), Span = Move(tuple.Span, lines) },
        ListExpression list => list with { Items = Move(list.Items, lines), Span = Move(list.Span, lines) },
        LabelledExpression labelled => labelled with
        {
            Label = Move(labelled.Label, lines),
            Inner = Move(labelled.Inner, lines),
            Span = Move(labelled.Span, lines),
        },
        _ => expression with { Span = Move(expression.Span, lines) },
    };

    private static T Move<T>(T node, int lines)
        where T : SyntaxNode => (T)Down(node, lines);

    private static Identifier Move(Identifier name, int lines) => name with { Span = Move(name.Span, lines) };

    private static EquatableArray<T> Move<T>(EquatableArray<T> nodes, int lines)
        where T : SyntaxNode => nodes.Select(node => (T)Down(node, lines)).ToEquatable();

    private static EquatableArray<T>? Move<T>(EquatableArray<T>? nodes, int lines)
        where T : SyntaxNode => nodes is { } some ? Move(some, lines) : null;

    private static TextSpan Move(TextSpan span, int lines) => new(Move(span.Start, lines), Move(span.End, lines));

    private static LinePosition Move(LinePosition place, int lines) => place with { Line = place.Line + lines };
}
