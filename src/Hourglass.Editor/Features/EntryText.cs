using Hourglass.Compiler.Catalogue;

namespace Hourglass.Editor.Features;

/// <summary>Words of the language as an editor shows them; everything comes from the catalogue.</summary>
internal static class EntryText
{
    /// <summary>The word with its parameters.</summary>
    public static string SignatureOf(CatalogueEntry entry) =>
        entry.Name + entry.Signature + (entry is StageEntry { TakesBody: true } ? " { … }" : "");

    /// <summary>What kind of word it is.</summary>
    public static string KindOf(CatalogueEntry entry) => entry switch
    {
        ActivationEntry => "activation",
        StageEntry => "stage",
        DistributionEntry => "distribution",
        PriorEntry => "prior",
        BijectionEntry => "bijection",
        TermEntry { IsFigure: true } => "figure",
        TermEntry => "term",
        DomainEntry => "domain",
        PreparationEntry => "preparation",
        NoiseEntry => "corruption",
        OptimizerEntry => "optimizer",
        RateScheduleEntry => "schedule of the learning rate",
        WeightScheduleEntry => "schedule of a weight",
        MethodEntry => "method of training",
        InitialiserEntry => "initialiser",
        SettingEntry => "setting",
        _ => "word",
    };

    /// <summary>What it does, its shapes or its formula, and where it comes from.</summary>
    public static string Markdown(CatalogueEntry entry)
    {
        var lines = new List<string> { entry.Summary };
        lines.AddRange(entry switch
        {
            StageEntry stage => [$"Shape: `{stage.ShapeRule}`"],
            TermEntry term =>
            [
                $"Formula: {term.Formula}",
                term.Kind == TermKind.Sum ? "Summed over the event, averaged over the batch." : "Averaged over event and batch.",
            ],
            DistributionEntry distribution =>
                [$"Parameters: {distribution.Parameters}. Its values are {distribution.Support.Described()}."],
            DomainEntry domain =>
                [$"Values: {domain.Values}. Likelihoods: {string.Join(", ", domain.Likelihoods.Select(word => $"`{word}`"))}."],
            SettingEntry setting => [$"Takes {setting.Expectation}. Without it: {setting.Default}."],
            PreparationEntry preparation => [$"Takes {preparation.Takes}."],
            _ => Array.Empty<string>(),
        });
        if (entry.Source is { } source)
        {
            lines.Add($"*{source}*");
        }

        return string.Join("\n\n", lines);
    }

    /// <summary>What may stand for a parameter.</summary>
    public static string Of(Parameter parameter) => parameter.Default is { } text
        ? $"{parameter.Expectation}; `{text}` where it is left out"
        : parameter.Optional ? $"{parameter.Expectation}; may be left out" : parameter.Expectation;
}
