using Hourglass.Compiler.Syntax;
using Hourglass.Testing;

namespace Hourglass.Compiler.Tests.Syntax;

public sealed class CorpusTests
{
    public static TheoryData<string> Models => DesignCorpus.Theory;

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_model_of_the_design_has_this_tree(string name)
    {
        var result = AeParser.ParseFile(DesignCorpus.Read(name));

        Assert.Empty(result.Diagnostics);
        Snapshot.Verify(TreeDump.Dump(result.Tree), suffix: name);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void The_printer_writes_every_model_as_the_design_does(string name)
    {
        var text = DesignCorpus.Read(name).Replace("\r\n", "\n", StringComparison.Ordinal);

        Assert.Equal(text, AePrinter.Print(AeParser.ParseFile(text).Tree));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Printed_and_squeezed_texts_give_the_same_tree(string name)
    {
        var tree = AeParser.ParseFile(DesignCorpus.Read(name)).Tree;
        var printed = AeParser.ParseFile(AePrinter.Print(tree));

        Assert.Empty(printed.Diagnostics);
        Assert.Equal(TreeDump.Dump(tree), TreeDump.Dump(printed.Tree));
    }

    [Fact]
    public void There_are_thirty_models() => Assert.Equal(30, DesignCorpus.Names.Count());
}
