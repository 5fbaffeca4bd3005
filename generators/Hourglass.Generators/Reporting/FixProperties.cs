using System.Collections.Immutable;
using System.Globalization;
using Hourglass.Generators.Classes;

namespace Hourglass.Generators.Reporting;

/// <summary>
/// Fixes as the properties of a diagnostic: what an editor keeps of it, and gives to the one who mends it.
/// </summary>
internal static class FixProperties
{
    private const string Count = "Hourglass.Fixes";

    public static ImmutableDictionary<string, string?> Write(EquatableArray<ClauseFix> fixes)
    {
        if (fixes.Count == 0)
        {
            return ImmutableDictionary<string, string?>.Empty;
        }

        var properties = ImmutableDictionary.CreateBuilder<string, string?>();
        properties.Add(Count, Text(fixes.Count));
        for (var i = 0; i < fixes.Count; i++)
        {
            properties.Add(Key(i, "Title"), fixes[i].Title);
            properties.Add(Key(i, "Clause"), fixes[i].Clause);
            properties.Add(Key(i, "Edits"), Text(fixes[i].Edits.Count));
            for (var j = 0; j < fixes[i].Edits.Count; j++)
            {
                var edit = fixes[i].Edits[j];
                properties.Add(Key(i, j, "Start"), Text(edit.Start));
                properties.Add(Key(i, j, "Length"), Text(edit.Length));
                properties.Add(Key(i, j, "Text"), edit.Text);
            }
        }

        return properties.ToImmutable();
    }

    public static IReadOnlyList<ClauseFix> Read(ImmutableDictionary<string, string?> properties)
    {
        return [.. Enumerable.Range(0, Number(Count)).Select(Fix)];

        ClauseFix Fix(int i) => new(
            Word(Key(i, "Title")),
            Word(Key(i, "Clause")),
            Enumerable.Range(0, Number(Key(i, "Edits")))
                .Select(j => new ClauseEdit(Number(Key(i, j, "Start")), Number(Key(i, j, "Length")), Word(Key(i, j, "Text"))))
                .ToEquatable());

        string Word(string key) => properties.TryGetValue(key, out var text) ? text ?? "" : "";

        int Number(string key) => int.TryParse(Word(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    private static string Key(int fix, string name) => $"{Count}.{Text(fix)}.{name}";

    private static string Key(int fix, int edit, string name) => $"{Count}.{Text(fix)}.{Text(edit)}.{name}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
