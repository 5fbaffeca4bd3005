using Hourglass.Compiler.Emit.PyTorch;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Compiler.Tests.Diagnostics;
using Hourglass.Compiler.Tests.Syntax;
using Hourglass.Testing;

namespace Hourglass.Compiler.Tests.Emit;

/// <summary>What exported models look like; that they are right, the tests that run them say.</summary>
public sealed class PyTorchTests
{
    public static TheoryData<string> Shown => ["11-unet", "12-vae", "14-iwae", "20-vq", "24-adversarial", "27-semi-supervised"];

    public static TheoryData<string> All => [.. DesignCorpus.Names.Where(name => !name.StartsWith("26", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Shown))]
    public void A_model_is_this_module(string name) => Snapshot.Verify(Module(Files(name)), "py", name);

    [Theory]
    [MemberData(nameof(Shown))]
    public void Its_training_is_this_plan(string name) => Snapshot.Verify(Files(name).Texts["train.py"], "py", name);

    [Theory]
    [MemberData(nameof(All))]
    public void Lines_are_short_and_end_without_blanks(string name) => Assert.All(
        Files(name).Texts.Values.SelectMany(text => text.Split('\n')),
        line => Assert.True(line.Length <= 140 && line.TrimEnd() == line, line));

    [Fact]
    public void The_same_model_gives_the_same_text_in_another_culture()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        var expected = Files("22-flow-posterior");
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo("de-DE");
            Assert.Equal(expected.Texts, Files("22-flow-posterior").Texts);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("x = 1", "x = 1")]
    [InlineData(
        "total = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa(1 + 2) + bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb "
            + "- cccccccccccc",
        "total = (|    aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa(1 + 2)|    + bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb|"
            + "    - cccccccccccc|)")]
    [InlineData(
        "x = ffffffffffffffffffffffffffffffffffffffffffff(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, "
            + "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, \"(\")",
        "x = ffffffffffffffffffffffffffffffffffffffffffff(|    aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,|"
            + "    bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb,|    \"(\",|)")]
    [InlineData(
        "x = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa if draw "
            + "else bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "x = (|    aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa|    if draw|"
            + "    else bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb|)")]
    public void Long_lines_are_broken_in_brackets(string statement, string expected) =>
        Assert.Equal(expected.Split('|'), PythonLines.Broken(statement, indent: 0));

    private static string Module(PyTorchFiles files) => files.Texts[files.Module + ".py"];

    private static PyTorchFiles Files(string name)
    {
        var tree = AeParser.ParseFile(DesignCorpus.Read(name)).Tree;
        var models = AeCompiler.Split(tree, new Dictionary<string, SourceFile>(StringComparer.Ordinal)).Models;
        return AeCompiler.PyTorch(AeCompiler.Bind(Assert.Single(models)));
    }
}
