using System.Globalization;
using BenchmarkDotNet.Attributes;
using Hourglass.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Hourglass.Benchmarks.Generator;

/// <summary>
/// The generator over 200 files of one model each: cold, after an edit of one model, after an edit of C# that is none of its business.
/// </summary>
[InProcess]
[MemoryDiagnoser]
public class GeneratorBenchmarks
{
    private const int Models = 200;

    /// <summary>Who asks: an editor, which shows types and signatures, or a build, which needs the derived steps too.</summary>
    [Params(Asker.Editor, Asker.Build)]
    public Asker For { get; set; }

    private CSharpCompilation _compilation = null!;
    private CSharpCompilation _edited = null!;
    private AdditionalText[] _files = [];
    private GeneratorDriver _warm = null!;
    private SourceText[] _generated = [];
    private AdditionalText _changed = null!;
    private AdditionalText _commented = null!;

    /// <summary>Runs the generator once over everything.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _files = [.. Enumerable.Range(0, Models).Select(i => new MemoryText(PathOf(i), TextOf(i, 20)))];
        _changed = new MemoryText(PathOf(100), TextOf(100, 21));
        _commented = new MemoryText(PathOf(100), TextOf(100, 20, "another comment"));
        _compilation = CSharpCompilation.Create(
            "Models",
            [CSharpSyntaxTree.ParseText("class Program { static void Main() { } }")],
            Basic.Reference.Assemblies.Net100.References.All,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication));
        _edited = _compilation.ReplaceSyntaxTree(
            _compilation.SyntaxTrees[0],
            CSharpSyntaxTree.ParseText("class Program { static void Main() { _ = 1; } }"));
        _warm = New().RunGenerators(_compilation);
        _generated = [.. _warm.GetRunResult().Results[0].GeneratedSources.Select(source => source.SourceText)];
    }

    /// <summary>Everything for the first time.</summary>
    [Benchmark]
    public GeneratorDriver Cold() => New().RunGenerators(_compilation);

    /// <summary>What no generator does without: the driver parses what it is given.</summary>
    [Benchmark]
    public int ParsedByRoslyn() => _generated.Sum(text => CSharpSyntaxTree.ParseText(text).Length);

    /// <summary>One model of the 200 changes.</summary>
    [Benchmark]
    public GeneratorDriver ModelEdit() => _warm.ReplaceAdditionalText(_files[100], _changed).RunGenerators(_compilation);

    /// <summary>A comment changes.</summary>
    [Benchmark]
    public GeneratorDriver CommentEdit() => _warm.ReplaceAdditionalText(_files[100], _commented).RunGenerators(_compilation);

    /// <summary>A C# file changes.</summary>
    [Benchmark]
    public GeneratorDriver UnrelatedEdit() => _warm.RunGenerators(_edited);

    private static string PathOf(int i) => string.Create(CultureInfo.InvariantCulture, $"/project/model{i}.ae");

    private static string TextOf(int i, int code, string comment = "a comment") => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        /// A variational autoencoder.
        model Vae{{i}} {
          data   x: unit[784]   // {{comment}}
          encode z ~ x -> dense(400, relu) -> dense({{200 + i}}, relu) -> normal({{code}})
          decode x ~ z -> mirror -> bernoulli
          minimize rec: nll(x) + beta: 4 * kl(z)
          train  { optimizer: adam(1e-3)  batch: 128  epochs: 10 }
        }
        """);

    private GeneratorDriver New() => CSharpGeneratorDriver.Create(
        [new AeGenerator().AsSourceGenerator()],
        _files,
        driverOptions: new GeneratorDriverOptions(
            For == Asker.Editor ? IncrementalGeneratorOutputKind.Implementation : IncrementalGeneratorOutputKind.None));

    /// <summary>Who runs the generator.</summary>
    public enum Asker
    {
        /// <summary>An editor, at every keystroke: outputs for builds alone are left out.</summary>
        Editor,

        /// <summary>A build.</summary>
        Build,
    }

    private sealed class MemoryText(string path, string text) : AdditionalText
    {
        private readonly SourceText _text = SourceText.From(text);

        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
    }
}
