using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Hourglass.Compiler.Tests.Emit;

/// <summary>The C# compiler over emitted texts and the runtime, documentation comments checked; nothing is loaded or run.</summary>
internal static class Roslyn
{
    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    private static readonly Lazy<MetadataReference[]> References = new(() =>
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(Hourglass.Autoencoder).Assembly.Location),
        MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll")),
    ]);

    /// <summary>
    /// Every warning and error of some texts, compiled together; TorchSharp's older runtime is no concern of theirs, as in every build.
    /// </summary>
    public static IReadOnlyList<string> Complaints(params IEnumerable<string> sources)
    {
        var trees = sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, Parsing, $"Model{i}.g.cs")).ToArray();
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable,
            warningLevel: 9999)
            .WithSpecificDiagnosticOptions([new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]);
        var found = CSharpCompilation.Create("Emitted", trees, References.Value, options).GetDiagnostics();
        return [.. found.Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString())];
    }
}
