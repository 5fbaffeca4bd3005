using System.Text.RegularExpressions;
using Hourglass.Compiler.Catalogue;

namespace Hourglass.Compiler.Tests.Docs;

/// <summary>The reference's vocabulary tables are the catalogue's; <c>SNAPSHOT_ACCEPT=1</c> writes them anew.</summary>
public sealed partial class LanguagePageTests
{
    private static string PagePath => Path.Combine(Repository.Root, "docs", "language.md");

    [Fact]
    public void The_tables_are_those_of_the_catalogue()
    {
        var page = Read();
        var expected = Table().Replace(page, match =>
            $"<!-- catalogue:{match.Groups["name"].Value} -->\n{ReferenceTables.All[match.Groups["name"].Value].TrimEnd('\n')}\n"
            + "<!-- /catalogue -->");
        if (page != expected && Environment.GetEnvironmentVariable("SNAPSHOT_ACCEPT") == "1")
        {
            File.WriteAllText(PagePath, expected);
            return;
        }

        Assert.Equal(expected, page);
    }

    [Fact]
    public void Every_table_of_the_catalogue_is_on_the_page_once()
    {
        var named = Table().Matches(Read()).Select(match => match.Groups["name"].Value);

        Assert.Equal(ReferenceTables.All.Keys.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    private static string Read() => File.ReadAllText(PagePath).Replace("\r\n", "\n", StringComparison.Ordinal);

    [GeneratedRegex("<!-- catalogue:(?<name>[a-z]+) -->\n.*?<!-- /catalogue -->", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Table();
}
