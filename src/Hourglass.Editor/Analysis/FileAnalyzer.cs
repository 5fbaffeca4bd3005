using System.Security.Cryptography;
using System.Text;
using Hourglass.Compiler;
using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Editor.Documents;

namespace Hourglass.Editor.Analysis;

/// <summary>
/// Analyses the texts of one file, one after the other: statements whose characters are the same are not parsed again, and models whose
/// characters, and those of what they use, are the same are not bound again. Otherwise it is what every host of the compiler does.
/// </summary>
internal sealed class FileAnalyzer(string path)
{
    private readonly ParseMemory _memory = new();
    private Dictionary<string, BoundUnit> _units = new(StringComparer.Ordinal);

    /// <summary>Analyses a text.</summary>
    /// <param name="document">The text.</param>
    /// <param name="read">Reads what an import names.</param>
    /// <param name="cancellation">Stops the work where it is no longer wanted.</param>
    public FileAnalysis Analyze(
        TextDocument document, Func<string, (ImportedFile? File, ImportRefusal? Refusal)> read, CancellationToken cancellation)
    {
        var parsed = AeParser.ParseFile(document.Text, _memory, cancellation);
        var imports = new Dictionary<string, ImportedFile>(StringComparer.Ordinal);
        var refused = new Dictionary<string, ImportRefusal>(StringComparer.Ordinal);
        foreach (var import in parsed.Tree.Imports.Select(import => import.Path).Distinct(StringComparer.Ordinal))
        {
            var (file, refusal) = read(import);
            if (file is not null)
            {
                imports.Add(import, file);
            }
            else if (refusal is not null)
            {
                refused.Add(import, refusal);
            }
        }

        var trees = imports.ToDictionary(pair => pair.Key, pair => pair.Value.Tree, StringComparer.Ordinal);
        var (inputs, outside) = AeCompiler.Split(parsed.Tree, trees, refused, cancellation);
        var models = Bind(document, inputs, ReachOf(document, parsed.Tree, imports.Values), cancellation);
        var found = parsed.Diagnostics.Concat(outside).Concat(models.SelectMany(model => model.Diagnostics));
        return new FileAnalysis(
            path, document, parsed, imports, models, [.. found.OrderBy(d => d.Span.Start).ThenBy(d => d.Span.End)]);
    }

    private List<ModelAnalysis> Bind(
        TextDocument document, IEnumerable<ModelInput> inputs, string reach, CancellationToken cancellation)
    {
        var units = new Dictionary<string, BoundUnit>(StringComparer.Ordinal);
        var models = new List<ModelAnalysis>();
        foreach (var input in inputs)
        {
            cancellation.ThrowIfCancellationRequested();
            var key = KeyOf(document, input, reach);
            if (!units.TryGetValue(key, out var unit) && !_units.TryGetValue(key, out unit))
            {
                var notes = new BindingNotes();
                unit = new BoundUnit(key, input, AeCompiler.Bind(input, notes, cancellation), notes);
            }

            units[key] = unit;
            models.Add(new ModelAnalysis(input, unit));
        }

        _units = units;
        return models;
    }

    /// <summary>A digest of the constants and blocks that models may use.</summary>
    private static string ReachOf(TextDocument document, SourceFile tree, IEnumerable<ImportedFile> imports)
    {
        var text = new StringBuilder();
        foreach (var declaration in tree.Declarations.Where(declaration => declaration is ConstDeclaration or BlockDeclaration))
        {
            text.Append(document.Slice(declaration.Span)).Append(declaration.IsIncomplete ? "?\n" : "\n");
        }

        foreach (var import in imports)
        {
            text.Append('\f').Append(import.Document.Text);
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>The characters of a model, of its variant, and of all in their reach; columns count, lines do not.</summary>
    private static string KeyOf(TextDocument document, ModelInput input, string reach)
    {
        var text = new StringBuilder();
        Append(input.Model);
        if (input.Variant is { } variant)
        {
            Append(variant);

            // What is said of a variant depends on whether its place is behind the model's or before it.
            text.Append(variant.Span.Start.CompareTo(input.Model.Span.Start) < 0 ? '<' : '>');
        }

        return text.Append(input.LacksImports ? '?' : '!')
            .AppendJoin(',', input.BrokenConstants).Append(';').AppendJoin(',', input.MisplacedExterns).Append('\n')
            .Append(reach)
            .ToString();

        void Append(Declaration declaration) => text
            .Append(declaration.Span.Start.Column).Append(declaration.IsIncomplete ? '?' : '!').Append(declaration.Doc).Append('\n')
            .Append(document.Slice(declaration.Span)).Append('\n');
    }
}
