using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Tests.Syntax;

/// <summary>The nodes directly below a node.</summary>
internal static class SyntaxWalker
{
    public static IEnumerable<SyntaxNode> Children(SyntaxNode node) => (node switch
    {
        SourceFile n => [n.Namespace, .. n.Imports, .. n.Declarations],
        ConstDeclaration n => [n.Name, n.Value],
        BlockDeclaration n => [n.Name, .. n.Parameters, n.Body],
        ModelDeclaration n => [n.Name, .. n.Parameters, .. n.Statements],
        VariantDeclaration n => [n.Name, n.Base, .. n.Arguments],
        ExternDeclaration n => [n.Name, n.Extern],
        ParameterSyntax n => [n.Name, n.Default],
        DataStatement n => [n.Name, n.Domain, .. n.DomainArguments, .. Items(n.Shape)],
        RoleStatement n => n.Bindings,
        BindingSyntax n => [n.Name, n.Pipeline],
        MinimizeStatement n => [n.Objective],
        TrainStatement n => [n.Phase, .. n.Settings, n.Minimize],
        SettingSyntax n => [n.Name, n.Value],
        ExternStatement n => [n.Kind, n.Name, .. n.Parameters, .. Items(n.From), .. Items(n.To), n.TermKind],
        Pipeline n => [n.Start, .. n.Stages],
        CallStart n => [n.Name, .. n.Arguments],
        NestedStart n => [n.Inner],
        StageChain n => n.Stages,
        StageSyntax n => [n.Label, n.Name, .. n.Arguments, n.Body],
        UnaryExpression n => [n.Operand],
        BinaryExpression n => [n.Left, n.Right],
        ParenthesizedExpression n => [n.Inner],
        CallExpression n => [n.Name, .. n.Arguments],
        TupleExpression n => n.Items,
        ListExpression n => n.Items,
        LabelledExpression n => [n.Label, n.Inner],
        Argument n => [n.Name, n.Value],
        ImportSyntax or Identifier or NameStart or NumberExpression or NameExpression or FromExpression => (IEnumerable<SyntaxNode?>)[],
        _ => throw new ArgumentOutOfRangeException(nameof(node), node.GetType().Name, "The walker does not know this node."),
    }).OfType<SyntaxNode>();

    private static IEnumerable<SyntaxNode> Items(EquatableArray<Expression>? items) => items is { } some ? some : [];
}
