using System.Collections.Immutable;
using System.Globalization;
using Hourglass.CodeFixes;
using Hourglass.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Diagnostic = Microsoft.CodeAnalysis.Diagnostic;

namespace Hourglass.Generators.Tests;

/// <summary>
/// What an editor offers where a clause of an attribute is wrong: the text afterwards says what was meant, in its own quotes.
/// </summary>
public sealed class CodeFixTests
{
    private const string Decode = "\"x ~ z -> dense(400, relu) -> bernoulli\"";

    private const string Q = "\"\"\"";

    [Theory]
    [InlineData("\"x ~ z -> desne(400, relu) -> bernoulli\"", "\"x ~ z -> dense(400, relu) -> bernoulli\"")]
    [InlineData("\"x ~ z\\t-> desne(400, relu) -> bernoulli\"", "\"x ~ z\\t-> dense(400, relu) -> bernoulli\"")]
    [InlineData("\"x ~ z -> \\u0064esne(400, relu) -> bernoulli\"", "\"x ~ z -> dense(400, relu) -> bernoulli\"")]
    [InlineData("@\"x ~ z -> desne(400, relu) -> bernoulli\"", "@\"x ~ z -> dense(400, relu) -> bernoulli\"")]
    [InlineData("@\"x ~ z\n-> desne(400, relu) -> bernoulli\"", "@\"x ~ z\n-> dense(400, relu) -> bernoulli\"")]
    [InlineData(Q + "x ~ z -> desne(400, relu) -> bernoulli" + Q, Q + "x ~ z -> dense(400, relu) -> bernoulli" + Q)]
    [InlineData(
        Q + "\n    x ~ z -> desne(400, relu)\n      -> bernoulli\n    " + Q,
        Q + "\n    x ~ z -> dense(400, relu)\n      -> bernoulli\n    " + Q)]
    [InlineData("\"x ~ z -> \" + \"desne(400, relu) -> bernoulli\"", "\"x ~ z -> \" + \"dense(400, relu) -> bernoulli\"")]
    [InlineData("(\"x ~ z -> des\" + \"ne(400, relu) -> bernoulli\")", "(\"x ~ z -> dense(400, relu) -> bernoulli\")")]
    [InlineData("\"x ~ z -> des\" + @\"ne(400, relu) -> bernoulli\"", "\"x ~ z -> dense(400, relu) -> bernoulli\"")]
    [InlineData("clause: \"x ~ z -> desne(400, relu) -> bernoulli\"", "clause: \"x ~ z -> dense(400, relu) -> bernoulli\"")]
    public async Task A_word_is_written_as_it_was_meant(string literal, string mended)
    {
        var fixes = await Offered(With(literal));
        var (title, text) = Assert.Single(fixes);
        Assert.Equal("write `dense`", title);
        Assert.Equal(With(mended), text);
        Host.OfSources(text).Compiles();
        Assert.Empty(Host.OfSources(text).Messages);
    }

    [Theory]
    [InlineData("\"x ~ z -> dense(400, relu) -> dense(784)\"", "-> bernoulli\"")]
    [InlineData("\"x ~ z -> dense(400, relu) \" + @\"-> dense(784)\"", "-> bernoulli\"")]
    [InlineData(Q + "\n    x ~ z -> dense(400, relu)\n    -> dense(784)\n    " + Q, "-> bernoulli\n    " + Q)]
    public async Task A_stage_is_added_behind_the_last_character(string literal, string end)
    {
        var (title, text) = Assert.Single(await Offered(With(literal)));
        Assert.Equal("add `-> bernoulli`", title);
        Assert.Contains(end + ")]", text, StringComparison.Ordinal);
        Assert.Empty(Host.OfSources(text).Messages);
    }

    /// <summary>A literal of two kinds of quotes, and one that is somewhere else.</summary>
    [Theory]
    [InlineData("\"x ~ z -> des\" + \"\"\"ne(400, relu) -> bernoulli\"\"\"")]
    [InlineData("Clauses.Decode")]
    [InlineData("$\"x ~ z -> {Clauses.Stage}(400, relu) -> bernoulli\"")]
    public async Task What_cannot_be_written_is_not_offered(string literal)
    {
        var source = With(literal) + "static class Clauses { public const string Stage = \"desne\"; public const string Decode = "
            + Decode.Replace("dense", "desne", StringComparison.Ordinal) + "; }\n";
        Assert.Contains("did you mean `dense`", Assert.Single(Host.OfSources(source).Messages), StringComparison.Ordinal);
        Assert.Empty(await Offered(source));
    }

    [Fact]
    public async Task Of_two_clauses_that_say_the_same_the_wrong_one_is_mended()
    {
        const string one = "\n[Data(\"x: unit[4]\")]\n[Encode(\"h = x -> desne(2)\")]\n[Decode(\"y = h -> dense(4)\")]\n"
            + "[Minimize(\"mse(y, x)\")]\npartial class ";
        var source = "using Hourglass;\nnamespace App;" + one + "One;" + one + "Two;";
        var fixes = await Offered(source);
        Assert.Equal(2, fixes.Count);
        var right = one.Replace("desne", "dense", StringComparison.Ordinal);
        Assert.Equal(source.Replace(one + "One", right + "One", StringComparison.Ordinal), fixes[0].Text);
        Assert.Equal(source.Replace(one + "Two", right + "Two", StringComparison.Ordinal), fixes[1].Text);
    }

    /// <summary>Editors may know an older diagnostic than the text.</summary>
    [Fact]
    public async Task A_clause_that_has_moved_is_found_and_one_that_has_changed_is_left_alone()
    {
        var source = With(Decode.Replace("dense", "desne", StringComparison.Ordinal));
        var old = Host.OfSources(source).Result.Diagnostics;
        var moved = "// A line.\n" + source;
        Assert.Equal(moved.Replace("desne", "dense", StringComparison.Ordinal), Assert.Single(await Offered(moved, old)).Text);
        Assert.Empty(await Offered(source.Replace("400", "300", StringComparison.Ordinal), old));

        // Two say the same, and neither stands where the diagnostic was.
        var twice = source + source.Replace("Vae", "Other", StringComparison.Ordinal);
        Assert.Empty(await Offered($"// {new string('.', source.Length)}\n{twice}", old));
    }

    [Fact]
    public async Task All_of_one_error_are_mended_at_once()
    {
        const string wrong = """
            using Hourglass;

            [Data("x: unit[4]")]
            [Encode("a = x -> desne(2)")]
            [Encode(@"b = x -> flaten -> dense(2)")]
            [Decode("y = concat(a, b) -> dense(4)")]
            [Minimize("mse(y, x)")]
            [Train("optimizr: adam(1e-3)  epohcs: 3")]
            partial class One;

            [Data("x: unit[4]")]
            [Encode("h = x -> dnse(2)")]
            [Decode("y = h -> dense(4)")]
            [Minimize("mse(y, x)")]
            partial class Two;
            """;
        var source = wrong.ReplaceLineEndings("\n");
        var found = Host.OfSources(source).Result.Diagnostics;
        Assert.Equal(["AE1002", "AE1002", "AE1005", "AE1005", "AE1002"], found.Select(diagnostic => diagnostic.Id));
        var stages = source.Replace("desne", "dense", StringComparison.Ordinal).Replace("flaten", "flatten", StringComparison.Ordinal)
            .Replace("dnse", "dense", StringComparison.Ordinal);
        var settings = source.Replace("optimizr", "optimizer", StringComparison.Ordinal)
            .Replace("epohcs", "epochs", StringComparison.Ordinal);
        Assert.Equal(stages, await AllMended(source, "AE1002", found));
        Assert.Equal(settings, await AllMended(source, "AE1005", found));
        Assert.Empty(Host.OfSources(await AllMended(stages, "AE1005", Host.OfSources(stages).Result.Diagnostics)).Messages);
    }

    /// <summary>Editors ask for the diagnostics of a place by offsets.</summary>
    [Fact]
    public void A_diagnostic_of_a_class_knows_its_offsets()
    {
        var source = With(Decode.Replace("dense", "desne", StringComparison.Ordinal));
        var span = Assert.Single(Host.OfSources(source).Result.Diagnostics).Location.SourceSpan;
        Assert.Equal("desne", source.Substring(span.Start, span.Length));
    }

    private static string With(string decode)
    {
        Assert.Contains(Decode, Texts.VaeClass, StringComparison.Ordinal);
        return Texts.VaeClass.Replace(Decode, decode, StringComparison.Ordinal);
    }

    /// <summary>Everything that is offered for a source, and the text after each.</summary>
    private static async Task<IReadOnlyList<(string Title, string Text)>> Offered(string source, ImmutableArray<Diagnostic>? known = null)
    {
        var document = Document(source);
        var offered = new List<(string, string)>();
        foreach (var diagnostic in known ?? Host.OfSources(source).Result.Diagnostics)
        {
            var actions = new List<CodeAction>();
            var context = new CodeFixContext(
                document, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken);
            await new ClauseFixProvider().RegisterCodeFixesAsync(context);
            foreach (var action in actions)
            {
                offered.Add((action.Title, await Applied(document, action)));
            }
        }

        return offered;
    }

    /// <summary>As an editor does it, which looks up the document where a diagnostic stands.</summary>
    private static async Task<string> AllMended(string source, string id, ImmutableArray<Diagnostic> found)
    {
        var document = Document(source);
        var tree = await document.GetSyntaxTreeAsync(TestContext.Current.CancellationToken);
        var known = found.Select(diagnostic => Diagnostic.Create(
            diagnostic.Descriptor,
            Location.Create(tree!, diagnostic.Location.SourceSpan),
            diagnostic.Properties,
            diagnostic.GetMessage(CultureInfo.InvariantCulture)));
        var provider = new ClauseFixProvider();
        var context = new FixAllContext(
            document, provider, FixAllScope.Document, id + ".0", [id], new Known([.. known]), TestContext.Current.CancellationToken);
        var all = await provider.GetFixAllProvider().GetFixAsync(context);
        Assert.NotNull(all);
        return await Applied(document, all);
    }

    private static Document Document(string source)
    {
        var workspace = new AdhocWorkspace();
        var project = workspace.AddProject("App", LanguageNames.CSharp);
        return workspace.AddDocument(DocumentInfo.Create(
            DocumentId.CreateNewId(project.Id),
            "Source0.cs",
            filePath: Host.SourcePath(0),
            loader: TextLoader.From(TextAndVersion.Create(Microsoft.CodeAnalysis.Text.SourceText.From(source), VersionStamp.Default))));
    }

    private static async Task<string> Applied(Document document, CodeAction action)
    {
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        return (await changed.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
    }

    private sealed class Known(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
