using System.Text;

namespace Hourglass.Compiler.Catalogue;

/// <summary>The vocabulary as Markdown tables: what the reference shows of it is generated here, so that it cannot fall behind.</summary>
public static class ReferenceTables
{
    /// <summary>Every table, by the name that the reference gives it.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["activations"] = Activations(),
        ["bijections"] = Bijections(),
        ["corruptions"] = Corruptions(),
        ["distributions"] = Distributions(),
        ["domains"] = Domains(),
        ["initialisers"] = Initialisers(),
        ["methods"] = Methods(),
        ["optimizers"] = Optimizers(),
        ["preparations"] = Preparations(),
        ["priors"] = Priors(),
        ["schedules"] = RateSchedules(),
        ["settings"] = Settings(),
        ["stages"] = Stages(),
        ["terms"] = Terms(),
        ["weights"] = WeightSchedules(),
    };

    /// <summary>Data domains, with the likelihoods that fit.</summary>
    public static string Domains() => Table(
        ["domain", "values", "likelihoods that fit", "notes"],
        Vocabulary.Domains.Values.Select(entry => new[]
        {
            Code(entry.Name + entry.Signature + (entry.Signature.Parameters.Count == 0 ? "[…]" : "")),
            entry.Values,
            string.Join(", ", entry.Likelihoods.Select(Code)),
            Notes(entry),
        }));

    /// <summary>What data go through before anything reads them.</summary>
    public static string Preparations() => Table(
        ["preparation", "takes", "does"],
        Vocabulary.Preparations.Values.Select(entry => new[] { Word(entry), entry.Takes, Notes(entry) }));

    /// <summary>Stages that are not activations, with their shapes.</summary>
    public static string Stages() => Table(
        ["stage", "shape", "notes"],
        Vocabulary.Stages.Values.Where(entry => entry is not ActivationEntry).Select(entry => new[]
        {
            Code(entry.Name + entry.Signature + (entry.TakesBody ? " { … }" : "")), entry.ShapeRule, Notes(entry),
        }));

    /// <summary>Activations: stages by themselves, or a layer's last argument.</summary>
    public static string Activations() => Table(
        ["activation", "is"],
        Vocabulary.Activations.Values.Select(entry => new[] { Word(entry), Notes(entry) }));

    /// <summary>Distributions, with their parameters, and whether they can be a code's posterior.</summary>
    public static string Distributions() => Table(
        ["distribution", "parameters", "draws carry gradients by", "closed-form KL to", "notes"],
        Vocabulary.Distributions.Values.Select(entry => new[]
        {
            Word(entry), entry.Parameters, entry.ReparameterisedBy ?? "–", entry.ClosedFormKlTo ?? "–", Notes(entry),
        }));

    /// <summary>Priors that are made for their code.</summary>
    public static string Priors() => Table(
        ["prior", "is"],
        Vocabulary.Priors.Values.Select(entry => new[] { Word(entry), Notes(entry) }));

    /// <summary>Bijections behind a distribution, with what both ways cost.</summary>
    public static string Bijections() => Table(
        ["bijection", "a draw, and its inverse", "notes"],
        Vocabulary.Bijections.Values.Select(entry => new[] { Word(entry), entry.Passes, Notes(entry) }));

    /// <summary>Terms of the objective.</summary>
    public static string Terms() => Table(
        ["term", "is", "kind", "notes"],
        Vocabulary.Terms.Values.Select(
            entry => new[] { Word(entry), entry.Formula, entry.Kind == TermKind.Sum ? "sum" : "mean", Notes(entry) }));

    /// <summary>Weights that move with the epochs.</summary>
    public static string WeightSchedules() => Table(
        ["weight", "is"],
        Vocabulary.WeightSchedules.Values.Select(entry => new[] { Word(entry), Notes(entry) }));

    /// <summary>Corruptions of an input.</summary>
    public static string Corruptions() => Table(
        ["corruption", "does"],
        Vocabulary.Noises.Values.Select(entry => new[] { Word(entry), Notes(entry) }));

    /// <summary>How a phase moves the parameters.</summary>
    public static string Methods() => Table(
        ["method", "does"],
        Vocabulary.Methods.Values.Select(entry => new[] { Word(entry), Notes(entry) }));

    /// <summary>Optimizers.</summary>
    public static string Optimizers() => Table(
        ["optimizer", "notes"],
        Vocabulary.Optimizers.Values.Select(entry => new[] { Word(entry), Notes(entry) }));

    /// <summary>Ways in which the learning rate moves.</summary>
    public static string RateSchedules() => Table(
        ["schedule", "is"],
        Vocabulary.RateSchedules.Values.Select(entry => new[] { Word(entry), Notes(entry) }));

    /// <summary>Ways to draw initial weights.</summary>
    public static string Initialisers() => Table(
        ["initialiser", "draws"],
        Vocabulary.Initialisers.Values.Select(entry => new[] { Word(entry), Notes(entry) }));

    /// <summary>Settings of <c>train</c>, with what holds without them.</summary>
    public static string Settings() => Table(
        ["setting", "takes", "without it", "notes"],
        Vocabulary.Settings.Values.Select(entry => new[] { Code(entry.Name), entry.Expectation, entry.Default, Notes(entry) }));

    private static string Word(CatalogueEntry entry) => Code(entry.Name + entry.Signature);

    private static string Notes(CatalogueEntry entry) => entry.Source is null ? entry.Summary : $"{entry.Summary} {entry.Source}.";

    private static string Code(string text) => $"`{text}`";

    private static string Table(string[] head, IEnumerable<string[]> rows)
    {
        var text = new StringBuilder();
        Row(text, head);
        Row(text, head.Select(_ => "---"));
        foreach (var row in rows)
        {
            Row(text, row);
        }

        return text.ToString();
    }

    /// <summary>A bar inside a cell would end it, in code too.</summary>
    private static void Row(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").Append(string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|")))).Append(" |\n");
}
