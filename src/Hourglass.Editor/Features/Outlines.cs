using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Editor.Analysis;

namespace Hourglass.Editor.Features;

/// <summary>The parts of a file.</summary>
internal static class Outlines
{
    /// <summary>The parts, in their order.</summary>
    public static IReadOnlyList<OutlineItem> Of(FileAnalysis file) =>
        [.. file.Tree.Declarations.Select(declaration => Of(file, declaration)).OfType<OutlineItem>()];

    /// <summary>What a declaration is, without its parts; null where it has no name.</summary>
    public static OutlineItem? Of(Declaration declaration) => declaration switch
    {
        ConstDeclaration constant => Leaf(constant.Name, OutlineKind.Constant, constant.Span, ""),
        BlockDeclaration block => Leaf(block.Name, OutlineKind.Block, block.Span, ""),
        VariantDeclaration variant => Leaf(variant.Name, OutlineKind.Model, variant.Span, $"= {variant.Base.Text}"),
        ExternDeclaration { Extern: var declared } => Leaf(declared.Name, OutlineKind.Extern, declared.Span, declared.Kind.Text),
        ModelDeclaration model => Leaf(model.Name, OutlineKind.Model, model.Span, ""),
        _ => null,
    };

    private static OutlineItem? Of(FileAnalysis file, Declaration declaration) => declaration is ModelDeclaration model
        ? Of(declaration)! with { Children = [.. model.Statements.SelectMany(statement => Of(file, model, statement))] }
        : Of(declaration);

    private static IEnumerable<OutlineItem> Of(FileAnalysis file, ModelDeclaration model, Statement statement)
    {
        var bound = file.Of(model)?.Unit.Binding.Model;
        switch (statement)
        {
            case DataStatement data:
                var shape = bound?.FindData(data.Name.Text)?.Shape.InBrackets();
                yield return Leaf(data.Name, OutlineKind.Data, data.Span, $"{data.Domain.Text}{shape}");
                break;
            case RoleStatement role:
                foreach (var binding in role.Bindings)
                {
                    var known = bound?.Bindings.FirstOrDefault(other => other.Role == role.Role && other.Name == binding.Name.Text);
                    var what = $"{known?.Distribution?.Entry.Name}{known?.Shape.InBrackets()}";
                    var detail = $"{AeKeywords.Of(role.Role)} {(binding.Random ? '~' : '=')} {what}".TrimEnd();
                    yield return Leaf(binding.Name, OutlineKind.Binding, role.Braced ? binding.Span : role.Span, detail);
                }

                break;
            case MinimizeStatement minimize:
                var at = new TextSpan(
                    minimize.Span.Start, minimize.Span.Start with { Column = minimize.Span.Start.Column + "minimize".Length });
                yield return new OutlineItem("minimize", "", OutlineKind.Objective, minimize.Span, at, []);
                break;
            case TrainStatement train:
                var word = new TextSpan(train.Span.Start, train.Span.Start with { Column = train.Span.Start.Column + "train".Length });
                var name = train.Phase is { } phase ? $"train {phase.Text}" : "train";
                yield return new OutlineItem(name, "", OutlineKind.Training, train.Span, train.Phase?.Span ?? word, []);
                break;
            case ExternStatement declared:
                yield return Leaf(declared.Name, OutlineKind.Extern, declared.Span, declared.Kind.Text);
                break;
        }
    }

    private static OutlineItem Leaf(Identifier name, OutlineKind kind, TextSpan span, string detail) =>
        new(name.Text, detail, kind, span.Union(name.Span), name.Span, []);
}
