using Hourglass.Compiler.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Diagnostic = Hourglass.Compiler.Ground.Diagnostic;

namespace Hourglass.Generators.Classes;

/// <summary>What a class must be so that its other half can be emitted.</summary>
internal static class ClassRules
{
    /// <summary>The first thing that stands in the way, if any: one mistake, one message.</summary>
    public static EquatableArray<Diagnostic> Check(INamedTypeSymbol type, TextSpan name, CancellationToken cancellation)
    {
        var problem = type switch
        {
            { IsRecord: true } => HostErrors.NotPlainClass(type.Name, "a record", name),
            { IsStatic: true } => HostErrors.NotPlainClass(type.Name, "static", name),
            { IsAbstract: true } => HostErrors.NotPlainClass(type.Name, "abstract", name),
            { IsFileLocal: true } => HostErrors.NotPlainClass(type.Name, "local to its file", name),
            { ContainingType: { } outer } => HostErrors.Nested(type.Name, outer.Name, name),
            { IsGenericType: true } => HostErrors.Generic(type.Name, name),
            { BaseType: { TypeKind: TypeKind.Class, SpecialType: not SpecialType.System_Object } own } when own.ToDisplayString()
                != "Hourglass.Autoencoder" =>
                HostErrors.HasBase(type.Name, own.ToDisplayString(), name),
            _ when !IsPartial(type, cancellation) => HostErrors.NotPartial(type.Name, name),
            _ => null,
        };
        return problem is null ? default : EquatableArray.Of(problem);
    }

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) => type.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax(cancellation))
        .OfType<TypeDeclarationSyntax>()
        .All(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword));
}
