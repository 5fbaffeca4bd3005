using Hourglass.Compiler.Syntax;

namespace Hourglass.Compiler.Tests.Syntax;

public sealed class CorpusTests
{
    public static TheoryData<string> Models => DesignCorpus.Theory;

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_model_of_the_design_parses_without_an_error(string name) =>
        Assert.Empty(AeParser.ParseFile(DesignCorpus.Read(name)).Diagnostics);
}
