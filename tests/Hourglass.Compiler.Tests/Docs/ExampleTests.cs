using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Tests.Docs;

/// <summary>
/// Every <c>ae</c> example of the README, the pages of docs and the examples' own files compiles. Pages of errors show errors, and have a
/// test of their own.
/// </summary>
public sealed class ExampleTests
{
    public static TheoryData<string> Examples =>
    [
        .. Repository.Pages
            .Where(path => !Repository.Relative(path).StartsWith("docs/errors/", StringComparison.Ordinal))
            .SelectMany(
                path => MarkdownFences.Of(File.ReadAllText(path), "ae").Select(fence => $"{Repository.Relative(path)}:{fence.Line}")),
    ];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_of_a_page_compiles(string place)
    {
        var (path, line) = (place[..place.LastIndexOf(':')], place[(place.LastIndexOf(':') + 1)..]);
        var text = MarkdownFences.Of(File.ReadAllText(Path.Combine(Repository.Root, path)), "ae")
            .Single(fence => fence.Line.ToString(System.Globalization.CultureInfo.InvariantCulture) == line).Text;

        Assert.Empty(Compile(text));
    }

    [Fact]
    public void Models_of_the_example_projects_compile()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "examples"), "*.ae", SearchOption.AllDirectories).ToArray();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Empty(Compile(File.ReadAllText(file))));
    }

    /// <summary>What the compiler says of a text that must declare at least one model.</summary>
    private static IReadOnlyList<string> Compile(string text)
    {
        var parsed = AeParser.ParseFile(text);
        var split = AeCompiler.Split(parsed.Tree, new Dictionary<string, SourceFile>(StringComparer.Ordinal));
        Assert.NotEmpty(split.Models);
        return
        [
            .. parsed.Diagnostics.Concat(split.Diagnostics)
                .Concat(split.Models.SelectMany(model => AeCompiler.Compile(model, new EmitOptions("Docs", null)).Diagnostics))
                .Select(Describe),
        ];
    }

    private static string Describe(Diagnostic diagnostic) => $"{diagnostic.Id} {diagnostic.Span}: {diagnostic.Message}";
}
