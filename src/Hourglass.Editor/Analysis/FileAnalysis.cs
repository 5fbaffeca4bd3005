using Hourglass.Compiler;
using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Editor.Documents;

namespace Hourglass.Editor.Analysis;

/// <summary>A file that another one imports, as it was read.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Document">Its text.</param>
/// <param name="Tree">Its tree.</param>
/// <param name="Diagnostics">What is wrong with its text.</param>
internal sealed record ImportedFile(string Path, TextDocument Document, SourceFile Tree, EquatableArray<Diagnostic> Diagnostics);

/// <summary>All that is known of a text.</summary>
/// <param name="Path">The full path of the file.</param>
/// <param name="Document">The text.</param>
/// <param name="Parsed">Its tree, and what is wrong with it.</param>
/// <param name="Imports">What it imports, by the path as it is written.</param>
/// <param name="Models">Its models, in their order.</param>
/// <param name="Diagnostics">Everything that is wrong, by place.</param>
internal sealed record FileAnalysis(
    string Path,
    TextDocument Document,
    ParseResult<SourceFile> Parsed,
    IReadOnlyDictionary<string, ImportedFile> Imports,
    IReadOnlyList<ModelAnalysis> Models,
    IReadOnlyList<Diagnostic> Diagnostics)
{
    private readonly Lazy<NameTable> _names = new(() => NameTable.Of(Parsed.Tree, Imports.Values.Select(import => import.Tree)));

    /// <summary>Its tree.</summary>
    public SourceFile Tree => Parsed.Tree;

    /// <summary>Where names are written.</summary>
    public NameTable Names => _names.Value;

    /// <summary>The file's declarations, and behind them those that it imports.</summary>
    public IEnumerable<Declaration> InReach => Tree.Declarations.Concat(Imports.Values.SelectMany(import => import.Tree.Declarations));

    /// <summary>The declaration that a place lies in, or that ends there; null between declarations.</summary>
    public Declaration? DeclarationAt(LinePosition place) => Tree.Declarations.LastOrDefault(
        declaration => declaration.Span.Start.CompareTo(place) <= 0 && place.CompareTo(declaration.Span.End) <= 0);

    /// <summary>The analysis of a declared model itself, or where it has parameters without defaults that of its first variant.</summary>
    public ModelAnalysis? Of(ModelDeclaration model) =>
        Models.FirstOrDefault(other => other.Input.Variant is null && other.Input.Model.Name == model.Name)
        ?? Models.FirstOrDefault(other => other.Input.Model.Name == model.Name);
}
