using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Tests.Diagnostics;

/// <summary>All that a host would say of a file, as every host puts it together.</summary>
internal static class Check
{
    private static readonly IReadOnlyDictionary<string, SourceFile> NoImports = new Dictionary<string, SourceFile>(StringComparer.Ordinal);

    /// <summary>The diagnostics of a text, by place.</summary>
    public static IReadOnlyList<Diagnostic> File(string text, IReadOnlyDictionary<string, SourceFile>? imports = null) =>
        Compile(text, imports).Diagnostics;

    /// <summary>The diagnostics of a text, and the C# of its models.</summary>
    public static (IReadOnlyList<Diagnostic> Diagnostics, IReadOnlyList<ModelOutput> Models) Compile(
        string text,
        IReadOnlyDictionary<string, SourceFile>? imports = null,
        EmitOptions? options = null)
    {
        var parsed = AeParser.ParseFile(text);
        var split = AeCompiler.Split(parsed.Tree, imports ?? NoImports);
        var outputs = split.Models.Select(
            model => (Input: model, Output: AeCompiler.Compile(model, options ?? new EmitOptions("Test", null)))).ToList();
        var found = outputs.SelectMany(pair => pair.Output.Diagnostics);
        return (
            [.. parsed.Diagnostics.Concat(split.Diagnostics).Concat(found).OrderBy(d => d.Span.Start)],
            [.. outputs.Select(pair => pair.Output)]);
    }
}
