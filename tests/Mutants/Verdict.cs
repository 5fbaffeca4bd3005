using System.Diagnostics;
using Hourglass.Compiler;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Mutants;

/// <summary>What the whole compile (parse, split, bind, derive, plan, emit) gives for a text.</summary>
/// <param name="Errors">Its errors, by place.</param>
/// <param name="Sources">The emitted C#.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record Verdict(IReadOnlyList<Diagnostic> Errors, IReadOnlyList<string> Sources, double Seconds)
{
    private static readonly Dictionary<string, SourceFile> NoImports = [];

    /// <summary>Compiles a text; what is thrown is the caller's.</summary>
    public static Verdict On(string text)
    {
        var watch = Stopwatch.StartNew();
        var parsed = AeParser.ParseFile(text);
        var split = AeCompiler.Split(parsed.Tree, NoImports);
        var outputs = split.Models.Select(model => AeCompiler.Compile(model, new EmitOptions("Mutants", "mutant.ae"))).ToArray();
        var errors = parsed.Diagnostics.Concat(split.Diagnostics).Concat(outputs.SelectMany(output => output.Diagnostics))
            .Where(diagnostic => diagnostic.Severity == Severity.Error).Distinct().OrderBy(diagnostic => diagnostic.Span.Start);
        return new Verdict([.. errors], [.. outputs.SelectMany(output => output.Sources)], watch.Elapsed.TotalSeconds);
    }
}
