using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hourglass.Generators.Classes;

/// <summary>From symbols to records; no symbol leaves this file.</summary>
internal static class ClassReader
{
    private static readonly ImmutableArray<string> Keywords =
    [
        "Data", "Encode", "Decode", "Predict", "Prior", "Critic", "Minimize", "Train", "Extern"
    ];

    /// <summary>Every annotated class once, however many attributes and parts it has.</summary>
    public static IncrementalValuesProvider<AnnotatedClass> Classes(IncrementalGeneratorInitializationContext context) => Keywords
        .Select(keyword => context.SyntaxProvider
            .ForAttributeWithMetadataName($"Hourglass.{keyword}Attribute", static (node, _) => node is TypeDeclarationSyntax, Read)
            .Where(found => found is not null)
            .Select((found, _) => found!)
            .Collect())
        .Aggregate((first, second) => first.Combine(second).Select((pair, _) => pair.Left.AddRange(pair.Right)))
        .SelectMany((classes, _) => classes)
        .WithTrackingName(Steps.Classes);

    /// <summary>Null unless this part of the class has the class's first clause, and this attribute kind is that clause's.</summary>
    private static AnnotatedClass? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        if (context.TargetSymbol is not INamedTypeSymbol type)
        {
            return null;
        }

        var attributes = type.GetAttributes().Where(IsClause).ToImmutableArray();
        var first = attributes[0];
        if (!SymbolEqualityComparer.Default.Equals(first.AttributeClass, context.Attributes[0].AttributeClass)
            || first.ApplicationSyntaxReference is not { } reference
            || reference.SyntaxTree != context.TargetNode.SyntaxTree
            || !context.TargetNode.Span.Contains(reference.Span))
        {
            return null;
        }

        var declaration = (TypeDeclarationSyntax)context.TargetNode;
        var name = SpanOf(declaration.Identifier.GetLocation());
        var clauses = attributes.Select(ClauseOf).ToEquatable();
        var places = attributes.Select(a => PlaceOf(a, cancellation)).ToEquatable();
        return new AnnotatedClass(
            new ClassClauses(NamespaceOf(type), type.Name, clauses),
            new ClassPlaces(declaration.SyntaxTree.FilePath, name, places),
            ClassRules.Check(type, name.Lines, cancellation));
    }

    private static bool IsClause(AttributeData attribute) =>
        attribute.AttributeClass is { ContainingNamespace: { Name: "Hourglass", ContainingNamespace.IsGlobalNamespace: true } } type
        && Keywords.Contains(KeywordOf(type), StringComparer.Ordinal);

    private static string KeywordOf(INamedTypeSymbol attribute) =>
        attribute.Name.EndsWith("Attribute", StringComparison.Ordinal)
            ? attribute.Name.Substring(0, attribute.Name.Length - 9)
            : attribute.Name;

    private static string NamespaceOf(INamedTypeSymbol type) =>
        type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString();

    private static Clause ClauseOf(AttributeData attribute)
    {
        var argument = attribute.ConstructorArguments.FirstOrDefault();
        var phase = attribute.NamedArguments.FirstOrDefault(a => a.Key == "Phase").Value;
        return new Clause(
            KeywordOf(attribute.AttributeClass!).ToLowerInvariant(),
            argument.Kind == TypedConstantKind.Primitive ? argument.Value as string : null,
            phase.Kind == TypedConstantKind.Primitive ? phase.Value as string : null);
    }

    private static ClausePlace PlaceOf(AttributeData attribute, CancellationToken cancellation)
    {
        var syntax = (AttributeSyntax)attribute.ApplicationSyntaxReference!.GetSyntax(cancellation);
        var text = attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive, Value: string value }
            ? value
            : "";
        var argument = syntax.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals is null)?.Expression;
        return new ClausePlace(syntax.SyntaxTree.FilePath, LiteralMap.Of(argument ?? (SyntaxNode)syntax, text));
    }

    private static SourcePlace SpanOf(Location location)
    {
        var (offsets, span) = (location.SourceSpan, location.GetLineSpan().Span);
        var lines = new TextSpan(new(span.Start.Line, span.Start.Character), new(span.End.Line, span.End.Character));
        return new SourcePlace(offsets.Start, offsets.End, lines);
    }
}
