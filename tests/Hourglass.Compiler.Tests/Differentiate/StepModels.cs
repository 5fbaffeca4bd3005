using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Differentiate;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Compiler.Tests.Docs;
using Hourglass.Compiler.Tests.Syntax;

namespace Hourglass.Compiler.Tests.Differentiate;

/// <summary>Every model of the corpus and of the numeric tests that has a derived step.</summary>
internal static class StepModels
{
    private static readonly Lazy<IReadOnlyDictionary<string, (BoundPhase Training, StepGraph Graph)>> All = new(Load);

    public static TheoryData<string> Names => [.. All.Value.Keys];

    public static (BoundPhase Training, StepGraph Graph) Read(string name) => All.Value[name];

    /// <summary>A model that is written in a test.</summary>
    public static (BoundPhase Training, StepGraph Graph) Parse(string text) => Assert.Single(Models(text)).Step;

    /// <summary>A model that is written in a test; null where its step cannot be derived.</summary>
    public static (BoundPhase Training, StepGraph Graph)? TryParse(string text) =>
        Models(text).Select(model => ((BoundPhase, StepGraph)?)model.Step).SingleOrDefault();

    private static Dictionary<string, (BoundPhase Training, StepGraph Graph)> Load()
    {
        var corpus = DesignCorpus.Names.SelectMany(name => Models(DesignCorpus.Read(name)).Select(
            model => (Name: name + PhaseOf(model.Name), model.Step)));
        var small = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "Hourglass.Tests", "Models"), "*.ae")
            .Order(StringComparer.Ordinal)
            .SelectMany(path => Models(File.ReadAllText(path)).Select(
                model => (Name: $"{Path.GetFileNameWithoutExtension(path)}.{model.Name}", model.Step)));
        return corpus.Concat(small).ToDictionary(model => model.Name, model => model.Step, StringComparer.Ordinal);
    }

    /// <summary>What stands behind a model's name for the phases behind its first.</summary>
    private static string PhaseOf(string name) => name.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? name[dot..] : "";

    private static IEnumerable<(string Name, (BoundPhase Training, StepGraph Graph) Step)> Models(string text)
    {
        var split = AeCompiler.Split(AeParser.ParseFile(text).Tree, new Dictionary<string, SourceFile>(StringComparer.Ordinal));
        foreach (var binding in split.Models.Select(input => AeCompiler.Bind(input)).Where(binding => !binding.HasErrors))
        {
            foreach (var (phase, i) in binding.Model.Training.Phases.Select((phase, i) => (phase, i)))
            {
                if (TryDerive(binding, phase) is { } graph)
                {
                    yield return (binding.Model.Name + (i == 0 ? "" : "." + phase.Name), (phase, graph));
                }
            }
        }
    }

    private static StepGraph? TryDerive(BindingResult binding, BoundPhase phase)
    {
        try
        {
            return Derivation.Derive(AeCompiler.Lower(binding), phase, turn: 0);
        }
        catch (UnderivedException)
        {
            return null;
        }
    }
}
