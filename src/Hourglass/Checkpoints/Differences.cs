namespace Hourglass.Checkpoints;

/// <summary>
/// What differs between the training that a checkpoint is of and the one that wants to go on, in the words of the language.
/// </summary>
internal static class Differences
{
    /// <summary>All of them; empty where the training is the same.</summary>
    public static IReadOnlyList<string> Between(TrainingIdentity saved, TrainingIdentity present) =>
    [
        .. saved.Definition.Sha256 == present.Definition.Sha256 ? [] : OfDefinitions(saved.Definition.Lines, present.Definition.Lines),
        .. OfSettings(saved.Plan, present.Plan),
        .. OfSettings(saved.Options, present.Options),
        .. saved.Data.Sha256 == present.Data.Sha256 ? [] : OfData(Settings(saved.Data), Settings(present.Data)),
    ];

    private static IEnumerable<string> OfDefinitions(IReadOnlyList<string> saved, IReadOnlyList<string> present)
    {
        var (had, has) = (saved.Select(DefinitionLine.Parse).ToList(), present.Select(DefinitionLine.Parse).ToList());
        var found = Lacking(had, has).Select(line => $"it has {Named(line)}, which the model has not")
            .Concat(Lacking(has, had).Select(line => $"it lacks {Named(line)}, which the model has"))
            .Concat(had.SelectMany(line => has.Where(other => other.Key == line.Key).SelectMany(other => OfLines(line, other))))
            .ToList();
        if (found.Count > 0)
        {
            return found;
        }

        // The names of layers are numbered, and draws made, in the order of the text.
        var at = saved.Zip(present).TakeWhile(pair => pair.First == pair.Second).Count();
        return at < Math.Min(saved.Count, present.Count)
            ? [$"its statements stand in another order: {Named(had[at])} where the model has {Named(has[at])}"]
            : [FormattableString.Invariant($"it has {saved.Count} statements, the model has {present.Count}")];
    }

    /// <summary>Lines whose keys others have not.</summary>
    private static IEnumerable<DefinitionLine> Lacking(IReadOnlyList<DefinitionLine> lines, IReadOnlyList<DefinitionLine> others) =>
        lines.Where(line => others.All(other => other.Key != line.Key));

    private static IEnumerable<string> OfLines(DefinitionLine had, DefinitionLine has) => (had, has) switch
    {
        (TermLine a, TermLine b) => OfTerms(a, b),
        (PipelineLine a, PipelineLine b) => OfPipelines(a, b),
        (PlainLine a, PlainLine b) when a.Value != b.Value => [$"`{a.Key}` was {a.Value}, is {b.Value}"],
        _ when had.GetType() != has.GetType() => [$"{Named(had)} has become {Named(has)}"],
        _ => [],
    };

    private static IEnumerable<string> OfTerms(TermLine had, TermLine has)
    {
        if (had.Formula != has.Formula)
        {
            yield return $"the term `{had.Key}` was {had.Formula}, is {has.Formula}";
        }

        if (had.Weight != has.Weight)
        {
            yield return $"`{has.Formula}` had weight {had.Weight}, has {has.Weight}";
        }
    }

    private static IEnumerable<string> OfPipelines(PipelineLine had, PipelineLine has)
    {
        if (had.Sign != has.Sign)
        {
            yield return $"`{had.Key}` was bound by `{had.Sign}`, is by `{has.Sign}`";
        }

        if (had.Stages[0] != has.Stages[0])
        {
            yield return $"`{had.Key}` started at {had.Stages[0]}, starts at {has.Stages[0]}";
        }

        var (old, present) = (had.Stages.Skip(1).ToList(), has.Stages.Skip(1).ToList());
        var same = 0;
        while (same < Math.Min(old.Count, present.Count) && old[same] == present[same])
        {
            same++;
        }

        var behind = 0;
        while (behind < Math.Min(old.Count, present.Count) - same && old[^(behind + 1)] == present[^(behind + 1)])
        {
            behind++;
        }

        var (before, after) = (old[same..^behind], present[same..^behind]);
        if (before.Count == after.Count)
        {
            for (var i = 0; i < before.Count; i++)
            {
                if (before[i] != after[i])
                {
                    yield return FormattableString.Invariant($"`{had.Key}`, stage {same + i + 1}: had {before[i]}, has {after[i]}");
                }
            }
        }
        else
        {
            yield return FormattableString.Invariant($"`{had.Key}`, from stage {same + 1}: had {Chain(before)}, has {Chain(after)}");
        }
    }

    private static string Chain(IReadOnlyList<string> stages) => stages.Count == 0 ? "nothing" : string.Join(" -> ", stages);

    private static string Named(DefinitionLine line) => line switch
    {
        TermLine term => $"the term `{term.Key}: {term.Formula}`",
        PipelineLine or PlainLine { Value.Length: > 0 } => $"`{line.Key}`",
        _ => $"the term `{line.Key}`",
    };

    private static IEnumerable<string> OfSettings(IdentityPart saved, IdentityPart present)
    {
        var (had, has) = (Settings(saved), Settings(present));
        return had.Keys.Union(has.Keys)
            .Where(key => had.GetValueOrDefault(key) != has.GetValueOrDefault(key))
            .Select(key => $"`{key}` had {had.GetValueOrDefault(key) ?? "no value"}, has {has.GetValueOrDefault(key) ?? "no value"}");
    }

    private static IEnumerable<string> OfData(Dictionary<string, string> had, Dictionary<string, string> has)
    {
        string[] splits = ["training", "test"];
        var keys = had.Keys.Union(has.Keys).Where(key => had.GetValueOrDefault(key) != has.GetValueOrDefault(key)).ToList();
        foreach (var split in splits.Where(keys.Contains))
        {
            var verb = split == "training" ? "trained" : "tested";
            yield return $"it was {verb} on {had.GetValueOrDefault(split) ?? "nothing"}, the data has "
                + $"{has.GetValueOrDefault(split) ?? "nothing"}";
        }

        // Columns of another length have other values, which need no word.
        var others = splits.Where(keys.Contains).Select(split => ", " + split).ToList();
        foreach (var key in keys.Where(key => !splits.Contains(key) && !others.Any(end => key.EndsWith(end, StringComparison.Ordinal))))
        {
            var (old, present) = (Kind(had.GetValueOrDefault(key) ?? "none"), Kind(has.GetValueOrDefault(key) ?? "none"));
            var column = key.Split(", ", 2) is [var name, var part]
                ? $"the values of `{name}` in the {part} data"
                : $"the values of `{key}`";
            yield return old == present ? $"{column} are others" : $"{column} were {old}, are {present}";
        }
    }

    /// <summary>Without the digest.</summary>
    private static string Kind(string content) => content.IndexOf(", sha256", StringComparison.Ordinal) is var at and >= 0
        ? content[..at]
        : content;

    /// <summary>Lines by their keys. They may come from a file that somebody else wrote: a second line of a key joins the first.</summary>
    private static Dictionary<string, string> Settings(IdentityPart part) => part.Lines
        .Select(line => line.Split(": ", 2))
        .GroupBy(pair => pair[0], pair => pair.Length > 1 ? pair[1] : "", StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => string.Join("; ", group), StringComparer.Ordinal);
}
