using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Tests.Docs;

namespace Hourglass.Compiler.Tests.Syntax;

/// <summary>A parser that remembers the statements of the text before gives what one gives that does not, whatever the edit was.</summary>
public sealed class ParseMemoryTests
{
    private const int Edits = 400;

    private static readonly string[] Pieces =
    [
        "\n", " ", "x", "dense(400, relu)", "-> ", "{", "}", "(", ")", "// note\n", "/// doc\n", "\"", "4", ",", "model M {\n",
        "minimize elbo",
        "train { batch: 3 }", "~", "=", ":", "#", "ä", "\U0001F600",
    ];

    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "examples"), "*.ae", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void It_gives_the_same_trees_and_errors(string file)
    {
        var random = new Random(file.Length);
        var text = File.ReadAllText(Path.Combine(Repository.Root, file));
        var memory = new ParseMemory();
        Assert.Equal(AeParser.ParseFile(text), AeParser.ParseFile(text, memory));
        for (var i = 0; i < Edits; i++)
        {
            text = Edited(text, random);
            Assert.Equal(AeParser.ParseFile(text), AeParser.ParseFile(text, memory));
        }
    }

    [Fact]
    public void It_holds_no_more_than_the_last_text()
    {
        var memory = new ParseMemory();
        for (var width = 1; width < 100; width++)
        {
            AeParser.ParseFile($"const a = 1 model M {{ data x: unit[{width}] encode h = x -> dense(a) minimize elbo }}", memory);
            Assert.Equal(5, memory.Count);
        }
    }

    /// <summary>A piece more or less; now and then a piece is taken back, so that most texts are nearly right.</summary>
    private static string Edited(string text, Random random)
    {
        var at = random.Next(text.Length + 1);
        return random.Next(2) == 0
            ? text.Insert(at, Pieces[random.Next(Pieces.Length)])
            : text.Remove(at, Math.Min(random.Next(12), text.Length - at));
    }
}
