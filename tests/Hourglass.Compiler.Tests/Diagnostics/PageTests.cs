using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Hourglass.Compiler.Diagnostics;

namespace Hourglass.Compiler.Tests.Diagnostics;

/// <summary>
/// Every id has a page whose example gives it, with the words that it gives today and a mended example that gives nothing.
/// </summary>
public sealed partial class PageTests
{
    private const string Accept = "SNAPSHOT_ACCEPT";

    private static readonly string Root = FindRoot();

    public static TheoryData<string> Ids => [.. AeDiagnostics.All.Select(d => d.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_shows_its_mistake_its_message_and_its_remedy(string id)
    {
        var path = Path.Combine(Root, "docs", "errors", id + ".md");
        var page = File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal);
        Assert.StartsWith($"# {id}: {AeDiagnostics.Find(id)!.Title}\n", page, StringComparison.Ordinal);
        Assert.Contains("## How to mend it\n", page, StringComparison.Ordinal);

        var examples = Examples().Matches(page).Select(match => match.Groups[1].Value).ToArray();
        if (examples.Length == 0)
        {
            AssertTestedElsewhere(id, page);
            return;
        }

        Assert.Equal(2, examples.Length);
        var found = Assert.Single(Check.File(examples[0]));
        Assert.Equal(id, found.Id);
        Assert.Empty(Check.File(examples[1]));
        var words = $"> {found.Id}: {found.Message}\n>\n> help: {found.Help}\n";
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            page = Quotation().Replace(page, _ => words, 1);
            File.WriteAllText(path, page);
        }

        Assert.Contains("\n" + words, page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_of_all_ids_is_up_to_date()
    {
        var path = Path.Combine(Root, "docs", "errors", "README.md");
        var text = new StringBuilder(
            "# Errors and warnings\n\nEvery diagnostic of Hourglass has a stable id, a page with an example that gives it, and a remedy. "
            + "Ids are never reused.\n\n| id | group | severity | title |\n| --- | --- | --- | --- |\n");
        foreach (var rule in AeDiagnostics.All)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| [{rule.Id}]({rule.Id}.md) | {rule.Category} | {(rule.Severity == Severity.Error ? "error" : "warning")} | "
                    + $"{rule.Title} |\n");
        }

        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(path, text.ToString());
        }

        Assert.Equal(text.ToString(), File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal));
    }

    [Fact]
    public void There_is_no_page_of_an_id_that_there_is_not() =>
        Assert.Equal(
            AeDiagnostics.All.Select(d => d.Id).Append("README"),
            Directory.EnumerateFiles(Path.Combine(Root, "docs", "errors"), "*.md")
                .Select(f => Path.GetFileNameWithoutExtension(f)!)
                .Order(StringComparer.Ordinal));

    [Fact]
    public void Every_id_is_tracked_as_released_or_to_be_released()
    {
        var folder = Path.Combine(Root, "generators", "Hourglass.Generators");
        var rows = File.ReadLines(Path.Combine(folder, "AnalyzerReleases.Shipped.md"))
            .Concat(File.ReadLines(Path.Combine(folder, "AnalyzerReleases.Unshipped.md")))
            .ToArray();

        Assert.All(AeDiagnostics.All, d => Assert.Contains($"{d.Id} | Hourglass.{d.Category} | {d.Severity} | {d.Title}", rows));
    }

    /// <summary>
    /// What speaks of C# classes, other files or the compiler itself is produced by the generator's tests or the parser's.
    /// </summary>
    private static void AssertTestedElsewhere(string id, string page)
    {
        Assert.True(id.StartsWith("AE11", StringComparison.Ordinal) || id.StartsWith("AE9", StringComparison.Ordinal) || id == "AE0014");
        Assert.True(id.StartsWith("AE9", StringComparison.Ordinal) || page.Contains("```csharp\n", StringComparison.Ordinal));
        var tests = Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !file.EndsWith("MistakeTests.cs", StringComparison.Ordinal)
                && !file.EndsWith("PageTests.cs", StringComparison.Ordinal));
        Assert.Contains(tests, file => File.ReadAllText(file).Contains(id, StringComparison.Ordinal));
    }

    [GeneratedRegex("```ae\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Examples();

    [GeneratedRegex("(^>.*\n)+", RegexOptions.Multiline)]
    private static partial Regex Quotation();

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Dsl.sln")))
            {
                return at.FullName;
            }
        }

        throw new DirectoryNotFoundException($"Dsl.sln lies in no folder above {AppContext.BaseDirectory}.");
    }
}
