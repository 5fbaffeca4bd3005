using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler;

/// <summary>Cuts a file into models.</summary>
internal static class FileSplitter
{
    public static FileModels Split(
        SourceFile file,
        IReadOnlyDictionary<string, SourceFile> imports,
        IReadOnlyDictionary<string, ImportRefusal> refused,
        CancellationToken cancellation)
    {
        var diagnostics = new DiagnosticBag();
        var declarations = Bounded(Distinct(file, diagnostics, cancellation), diagnostics);
        cancellation.ThrowIfCancellationRequested();
        var (constants, blocks, lacksImports) = Reach(file, declarations, imports, refused, diagnostics);
        var broken = BrokenConstants(declarations, constants, lacksImports, diagnostics, cancellation);
        CheckParameters(declarations, diagnostics);
        var misplaced = declarations.OfType<ExternDeclaration>().Select(declared => declared.Name.Text).ToEquatable();
        foreach (var declared in declarations.OfType<ExternDeclaration>())
        {
            diagnostics.Add(NameErrors.ExternOutside(declared.Name.Text, declared.Span));
        }

        var models = new List<ModelInput>();
        var bases = declarations.OfType<ModelDeclaration>().ToDictionary(model => model.Name.Text, StringComparer.Ordinal);
        var missing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var declaration in declarations)
        {
            if (declaration is ModelDeclaration model && model.Parameters.All(parameter => parameter.Default is not null))
            {
                models.Add(new ModelInput(model.Name.Text, model.Doc, model, null, constants, blocks, file.Namespace?.Text)
                {
                    BrokenConstants = broken,
                    MisplacedExterns = misplaced,
                    LacksImports = lacksImports,
                });
            }
            else if (declaration is VariantDeclaration variant)
            {
                if (bases.TryGetValue(variant.Base.Text, out var found))
                {
                    models.Add(new ModelInput(
                        variant.Name.Text,
                        variant.Doc ?? found.Doc,
                        found,
                        variant,
                        constants,
                        blocks,
                        file.Namespace?.Text)
                    {
                        BrokenConstants = broken,
                        MisplacedExterns = misplaced,
                        LacksImports = lacksImports,
                    });
                }
                else if (missing.Add(variant.Base.Text))
                {
                    diagnostics.Add(NameErrors.UnknownModel(variant.Base.Text, variant.Base.Span, bases.Keys));
                }
            }
        }

        return new FileModels(models.ToEquatable(), diagnostics.ToSorted());
    }

    /// <summary>The file's own constants that have no value; what is wrong with them is said once, where they are declared.</summary>
    private static EquatableArray<string> BrokenConstants(
        IEnumerable<Declaration> declarations,
        EquatableArray<ConstDeclaration> constants,
        bool lacksImports,
        DiagnosticBag diagnostics,
        CancellationToken cancellation)
    {
        var scope = new ConstantScope { IsOpen = lacksImports };
        foreach (var constant in constants)
        {
            if (constant.IsIncomplete)
            {
                scope.Break(constant.Name.Text);
            }
            else
            {
                scope.Define(constant.Name.Text, constant.Value);
            }
        }

        var own = declarations.OfType<ConstDeclaration>().ToArray();
        scope.Own.UnionWith(own.Select(constant => constant.Name.Text));
        return own
            .Where(IsBroken)
            .Select(constant => constant.Name.Text)
            .ToEquatable();

        bool IsBroken(ConstDeclaration constant)
        {
            cancellation.ThrowIfCancellationRequested();
            return scope.Resolve(constant, diagnostics.Add) is null;
        }
    }

    private static void CheckParameters(IEnumerable<Declaration> declarations, DiagnosticBag diagnostics)
    {
        foreach (var declaration in declarations)
        {
            var parameters = declaration switch
            {
                ModelDeclaration model => model.Parameters,
                BlockDeclaration block => block.Parameters,
                _ => EquatableArray<ParameterSyntax>.Empty,
            };
            var seen = new Dictionary<string, TextSpan>(StringComparer.Ordinal);
            foreach (var parameter in parameters)
            {
                if (seen.TryGetValue(parameter.Name.Text, out var first))
                {
                    diagnostics.Add(NameErrors.Duplicate(parameter.Name.Text, parameter.Name.Span, first, "the parameter"));
                }
                else
                {
                    seen.Add(parameter.Name.Text, parameter.Name.Span);
                }
            }
        }
    }

    /// <summary>The declarations, the second of two with one name reported and left out.</summary>
    private static List<Declaration> Distinct(SourceFile file, DiagnosticBag diagnostics, CancellationToken cancellation)
    {
        var seen = new Dictionary<string, Declaration>(StringComparer.Ordinal);
        var kept = new List<Declaration>();
        foreach (var declaration in file.Declarations)
        {
            cancellation.ThrowIfCancellationRequested();
            var name = declaration.Name.Text;
            if (seen.TryGetValue(name, out var first))
            {
                diagnostics.Add(NameErrors.Duplicate(name, declaration.Name.Span, first.Name.Span, "the name"));
                continue;
            }

            seen.Add(name, declaration);
            kept.Add(declaration);
        }

        return kept;
    }

    /// <summary>The declarations without the models that are too many, which is reported once.</summary>
    private static List<Declaration> Bounded(List<Declaration> declarations, DiagnosticBag diagnostics)
    {
        var models = declarations.Where(declaration => declaration is ModelDeclaration or VariantDeclaration).ToArray();
        if (models.Length <= Limits.Models)
        {
            return declarations;
        }

        diagnostics.Add(ShapeErrors.TooManyModels(models.Length, models[Limits.Models].Name.Span));
        var left = new HashSet<string>(models.Skip(Limits.Models).Select(model => model.Name.Text), StringComparer.Ordinal);
        return [.. declarations.Where(declaration => !left.Contains(declaration.Name.Text))];
    }

    private static bool IsMisplaced(SourceFile file, ImportSyntax import) =>
        file.Declarations.Count > 0 && import.Span.Start.CompareTo(file.Declarations[0].Span.Start) > 0;

    /// <summary>Constants and blocks of the file and of what it imports; the file's own hide imported ones.</summary>
    private static (EquatableArray<ConstDeclaration> Constants, EquatableArray<BlockDeclaration> Blocks, bool LacksImports) Reach(
        SourceFile file,
        IReadOnlyList<Declaration> declarations,
        IReadOnlyDictionary<string, SourceFile> imports,
        IReadOnlyDictionary<string, ImportRefusal> refused,
        DiagnosticBag diagnostics)
    {
        var reach = new Dictionary<string, Declaration>(StringComparer.Ordinal);
        var origins = new Dictionary<string, TextSpan>(StringComparer.Ordinal);
        var paths = new Dictionary<string, TextSpan>(StringComparer.Ordinal);
        var lacksImports = false;
        foreach (var import in file.Imports)
        {
            if (paths.TryGetValue(import.Path, out var before))
            {
                diagnostics.Add(NameErrors.ImportedTwice(import.Path, import.PathSpan, before));
                continue;
            }

            paths.Add(import.Path, import.PathSpan);
            var refusal = ImportPath.Refuse(import.Path);
            if (refusal is not null || !imports.TryGetValue(import.Path, out var other))
            {
                lacksImports = true;

                // A path without its closing quote is wrong already, and so is an import behind declarations.
                if (import.Span.End != import.PathSpan.End && !IsMisplaced(file, import))
                {
                    refused.TryGetValue(import.Path, out var byHost);
                    diagnostics.Add((refusal ?? byHost) is { } why
                        ? NameErrors.ImportRefused(import.Path, why.Reason, why.Help, import.PathSpan)
                        : NameErrors.ImportNotFound(import.Path, import.PathSpan));
                }

                continue;
            }

            foreach (var declaration in other.Declarations.Where(declaration => declaration is ConstDeclaration or BlockDeclaration))
            {
                var name = declaration.Name.Text;
                if (origins.TryGetValue(name, out var first) && first != import.PathSpan)
                {
                    diagnostics.Add(NameErrors.Duplicate(name, import.PathSpan, first, "the imported"));
                    continue;
                }

                origins[name] = import.PathSpan;
                reach[name] = declaration;
            }
        }

        foreach (var declaration in declarations)
        {
            reach[declaration.Name.Text] = declaration;
        }

        var ordered = reach.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value).ToArray();
        return (ordered.OfType<ConstDeclaration>().ToEquatable(), ordered.OfType<BlockDeclaration>().ToEquatable(), lacksImports);
    }
}
