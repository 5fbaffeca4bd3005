using System.Text;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Syntax;

/// <summary>
/// Writes a tree as an s-expression without places: two texts mean the same to the parser exactly if their dumps are equal.
/// </summary>
public static class TreeDump
{
    /// <summary>The dump of any node; declarations, statements and bindings stand on lines of their own.</summary>
    public static string Dump(SyntaxNode node)
    {
        var text = new StringBuilder();
        Write(text, 0, node);
        return text.ToString();
    }

    private static void Write(StringBuilder text, int indent, SyntaxNode node)
    {
        text.Append(' ', indent * 2).Append('(').Append(Head(node));
        foreach (var child in Children(node))
        {
            Write(text.Append('\n'), indent + 1, child);
        }

        text.Append(')');
    }

    private static IEnumerable<SyntaxNode> Children(SyntaxNode node) => node switch
    {
        SourceFile file => [.. file.Imports, .. file.Declarations],
        ModelDeclaration model => model.Statements,
        RoleStatement role => role.Bindings,
        TrainStatement train => train.Minimize is null ? train.Settings : [.. train.Settings, train.Minimize],
        _ => [],
    };

    private static string Head(SyntaxNode node) => node switch
    {
        SourceFile file => "file" + (file.Namespace is null ? "" : " " + file.Namespace.Text),
        ImportSyntax import => "import " + Quote(import.Path),
        ConstDeclaration d => Declared("const", d) + " " + Of(d.Value),
        BlockDeclaration d => Declared("block", d) + Parameters(d.Parameters) + " " + Of(d.Body),
        ModelDeclaration d => Declared("model", d) + Parameters(d.Parameters),
        VariantDeclaration d => Declared("variant", d) + " " + d.Base.Text + Arguments(d.Arguments),
        ExternDeclaration d => Of(d.Extern),
        DataStatement s =>
            $"data{Doc(s.Doc)} {s.Name.Text}{(s.Optional ? "?" : "")} {s.Domain.Text}{Arguments(s.DomainArguments)}{Shape(s.Shape)}"
            + string.Concat(s.Preparations.Select(preparation => $" -> {preparation.Name.Text}{Arguments(preparation.Arguments)}")),
        RoleStatement s => s.Role.ToString().ToLowerInvariant() + (s.Braced ? " braced" : ""),
        MinimizeStatement s => "minimize " + Of(s.Objective),
        TrainStatement s => "train" + (s.Phase is null ? "" : " " + s.Phase.Text),
        ExternStatement s =>
            $"extern {s.Kind.Text} {s.Name.Text}{Parameters(s.Parameters)}{Shape(s.From)}{Shape(s.To)}"
            + $"{(s.TermKind is null ? "" : " " + s.TermKind.Text)}",
        SettingSyntax s => s.Name.Text + ": " + Of(s.Value),
        BindingSyntax s => $"{(s.Random ? "~" : "=")}{Doc(s.Doc)} {s.Name.Text} {Of(s.Pipeline)}",
        _ => Of(node),
    };

    private static string Of(SyntaxNode node) => node switch
    {
        NumberExpression e => e.Text,
        NameExpression e => e.Name,
        UnaryExpression e => $"({e.Operator} {Of(e.Operand)})",
        BinaryExpression e => $"({e.Operator} {Of(e.Left)} {Of(e.Right)})",
        ParenthesizedExpression e => $"(paren {Of(e.Inner)})",
        CallExpression e => $"(call {e.Name.Text}{Arguments(e.Arguments)})",
        TupleExpression e => $"(tuple{Join(e.Items)})",
        ListExpression e => $"(list{Join(e.Items)})",
        FromExpression e => $"(from {Quote(e.Path)})",
        LabelledExpression e => $"(label {e.Label.Text} {Of(e.Inner)})",
        Argument e => e.Name is null ? Of(e.Value) : $"({e.Name.Text}: {Of(e.Value)})",
        ParameterSyntax e => e.Default is null ? e.Name.Text : $"({e.Name.Text} = {Of(e.Default)})",
        Pipeline e => $"(pipe {Of(e.Start)}{Join(e.Stages)})",
        NameStart e => e.Name,
        CallStart e => $"(call {e.Name.Text}{Arguments(e.Arguments)})",
        NestedStart e => Of(e.Inner),
        StageChain e => $"(chain{Join(e.Stages)})",
        StageSyntax e => Stage(e),
        Identifier e => e.Text,
        _ => Head(node),
    };

    private static string Stage(StageSyntax stage)
    {
        var label = stage.Label is null ? "" : stage.Label.Text + ": ";
        var arguments = stage.HasParentheses ? Arguments(stage.Arguments) : "";
        return $"({label}{stage.Name.Text}{arguments}{(stage.Body is null ? "" : " " + Of(stage.Body))})";
    }

    private static string Declared(string kind, Declaration declaration) => $"{kind}{Doc(declaration.Doc)} {declaration.Name.Text}";

    private static string Doc(string? doc) => doc is null ? "" : " " + Quote(doc);

    private static string Parameters(EquatableArray<ParameterSyntax> parameters) =>
        parameters.Count == 0 ? "" : $" (parameters{Join(parameters)})";

    private static string Arguments(EquatableArray<Argument> arguments) => $" (arguments{Join(arguments)})";

    private static string Shape(EquatableArray<Expression>? shape) => shape is null ? "" : $" [{Join(shape.Value).TrimStart()}]";

    private static string Join<T>(EquatableArray<T> nodes)
        where T : SyntaxNode => string.Concat(nodes.Select(node => " " + Of(node)));

    private static string Quote(string text) =>
        "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\r", "\\r") + "\"";
}
