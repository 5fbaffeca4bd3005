using System.Text.RegularExpressions;

namespace Hourglass.Compiler.Tests.Docs;

/// <summary>
/// The site of <c>docfx.json</c> has every page, and every link leads somewhere. Building it takes longer than a test may.
/// </summary>
public sealed partial class SiteTests
{
    private static readonly string Site = Path.Combine(Repository.Root, "docs", "site");

    /// <summary>Pages of errors and decisions are named by the first page of their folder.</summary>
    [Fact]
    public void The_table_of_contents_has_every_page()
    {
        var named = Href().Matches(File.ReadAllText(Path.Combine(Site, "toc.yml")))
            .Select(match => Repository.Relative(Path.GetFullPath(Path.Combine(Site, match.Groups[1].Value))))
            .Where(page => page is not ("docs/site/index.md" or "docs/site/api/toc.yml"));
        var docs = Path.Combine(Repository.Root, "docs");
        var pages = Directory.EnumerateFiles(docs, "*.md")
            .Concat(Directory.EnumerateDirectories(docs).Concat(Directory.EnumerateDirectories(Path.Combine(Repository.Root, "examples")))
                .Select(folder => Path.Combine(folder, "README.md"))
                .Where(File.Exists))
            .Select(Repository.Relative)
            .Concat(["CONTRIBUTING.md", "CHANGELOG.md"]);
        Assert.Equal(pages.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_first_pages_of_folders_name_the_others()
    {
        foreach (var folder in new[] { "errors", "decisions" }.Select(name => Path.Combine(Repository.Root, "docs", name)))
        {
            var first = File.ReadAllText(Path.Combine(folder, "README.md"));
            var others = Directory.EnumerateFiles(folder, "*.md").Select(path => Path.GetFileName(path)).Where(name => name != "README.md");
            Assert.All(others, name => Assert.Contains($"({name})", first, StringComparison.Ordinal));
        }
    }

    /// <summary>A folder is no page of a site.</summary>
    [Fact]
    public void Every_link_leads_to_a_file()
    {
        var links = Links().ToArray();
        Assert.True(links.Length > 300, $"There are {links.Length} links.");
        Assert.Empty(links.Where(link => !File.Exists(link.Target)).Select(link => $"{link.Page}: {link.Written}"));
    }

    [Fact]
    public void Every_link_to_a_heading_finds_it()
    {
        var links = Links().Where(link => link.Heading.Length > 0).ToArray();
        Assert.True(links.Length > 10, $"There are {links.Length} such links.");
        Assert.Empty(links
            .Where(link => !Headings(link.Target).Contains(link.Heading, StringComparer.Ordinal))
            .Select(link => $"{link.Page}: {link.Written}"));
    }

    private static IEnumerable<(string Page, string Written, string Target, string Heading)> Links() =>
        Repository.Pages.Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "examples"), "*.md", SearchOption.AllDirectories))
            .SelectMany(page => Link().Matches(Fence().Replace(File.ReadAllText(page), ""))
                .Select(match => match.Groups[1].Value)
                .Where(link => !link.Contains(':', StringComparison.Ordinal))
                .Select(link => (Link: link, Parts: link.Split('#', 2)))
                .Select(link => (
                    Repository.Relative(page),
                    link.Link,
                    link.Parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, link.Parts[0])),
                    link.Parts.ElementAtOrDefault(1) ?? "")));

    /// <summary>Headings as links name them: small letters, blanks as hyphens, and no other signs.</summary>
    private static IEnumerable<string> Headings(string page) => Heading().Matches(Fence().Replace(File.ReadAllText(page), ""))
        .Select(match => NoLetter().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"^ *href: (\S+)", RegexOptions.Multiline)]
    private static partial Regex Href();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoLetter();
}
