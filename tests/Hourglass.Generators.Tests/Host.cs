using System.Collections.Immutable;
using System.Globalization;
using Hourglass.Generators;
using Microsoft.CodeAnalysis;
using Diagnostic = Microsoft.CodeAnalysis.Diagnostic;
using Microsoft.CodeAnalysis.CSharp;

namespace Hourglass.Testing;

/// <summary>A project in memory, and the generator on it.</summary>
internal sealed class Host
{
    public const string Folder = "/repo/App";

    private static readonly CSharpParseOptions ParseOptions = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview)
        .WithDocumentationMode(DocumentationMode.Diagnose);

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. Basic.Reference.Assemblies.Net100.References.All,
        MetadataReference.CreateFromFile(typeof(Autoencoder).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(TorchSharp.torch).Assembly.Location),
    ];

    private GeneratorDriver _driver;
    private ImmutableDictionary<string, AdditionalText> _files;

    private Host(
        IEnumerable<(string Path, string Text)> files,
        IEnumerable<string> sources,
        IReadOnlyDictionary<string, string> properties,
        IncrementalGeneratorOutputKind leftOut = IncrementalGeneratorOutputKind.None)
    {
        _files = files.ToImmutableDictionary(f => FullPath(f.Path), f => (AdditionalText)new TextFile(FullPath(f.Path), f.Text));
        Compilation = CSharpCompilation.Create(
            "App",
            sources.Select((text, i) => CSharpSyntaxTree.ParseText(text, ParseOptions, SourcePath(i))),
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable,
                specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]));
        _driver = CSharpGeneratorDriver.Create(
            [new AeGenerator().AsSourceGenerator()],
            _files.Values.OrderBy(f => f.Path, StringComparer.Ordinal),
            ParseOptions,
            new BuildProperties(properties),
            new GeneratorDriverOptions(leftOut, trackIncrementalGeneratorSteps: true));
        Run();
    }

    public CSharpCompilation Compilation { get; private set; }

    /// <summary>The project with what was generated.</summary>
    public Compilation Output { get; private set; } = null!;

    public GeneratorRunResult Result { get; private set; }

    public static Host OfFiles(params (string Path, string Text)[] files) => Of(files, []);

    public static Host OfSources(params string[] sources) => Of([], sources);

    public static Host Of(
        IEnumerable<(string Path, string Text)> files,
        IEnumerable<string> sources,
        params (string Name, string Value)[] properties)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["RootNamespace"] = "App",
            ["MSBuildProjectDirectory"] = Folder
        };
        foreach (var (name, value) in properties)
        {
            all[name] = value;
        }

        return new Host(files, sources, all);
    }

    /// <summary>A project as an editor sees it: what only a build needs is left out.</summary>
    public static Host ForEditor(IEnumerable<(string Path, string Text)> files, IEnumerable<string> sources) => new(
        files,
        sources,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["RootNamespace"] = "App", ["MSBuildProjectDirectory"] = Folder },
        IncrementalGeneratorOutputKind.Implementation);

    public static string SourcePath(int number) => string.Create(CultureInfo.InvariantCulture, $"{Folder}/Source{number}.cs");

    public void Edit(string path, string text)
    {
        var changed = new TextFile(FullPath(path), text);
        _driver = _driver.ReplaceAdditionalText(_files[changed.Path], changed);
        _files = _files.SetItem(changed.Path, changed);
        Run();
    }

    public void Add(string path, string text)
    {
        var added = new TextFile(FullPath(path), text);
        _driver = _driver.AddAdditionalTexts([added]);
        _files = _files.Add(added.Path, added);
        Run();
    }

    public void EditSource(int number, string text)
    {
        var old = Compilation.SyntaxTrees.Single(t => t.FilePath == SourcePath(number));
        Compilation = Compilation.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText(text, ParseOptions, old.FilePath));
        Run();
    }

    /// <summary>The generator again, on an equal project that is another object.</summary>
    public void RunAgain()
    {
        Compilation = Compilation.Clone();
        Run();
    }

    /// <summary>Generated sources by name, without the derived steps.</summary>
    public IReadOnlyDictionary<string, string> Sources => Named(isStep: false);

    /// <summary>Generated training steps by name.</summary>
    public IReadOnlyDictionary<string, string> StepSources => Named(isStep: true);

    /// <summary>The generator's diagnostics as the build prints them, with paths below the project's folder.</summary>
    public IReadOnlyList<string> Messages => [.. Result.Diagnostics.Select(Print)];

    /// <summary>What the C# compiler says of everything together, but for missing comments in the test's own sources.</summary>
    public string CompilerMessages =>
        string.Join(
            '\n',
            Output.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning && !IsMissingComment(d)).Select(Print));

    /// <summary>Fails the test with all that the C# compiler says, unless it says nothing.</summary>
    public void Compiles() => Assert.True(CompilerMessages.Length == 0, CompilerMessages);

    private Dictionary<string, string> Named(bool isStep) => Result.GeneratedSources
        .Where(source => source.HintName.EndsWith(".Step.g.cs", StringComparison.Ordinal) == isStep)
        .ToDictionary(source => source.HintName, source => source.SourceText.ToString(), StringComparer.Ordinal);

    /// <summary>Why each output of a step is what it is.</summary>
    public IReadOnlyList<IncrementalStepRunReason> Reasons(string step) => Result.TrackedSteps.TryGetValue(step, out var runs)
        ? [.. runs.SelectMany(run => run.Outputs).Select(output => output.Reason)]
        : [];

    private static bool IsMissingComment(Diagnostic d) =>
        d.Id == "CS1591" && Path.GetFileName(d.Location.SourceTree?.FilePath ?? "").StartsWith("Source", StringComparison.Ordinal);

    private static string FullPath(string path) => path.StartsWith('/') ? path : $"{Folder}/{path}";

    private static string Print(Diagnostic diagnostic) =>
        CSharpDiagnosticFormatter.Instance.Format(diagnostic, CultureInfo.InvariantCulture)
            .Replace(Folder + "/", "", StringComparison.Ordinal)
            .Replace("Hourglass.Generators/Hourglass.Generators.AeGenerator/", "", StringComparison.Ordinal);

    private void Run()
    {
        _driver = _driver.RunGeneratorsAndUpdateCompilation(Compilation, out var output, out _, TestContext.Current.CancellationToken);
        Output = output;
        Result = _driver.GetRunResult().Results.Single();
        Assert.Null(Result.Exception);
    }
}
