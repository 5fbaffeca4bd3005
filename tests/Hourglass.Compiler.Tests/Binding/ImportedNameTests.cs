using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Compiler.Tests.Diagnostics;

namespace Hourglass.Compiler.Tests.Binding;

/// <summary>A name that the file declares hides one that it imports, for everything in the file.</summary>
public class ImportedNameTests
{
    [Fact]
    public void The_files_own_constant_hides_an_imported_one() => Assert.Contains(
        "Linear(6, 5)",
        Source("import \"other.ae\"\nconst width = 5\n", "width", "const width = 4\n"),
        StringComparison.Ordinal);

    [Fact]
    public void A_constant_that_reads_a_hidden_one_reads_the_files_own() => Assert.Contains(
        "Linear(6, 10)",
        Source("import \"other.ae\"\nconst width = 5\nconst double = 2 * width\n", "double", "const width = 4\n"),
        StringComparison.Ordinal);

    [Fact]
    public void The_files_own_block_hides_an_imported_one()
    {
        var source = Source("import \"other.ae\"\nblock body { dense(5) }\n", null, "block body { dense(4) }\n");
        Assert.Contains("Linear(6, 5)", source, StringComparison.Ordinal);
        Assert.DoesNotContain("Linear(6, 4)", source, StringComparison.Ordinal);
    }

    private static string Source(string head, string? width, string other)
    {
        var stage = width is null ? "body" : $"dense({width})";
        var text = head + $"model M {{ data x: real[6] encode h = x -> {stage} decode y = h -> dense(6) minimize sse(y, x) }}";
        var (diagnostics, models) = Check.Compile(
            text,
            new Dictionary<string, SourceFile>(StringComparer.Ordinal) { ["other.ae"] = AeParser.ParseFile(other).Tree });
        Assert.Empty(diagnostics);
        return Assert.Single(models).Source;
    }
}
