namespace Hourglass.Compiler.Syntax.Tree;

/// <summary>A whole <c>.ae</c> file.</summary>
/// <param name="Namespace">The dotted name behind <c>namespace</c>, or null.</param>
/// <param name="Imports">The imports, in order.</param>
/// <param name="Declarations">Constants, blocks, models and externs, in order.</param>
/// <param name="Span">The whole text.</param>
public sealed record SourceFile(
    Identifier? Namespace,
    EquatableArray<ImportSyntax> Imports,
    EquatableArray<Declaration> Declarations,
    TextSpan Span) : SyntaxNode(Span);

/// <summary><c>import "shared/blocks.ae"</c>.</summary>
/// <param name="Path">What stands between the quotes.</param>
/// <param name="PathSpan">Where that stands, quotes excluded.</param>
/// <param name="Span">The whole declaration.</param>
public sealed record ImportSyntax(string Path, TextSpan PathSpan, TextSpan Span) : SyntaxNode(Span);

/// <summary>A declaration of a file.</summary>
public abstract record Declaration(Identifier Name, string? Doc, TextSpan Span) : SyntaxNode(Span)
{
    /// <summary>
    /// Whether a part could not be parsed and was left out or cut off: what seems to be wrong with the rest may be about that gap.
    /// </summary>
    public bool IsIncomplete { get; init; }
}

/// <summary><c>const width = 400</c>.</summary>
public sealed record ConstDeclaration(Identifier Name, string? Doc, Expression Value, TextSpan Span) : Declaration(Name, Doc, Span);

/// <summary><c>block mlp(n) { dense(n) -> relu }</c>.</summary>
public sealed record BlockDeclaration(
    Identifier Name,
    string? Doc,
    EquatableArray<ParameterSyntax> Parameters,
    StageChain Body,
    TextSpan Span)
    : Declaration(Name, Doc, Span);

/// <summary><c>model Vae(latent = 20) { ... }</c>.</summary>
public sealed record ModelDeclaration(
    Identifier Name,
    string? Doc,
    EquatableArray<ParameterSyntax> Parameters,
    EquatableArray<Statement> Statements,
    TextSpan Span) : Declaration(Name, Doc, Span);

/// <summary><c>model Vae2 = Vae(latent: 2)</c>.</summary>
public sealed record VariantDeclaration(Identifier Name, string? Doc, Identifier Base, EquatableArray<Argument> Arguments, TextSpan Span)
    : Declaration(Name, Doc, Span);

/// <summary>An <c>extern</c> outside a model.</summary>
public sealed record ExternDeclaration(ExternStatement Extern) : Declaration(Extern.Name, null, Extern.Span);

/// <summary>A parameter of a block or a model, with its default if it has one.</summary>
public sealed record ParameterSyntax(Identifier Name, Expression? Default, TextSpan Span) : SyntaxNode(Span);
