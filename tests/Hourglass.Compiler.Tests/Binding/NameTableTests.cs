using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Compiler.Tests.Docs;

namespace Hourglass.Compiler.Tests.Binding;

/// <summary>
/// Where names are written. A name that another one takes the place of, everywhere that the table says, leaves a model that means the
/// same: a place too few is a name that nothing declares, a place too many one that something else had.
/// </summary>
public sealed class NameTableTests
{
    private static readonly string[] Folders = ["examples", "tests/Corpus", "tests/Hourglass.Tests/Models"];

    public static TheoryData<string> Files =>
    [
        .. Folders
            .SelectMany(folder => Directory.EnumerateFiles(
                Path.Combine(Repository.Root, folder), "*.ae", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj"))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_name_is_renamed_wherever_it_is_written(string file)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, file));
        var imports = Imports(Path.Combine(Repository.Root, file), text);
        var before = Ids(text, imports);
        var table = NameTable.Of(AeParser.ParseFile(text).Tree, imports.Values);
        Assert.NotEmpty(table.Places);
        foreach (var name in table.Places.Where(place => place.IsDeclaration).Select(place => place.Name).Distinct())
        {
            var edits = table.Of(name).Select(place => new TextEdit(place.Span, name.Text + "_q"));
            Assert.Equal(before, Ids(TextEdits.Apply(text, edits), imports));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_name_that_the_text_declares_is_written_there(string file)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, file));
        var lines = new LineMap(text);
        var table = NameTable.Of(AeParser.ParseFile(text).Tree, Imports(Path.Combine(Repository.Root, file), text).Values);
        foreach (var (span, name, _) in table.Places)
        {
            Assert.Equal(name.Text, text[lines.OffsetOf(span.Start)..lines.OffsetOf(span.End)]);
            Assert.Equal(name, table.At(span.Start)?.Name);
            Assert.Equal(name, table.At(span.End)?.Name);
        }

        Assert.Equal(table.Places.Count, table.Places.Select(place => place.Span).Distinct().Count());
    }

    [Fact]
    public void Uses_behind_a_mistake_and_in_unused_blocks_are_found()
    {
        const string Text = """
            const width = 4
            block idle(n) { dense(width) -> dense(n) }
            model M(k = 2) {
              data x: unit[8]
              encode z ~ x -> desne(width) -> a: dense(k) -> transpose(a) -> normal(k)
              decode x ~ z -> idle(n: width) -> bernoulli
              minimize nll(x) + k * kl(z)
              train all { update: [a, encode]  epochs: k }
            }
            """;
        var table = NameTable.Of(AeParser.ParseFile(Text).Tree, []);
        string[] counts =
        [
            .. table.Places.Where(place => place.Name.Kind != NameKind.Word)
                .GroupBy(place => place.Name)
                .Select(group => $"{group.Key.Kind} {group.Key.Text} {group.Count()}").Order(StringComparer.Ordinal),
        ];

        Assert.Equal(
            [
                "Block idle 2", "Constant width 4", "Data x 4", "Label a 3", "Model M 1", "Parameter k 5", "Parameter n 3", "Phase all 1",
                "Variable z 3",
            ],
            counts);
    }

    private static IEnumerable<string> Ids(string text, IReadOnlyDictionary<string, SourceFile> imports)
    {
        var parsed = AeParser.ParseFile(text);
        var split = AeCompiler.Split(parsed.Tree, imports);
        var found = split.Models.SelectMany(model => AeCompiler.Bind(model).Diagnostics);
        return parsed.Diagnostics.Concat(split.Diagnostics).Concat(found).OrderBy(d => d.Span.Start).Select(d => d.Id);
    }

    private static Dictionary<string, SourceFile> Imports(string file, string text) =>
        AeParser.ParseFile(text).Tree.Imports.Select(import => import.Path).Distinct().ToDictionary(
            path => path,
            path => AeParser.ParseFile(File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, path))).Tree,
            StringComparer.Ordinal);
}
