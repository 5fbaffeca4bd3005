using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Hourglass.Cli.Sources;
using Hourglass.Compiler;
using Hourglass.Compiler.Catalogue;
using Hourglass.Tests.Cli;

namespace Hourglass.Tests;

/// <summary>
/// <c>docs/vocabulary.md</c>: every word with its formula, its source, the test that proves it and the kinds of step that have it; all of
/// it from the catalogue, the proofs and the models of tests, corpus and zoo. <c>SNAPSHOT_ACCEPT=1</c> writes it anew.
/// </summary>
public sealed partial class VocabularyPageTests
{
    private static readonly string[] Steps = ["readable", "portable", "native"];

    private static readonly Lazy<IReadOnlyList<(HashSet<string> Words, string[] Steps)>> Models = new(() => [.. Read()]);

    private static readonly Lazy<ILookup<string, string>> Proofs = new(() => typeof(VocabularyPageTests).Assembly.GetTypes()
        .SelectMany(type => type.GetCustomAttributes<ProvesAttribute>().SelectMany(proof => proof.Words, (_, word) => (word, type.Name)))
        .ToLookup(pair => pair.word, pair => pair.Name, StringComparer.Ordinal));

    private static string PagePath => Path.Combine(Corpus.Root, "docs", "vocabulary.md");

    [Fact]
    public void The_page_is_what_catalogue_proofs_and_models_say()
    {
        var page = Page();
        if (Environment.GetEnvironmentVariable("SNAPSHOT_ACCEPT") == "1")
        {
            File.WriteAllText(PagePath, page);
        }

        Assert.Equal(page, File.ReadAllText(PagePath).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Every_word_is_in_a_model() => Assert.All(
        Vocabulary.All,
        entry => Assert.Contains(Models.Value, model => model.Words.Contains(entry.Name)));

    [GeneratedRegex(@"^model\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex Head { get; }

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word { get; }

    private static string Page()
    {
        var text = new StringBuilder(
            """
            # Vocabulary

            Every word of the language. The readable step has all of them; «portable» and «native» stand where a model with the word trains
            so. A proof is a class of `tests/Hourglass.Tests`, which compares the word with something that is not this code.

            """);
        Section(text, "Data domains", Vocabulary.Domains.Values, "values", entry => entry.Values);
        Section(text, "Preparations of data", Vocabulary.Preparations.Values, "takes", entry => entry.Takes);
        Section(text, "Stages", Vocabulary.Stages.Values.Where(entry => entry is not ActivationEntry), "shapes", entry => entry.ShapeRule);
        Section(text, "Activations", Vocabulary.Activations.Values, "shapes", _ => "same");
        Section(text, "Corruptions", Vocabulary.Noises.Values, "shapes", _ => "same");
        Section(text, "Distributions", Vocabulary.Distributions.Values, "support", entry => Supports.Described(entry.Support));
        Section(text, "Bijections", Vocabulary.Bijections.Values, "shapes", _ => "vectors, same");
        Section(text, "Priors", Vocabulary.Priors.Values, "shapes", _ => "the code's");
        Section(text, "Terms", Vocabulary.Terms.Values, "formula", entry => entry.Formula);
        Section(text, "Weights", Vocabulary.WeightSchedules.Values, "is", entry => entry.Summary);
        Section(text, "Optimizers", Vocabulary.Optimizers.Values, "is", entry => entry.Summary);
        Section(text, "Learning rates", Vocabulary.RateSchedules.Values, "is", entry => entry.Summary);
        Section(text, "Initial weights", Vocabulary.Initialisers.Values, "is", entry => entry.Summary);
        Section(text, "Methods", Vocabulary.Methods.Values, "does", entry => entry.Summary);
        Section(text, "Settings of `train`", Vocabulary.Settings.Values, "takes", entry => entry.Expectation);
        return text.ToString();
    }

    private static void Section<T>(StringBuilder text, string title, IEnumerable<T> entries, string head, Func<T, string> what)
        where T : CatalogueEntry
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| word | {head} | source | proof | steps |\n")
            .Append("| --- | --- | --- | --- | --- |\n");
        foreach (var entry in entries)
        {
            string[] cells =
            [
                $"`{entry.Name}{entry.Signature}`",
                what(entry),
                entry.Source ?? "",
                string.Join(", ", Proofs.Value[entry.Name].Distinct().Order(StringComparer.Ordinal)),
                string.Join(", ", Steps.Where(step => Models.Value.Any(model =>
                    model.Words.Contains(entry.Name) && model.Steps.Contains(step)))),
            ];
            var row = string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)));
            text.Append(CultureInfo.InvariantCulture, $"| {row} |\n");
        }
    }

    private static IEnumerable<(HashSet<string> Words, string[] Steps)> Read()
    {
        string[][] folders = [["tests", "Corpus"], ["tests", "Hourglass.Tests", "Models"], ["examples"]];
        foreach (var file in folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine([Corpus.Root, .. folder]), "*.ae", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)))
        {
            var source = File.ReadAllText(file);
            var heads = Head.Matches(source);
            foreach (var model in CheckedFile.Check(ModelFile.Read(file)).Models.Where(model => !model.Binding.HasErrors))
            {
                var head = heads.FirstOrDefault(match => match.Groups[1].Value == model.Input.Model.Name.Text);
                var begin = head?.Index ?? 0;
                var end = heads.Select(match => match.Index).Where(index => index > begin).DefaultIfEmpty(source.Length).Min();
                var steps = AeCompiler.Memory(model.Binding).Select(memory => memory.Step.Split(' ')[0]).Append("readable");
                yield return (
                    [.. Word.Matches(source[begin..end]).Select(match => match.Value)],
                    [.. steps.Distinct()]);
            }
        }
    }
}
