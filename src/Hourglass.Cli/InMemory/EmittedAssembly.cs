using System.Runtime.Loader;
using Hourglass.Cli.Hosting;
using Hourglass.Compiler;
using Hourglass.Compiler.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Hourglass.Cli.InMemory;

/// <summary>Compiles emitted C# without a project, and loads it.</summary>
internal static class EmittedAssembly
{
    /// <summary>The emitted type of a model.</summary>
    /// <exception cref="ToolException">The emitted code does not compile: a mistake of the compiler (AE9001).</exception>
    public static Type Load(ModelOutput output) => Load(output, Image(output));

    /// <summary>The emitted type of a model from its assembly.</summary>
    public static Type Load(ModelOutput output, byte[] image) => new AssemblyLoadContext(output.TypeName, isCollectible: false)
        .LoadFromStream(new MemoryStream(image))
        .GetType(output.TypeName, throwOnError: true)!;

    /// <summary>A model's assembly.</summary>
    /// <exception cref="ToolException">The emitted code does not compile: a mistake of the compiler (AE9001).</exception>
    public static byte[] Image(ModelOutput output)
    {
        using var image = new MemoryStream();
        var problems = Compile(output, image);
        if (problems.FirstOrDefault(problem => problem.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error) is { } problem)
        {
            var line = problem.Location.GetLineSpan().StartLinePosition.Line + 1;
            throw new ToolException(FormattableString.Invariant(
                $"{HostErrors.InternalId.Id}: the C# of {output.TypeName} does not compile: line {line}, {problem.Id}: ")
                + $"{Message(problem)}. "
                + "This is a mistake of the compiler, not of the model; please report it with the model's text.");
        }

        return image.ToArray();
    }

    /// <summary>Compiles as a careful user's project does: nullable, optimised, every warning counted.</summary>
    /// <returns>Errors and warnings.</returns>
    public static IReadOnlyList<Microsoft.CodeAnalysis.Diagnostic> Compile(ModelOutput output, Stream image)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Parse);
        var trees = output.Sources.Select(
            (text, i) => CSharpSyntaxTree.ParseText(text, options, path: output.TypeName + (i == 0 ? ".g.cs" : ".Step.g.cs")));
        var compilation = CSharpCompilation.Create(
            "Models." + output.TypeName,
            trees,
            References.Load(),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable,
                concurrentBuild: false));
        return [.. compilation.Emit(image).Diagnostics.Where(d => d.Severity >= Microsoft.CodeAnalysis.DiagnosticSeverity.Warning)];
    }

    private static string Message(Microsoft.CodeAnalysis.Diagnostic problem) =>
        problem.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
}
