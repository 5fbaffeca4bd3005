using System.Text;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Compiler.Tests.Docs;
using Hourglass.Testing;

namespace Hourglass.Compiler.Tests.Emit;

/// <summary>
/// The small models of the numeric tests, each made for a stage or a term: what they are bound and lowered to, with a baseline a file.
/// </summary>
public class TestModelsTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Hourglass.Tests", "Models");

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Folder, "*.ae").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void The_models_of_a_file_are_bound_and_lowered_to_this(string file)
    {
        var text = new StringBuilder();
        var tree = AeParser.ParseFile(File.ReadAllText(Path.Combine(Folder, file + ".ae"))).Tree;
        foreach (var model in AeCompiler.Split(tree, new Dictionary<string, SourceFile>(StringComparer.Ordinal)).Models)
        {
            var bound = AeCompiler.Bind(model);
            text.Append(BoundDump.Of(bound)).Append('\n').Append(AeCompiler.Lower(bound)).Append('\n');
        }

        Snapshot.Verify(text.ToString(), suffix: file);
    }
}
