using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Compiler.Tests.Diagnostics;
using Hourglass.Compiler.Tests.Syntax;
using Hourglass.Testing;

namespace Hourglass.Compiler.Tests.Emit;

/// <summary>The models of the design through the whole compiler, with a baseline per stage.</summary>
public sealed class CorpusTests
{
    public static TheoryData<string> Whole => [.. DesignCorpus.Names];

    [Theory]
    [MemberData(nameof(Whole))]
    public void A_model_compiles_without_a_word_to_this_code(string name)
    {
        var (diagnostics, models) = Check.Compile(DesignCorpus.Read(name), options: new EmitOptions("Corpus", $"models/{name}.ae"));

        Assert.Empty(diagnostics);
        Snapshot.Verify(Assert.Single(models).Source, "cs", name);
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public void The_step_of_a_model_is_this_code(string name) => Snapshot.Verify(
        Assert.Single(Check.Compile(DesignCorpus.Read(name), options: new EmitOptions("Corpus", $"models/{name}.ae")).Models).Step!,
        "cs",
        name);

    [Theory]
    [MemberData(nameof(Whole))]
    public void A_model_is_lowered_to_this_graph(string name) => Snapshot.Verify(AeCompiler.Lower(Bind(name)).ToString(), suffix: name);

    [Theory]
    [MemberData(nameof(Whole))]
    public void A_model_is_bound_to_this(string name) => Snapshot.Verify(BoundDump.Of(Bind(name)), suffix: name);

    [Fact]
    public void The_code_of_all_models_compiles_without_a_warning() =>
        Assert.Empty(Roslyn.Complaints(
            DesignCorpus.Names.SelectMany(
                name => Check.Compile(DesignCorpus.Read(name), options: new EmitOptions("Corpus", $"models/{name}.ae")).Models)
                .SelectMany(model => model.Sources)));

    /// <summary>Weights and biases, layer by layer, by hand.</summary>
    [Theory]
    [InlineData("01", (784 * 32) + (32 * 784))]
    [InlineData("02", (784 * 256) + 256 + (256 * 64) + 64 + (64 * 16) + 16 + (16 * 64) + 64 + (64 * 256) + 256 + (256 * 784) + 784)]
    [InlineData("03", (784 * 1000) + 1000 + (1000 * 784) + 784)]
    [InlineData("04", (784 * 196) + 196 + (196 * 784) + 784)]
    [InlineData("05", (784 * 500) + 500 + (500 * 784) + 784)]
    [InlineData("06", (784 * 1000) + 1000 + 784)]
    [InlineData("07", (784 * 1000) + 1000 + 784)]
    [InlineData("08", (784 * 400) + 400 + (400 * 32) + 32 + (32 * 400) + 400 + (400 * 784) + 784)]
    [InlineData(
        "11",
        9 * ((1 * 32) + (32 * 32) + (32 * 64) + (64 * 64) + (64 * 128) + (128 * 128) + (128 * 64) + (64 * 64) + (64 * 32) + (32 * 32))
            + 32 + 32 + 64 + 64 + 128 + 128 + 64 + 64 + 32 + 32 + (4 * ((128 * 64) + (64 * 32))) + 64 + 32 + 32 + 1)]
    [InlineData("12", (784 * 400) + 400 + (2 * ((400 * 20) + 20)) + (20 * 400) + 400 + (400 * 784) + 784)]
    [InlineData(
        "13",
        (784 * 200) + 200 + (200 * 200) + 200 + (2 * ((200 * 50) + 50)) + (50 * 200) + 200 + (200 * 200) + 200 + (200 * 784) + 784)]
    [InlineData(
        "15",
        (16 * 32) + 32 + (16 * 32 * 64) + 64 + (3136 * 256) + 256 + (2 * ((256 * 10) + 10)) + (10 * 256) + 256 + (256 * 3136) + 3136
            + (16 * 64 * 32) + 32 + (16 * 32) + 1)]
    [InlineData(
        "17",
        (30 * 64) + 30 + (80 * 30 * 36) + 80 + (2 * ((320 * 100) + 100)) + (100 * 320) + 320 + (80 * 30 * 36) + 30 + (30 * 64) + 1
            + (100 * 100) + 100 + (100 * 10) + 10)]
    [InlineData(
        "21",
        (784 * 200) + 200 + (200 * 200) + 200 + (2 * ((200 * 100) + 100)) + (100 * 100) + 100 + (100 * 100) + 100 + (2 * ((100 * 50) + 50))
            + (50 * 100) + 100 + (100 * 100) + 100 + (2 * ((100 * 100) + 100)) + (100 * 200) + 200 + (200 * 200) + 200 + (200 * 784) + 784)]
    [InlineData(
        "22",
        (784 * 300) + 300 + (2 * ((300 * 40) + 40)) + (10 * (40 + 40 + 1)) + (40 * 300) + 300 + (300 * 784) + 784)]
    [InlineData("23", (784 * 400) + 400 + (2 * ((400 * 8) + 8)) + (8 * 400) + 400 + (400 * 784) + 784)]
    [InlineData("25", (794 * 400) + 400 + (2 * ((400 * 20) + 20)) + (30 * 400) + 400 + (400 * 784) + 784)]
    public void A_model_has_as_many_parameters_as_hand_arithmetic_gives(string number, long expected)
    {
        var model = Bind(DesignCorpus.Names.Single(name => name.StartsWith(number, StringComparison.Ordinal))).Model;

        var bijections = model.Bindings
            .SelectMany(binding => binding.Distribution?.Bijections ?? [])
            .Sum(bijection => bijection.ParameterCount);
        Assert.Equal(expected, bijections + model.Bindings.SelectMany(binding => binding.AllStages).Sum(stage => stage.ParameterCount));
    }

    private static Compiler.Binding.BindingResult Bind(string name)
    {
        var tree = AeParser.ParseFile(DesignCorpus.Read(name)).Tree;
        return AeCompiler.Bind(AeCompiler.Split(tree, new Dictionary<string, SourceFile>(StringComparer.Ordinal)).Models.Single());
    }
}
