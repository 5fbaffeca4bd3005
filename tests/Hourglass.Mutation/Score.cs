using System.Globalization;
using System.Text;

namespace Hourglass.Mutation;

/// <summary>What came of the changes, as a page.</summary>
internal static class Score
{
    /// <summary>A row for each folder, and the changes that nothing notices.</summary>
    /// <param name="results">Each change with the tests that notice it, or null; and whether any test reaches it.</param>
    public static string Page(IReadOnlyList<(Mutant Mutant, string? Killer, bool Reached)> results)
    {
        var page = new StringBuilder(
            "| folder | changes | noticed | not noticed | not reached | score |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (var folder in results.GroupBy(result => result.Mutant.Folder))
        {
            var (count, noticed) = (folder.Count(), folder.Count(result => result.Killer is not null));
            var unreached = folder.Count(result => !result.Reached);
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {folder.Key} | {count} | {noticed} | {count - noticed - unreached} | {unreached} | {100.0 * noticed / count:0} % |\n");
        }

        foreach (var folder in results.Where(result => result.Killer is null).GroupBy(result => result.Mutant.Folder))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {folder.Key}\n\n");
            var ordered = folder.OrderBy(result => result.Mutant.File, StringComparer.Ordinal).ThenBy(result => result.Mutant.Line);
            foreach (var (mutant, _, reached) in ordered)
            {
                var remark = reached ? "" : " (not reached)";
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"- `{mutant.File}:{mutant.Line}` `{mutant.Original}` → `{mutant.Replacement}`{remark}\n");
            }
        }

        return page.ToString();
    }
}
