using Hourglass.Cli.Sources;
using Hourglass.Compiler;
using Hourglass.Compiler.Binding;
using Hourglass.Diagrams;
using Hourglass.Tests.Cli;

namespace Hourglass.Tests.Diagrams;

/// <summary>Every model of the checkout: the corpus, the zoo, the examples, and the tests' own.</summary>
internal static class DrawnModels
{
    private static readonly string[] Folders = ["tests/Corpus", "examples", "tests/Hourglass.Tests/Models"];

    /// <summary>The files, from the checkout's folder.</summary>
    public static TheoryData<string> Files =>
    [
        .. Folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Corpus.Root, folder), "*.ae", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Corpus.Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The models of a file.</summary>
    public static IReadOnlyList<BindingResult> Of(string file)
    {
        var models = CheckedFile.Check(ModelFile.Read(Path.Combine(Corpus.Root, file))).Models;
        Assert.NotEmpty(models);
        Assert.All(models, model => Assert.False(model.Binding.HasErrors, model.Name));
        return [.. models.Select(model => model.Binding)];
    }

    /// <summary>What is drawn of a model.</summary>
    public static Diagram Diagram(BindingResult binding) => Hourglass.Diagrams.Diagram.Read(AeCompiler.Diagram(binding));

    /// <summary>The models of a text, with or without errors.</summary>
    public static BindingResult Bind(string text) => CheckedFile.Check(new ModelFile(
        ParsedFile.Of(new SourceText("a.ae", text)),
        new Dictionary<string, ParsedFile>())).Models[0].Binding;
}
