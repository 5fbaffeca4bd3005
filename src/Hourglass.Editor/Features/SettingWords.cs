using Hourglass.Compiler;
using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Editor.Features;

/// <summary>
/// The words that a setting of <c>train</c> takes: those of the vocabulary and of its own texts that the binder takes there.
/// </summary>
internal static class SettingWords
{
    private static readonly Dictionary<string, SourceFile> NoImports = [];
    private static readonly Lazy<Dictionary<string, IReadOnlyList<(string, CatalogueEntry?)>>> All = new(
        () => Vocabulary.Settings.Values.ToDictionary(setting => setting.Name, Find, StringComparer.Ordinal));

    /// <summary>The words, with their entries where they have some; none for a setting that there is not.</summary>
    public static IReadOnlyList<(string Word, CatalogueEntry? Entry)> Of(string setting) =>
        All.Value.TryGetValue(setting, out var words) ? words : [];

    private static IReadOnlyList<(string, CatalogueEntry?)> Find(SettingEntry setting)
    {
        var entries = Vocabulary.Optimizers.Values.Cast<CatalogueEntry>()
            .Concat(Vocabulary.RateSchedules.Values).Concat(Vocabulary.Methods.Values)
            .Concat(Vocabulary.Noises.Values).Concat(Vocabulary.Initialisers.Values);
        var shape = Shape.Of(4);
        var found = entries
            .Where(entry => Samples.Smallest(entry.Signature, shape, "l", "l") is { } arguments && Takes(setting, entry.Name + arguments))
            .Select(entry => (entry.Name, (CatalogueEntry?)entry))
            .ToList();
        var quoted = $"{setting.Expectation} {setting.Default}".Split(' ', ',', '`', '(', ')').Where(IsWord).Distinct();
        found.AddRange(quoted
            .Where(word => found.All(other => other.Name != word) && Takes(setting, word))
            .Select(word => (word, (CatalogueEntry?)null)));
        return found;
    }

    private static bool IsWord(string word) => word.Length > 1
        && word.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
        && !char.IsAsciiDigit(word[0]);

    /// <summary>Whether a small model with the setting has nothing wrong in it.</summary>
    private static bool Takes(SettingEntry setting, string value)
    {
        var text = $$"""
            model M {
              data x: unit[4]
              encode z = x -> l: dense(4, sigmoid)
              prior z ~ normal
              decode y = z -> dense(4, sigmoid)
              critic c = z -> dense(1)
              minimize sse(y, x) + adversarial(z, critic: c)
              train { validate: 0.1  epochs: 200
            {{setting.Name}}: {{value}} }
            }
            """;
        const int Line = 8;
        var parsed = AeParser.ParseFile(text);
        return parsed.Diagnostics.Count == 0
            && AeCompiler.Split(parsed.Tree, NoImports).Models.SelectMany(model => AeCompiler.Bind(model).Diagnostics)
                .All(diagnostic => diagnostic.Span.Start.Line != Line || diagnostic.Id is "AE5002");
    }
}
