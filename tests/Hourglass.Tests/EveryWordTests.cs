using System.Reflection;
using System.Text.RegularExpressions;
using Hourglass.Compiler.Catalogue;
using Hourglass.Tests.Cli;

namespace Hourglass.Tests;

/// <summary>
/// Every word of the catalogue has a model, a proof, a row of the reference and a mistake; a word that comes without one of them fails
/// here.
/// </summary>
public sealed class EveryWordTests
{
    private static readonly Lazy<string> Models = new(() => string.Concat(
        new[] { Folder("tests", "Corpus"), Folder("tests", "Hourglass.Tests", "Models"), Folder("examples") }.SelectMany(Texts)));

    private static readonly Lazy<string> Mistakes = new(
        () => File.ReadAllText(Folder("tests", "Hourglass.Compiler.Tests", "Diagnostics", "Mistakes.txt")));

    private static readonly Lazy<string> Reference = new(() => string.Concat(ReferenceTables.All.Values));

    private static readonly Lazy<HashSet<string>> Proofs = new(() =>
        [.. typeof(EveryWordTests).Assembly
            .GetTypes()
            .SelectMany(type => type.GetCustomAttributes<ProvesAttribute>())
            .SelectMany(proof => proof.Words)]);

    public static TheoryData<string> Words => [.. Vocabulary.All.Select(entry => entry.Name)];

    /// <summary>
    /// The words with mathematics of their own; domains are proved where data are checked, settings where they are trained with.
    /// </summary>
    public static TheoryData<string> Formulas =>
        [.. Vocabulary.All.Where(entry => entry is not (DomainEntry or SettingEntry)).Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Words))]
    public void A_word_has_a_model(string word) => Assert.Matches(Word(word), Models.Value);

    [Theory]
    [MemberData(nameof(Words))]
    public void A_word_has_a_mistake_in_the_table(string word) => Assert.Matches(Word(word), Mistakes.Value);

    [Theory]
    [MemberData(nameof(Words))]
    public void A_word_has_a_row_of_the_reference(string word) => Assert.Contains($"| `{word}", Reference.Value, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Formulas))]
    public void A_word_has_a_proof(string word) => Assert.Contains(word, Proofs.Value);

    [Fact]
    public void A_proof_is_of_a_word() => Assert.Empty(Proofs.Value.Except(Vocabulary.All.Select(entry => entry.Name)));

    private static Regex Word(string word) => new($@"\b{Regex.Escape(word)}\b", RegexOptions.CultureInvariant);

    private static string Folder(params string[] parts) => Path.Combine([Corpus.Root, .. parts]);

    private static IEnumerable<string> Texts(string folder) =>
        Directory.EnumerateFiles(folder, "*.ae", SearchOption.AllDirectories).Select(File.ReadAllText);
}
