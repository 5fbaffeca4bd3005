using System.Reflection;
using System.Text;
using Hourglass.Compiler.Diagnostics;

namespace Hourglass.Generators.Tests;

/// <summary>Every id that can be reported is in the release notes of the rules, and the other way round.</summary>
public sealed class ReleaseTrackingTests
{
    private const string Refresh = "SNAPSHOT_ACCEPT";

    private static readonly string Folder = FindFolder();

    [Fact]
    public void The_rules_of_both_files_are_those_of_the_compiler()
    {
        var shipped = Rules("AnalyzerReleases.Shipped.md");
        var pending = AeDiagnostics.All.Where(d => !shipped.Contains(Row(d))).ToList();
        if (Environment.GetEnvironmentVariable(Refresh) == "1")
        {
            File.WriteAllText(Path.Combine(Folder, "AnalyzerReleases.Unshipped.md"), Table(pending));
        }

        Assert.Equal(AeDiagnostics.All.Select(Row), shipped.Concat(Rules("AnalyzerReleases.Unshipped.md")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_list_of_all_diagnostics_misses_none()
    {
        var declared = typeof(AeDiagnostics).Assembly.GetTypes()
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(f => f.FieldType == typeof(DiagnosticDescriptor))
            .Select(f => ((DiagnosticDescriptor)f.GetValue(null)!).Id);
        Assert.Equal(declared.Order(StringComparer.Ordinal), AeDiagnostics.All.Select(d => d.Id));
    }

    [Fact]
    public void Ids_are_unique_and_well_formed()
    {
        Assert.All(AeDiagnostics.All, d => Assert.Matches("^AE[0-9]{4}$", d.Id));
        Assert.Equal(AeDiagnostics.All.Count, AeDiagnostics.All.Select(d => d.Id).Distinct(StringComparer.Ordinal).Count());
    }

    private static List<string> Rules(string file) =>
        [.. File.ReadLines(Path.Combine(Folder, file)).Where(line => line.StartsWith("AE", StringComparison.Ordinal))];

    private static string Row(DiagnosticDescriptor d) => $"{d.Id} | Hourglass.{d.Category} | {d.Severity} | {d.Title}";

    private static string Table(IEnumerable<DiagnosticDescriptor> rules)
    {
        var text = new StringBuilder(
            "; Rules added since the last release; moved to AnalyzerReleases.Shipped.md when a version is published.\n\n");
        text.Append("### New Rules\n\nRule ID | Category | Severity | Notes\n--------|----------|----------|-------\n");
        foreach (var rule in rules)
        {
            text.Append(Row(rule)).Append('\n');
        }

        return text.ToString();
    }

    private static string FindFolder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Dsl.sln")))
            {
                return Path.Combine(at.FullName, "generators", "Hourglass.Generators");
            }
        }

        throw new DirectoryNotFoundException($"Dsl.sln lies in no folder above {AppContext.BaseDirectory}.");
    }
}
