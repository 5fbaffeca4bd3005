using Hourglass.Cli.Watching;
using Hourglass.Cli.Sources;

namespace Hourglass.Tests.Cli;

/// <summary>What is other in a model than it was.</summary>
public class StateChangesTests
{
    private const string Model = """
        model A {
          data   x: unit[1, 28, 28]
          data   y: class(10)
          encode z ~ x -> conv(8, 3, stride: 2, relu) -> flatten -> dense(64, relu) -> normal(4)
          decode x ~ z -> dense(64, relu) -> dense(784) -> reshape(1, 28, 28) -> bernoulli
          minimize elbo
          train  { batch: 64 }
        }
        """;

    public static TheoryData<string, string, string[]> Edits => new()
    {
        { "dense(64, relu) -> normal", "dense(64,  relu) -> normal", ["no change in shapes, parameters or memory"] },
        { "batch: 64", "batch: 64  epochs: 3", ["no change in shapes, parameters or memory"] },
        {
            "stride: 2, relu", "stride: 1, relu",
            [
                "encode z: conv(8, 3, stride: 2, relu) [8, 14, 14] -> conv(8, 3, relu) [8, 28, 28]",
                "encode z: flatten [1568] -> [6272]",
                "parameters 152,298 -> 453,354 (+301,056)",
                "  encoder.dense1 100,416 -> 401,472",
            ]
        },
        {
            "flatten -> dense(64, relu)", "flatten -> dense(64, relu) -> dense(64, tanh)",
            [
                "encode z: + dense(64, tanh) [64]",
                "parameters 152,298 -> 156,458 (+4,160)",
                "  encoder.dense2 none -> 4,160",
            ]
        },
        {
            "normal(4)", "normal(2)",
            [
                "encode z: normal(4) [4] -> normal(2) [2]",
                "encode z: mean: dense(4) [4] -> mean: dense(2) [2]",
                "encode z: logvar: dense(4) [4] -> logvar: dense(2) [2]",
                "parameters 152,298 -> 151,910 (-388)",
                "  encoder.z_mean 260 -> 130",
                "  encoder.z_logvar 260 -> 130",
                "  decoder.dense1 320 -> 192",
            ]
        },
        { "x ~ z -> dense(64, relu) -> ", "x ~ z -> ", ["decode x: - dense(64, relu) [64]"] },
        { "  data   y: class(10)\n", "", ["data y is gone"] },
        { "data   y: class(10)", "data   y: class(3)", ["data y: class(10) -> class(3)"] },
        {
            "minimize elbo", "predict y ~ z -> categorical\n  minimize elbo + nll(y)",
            ["new predict y: ~ z -> categorical -> logits: dense(10) [10]", "  predictor.y_logits none -> 50"]
        },
        { "batch: 64", "batch: 32", ["no change in shapes"] },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edit_says_this(string old, string other, string[] expected)
    {
        Assert.Contains(old, Model, StringComparison.Ordinal);
        string[] lines = [.. StateChanges.Between(State(Model), State(Model.Replace(old, other, StringComparison.Ordinal)))];
        Assert.Equal(expected[0], lines[0]);
        Assert.All(expected, line => Assert.Contains(line, lines));
        Assert.Equal(
            expected.Where(IsOfShapes),
            lines.Where(line => IsOfShapes(line) && !line.StartsWith("memory: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Memory_is_compared_by_what_it_is_for()
    {
        var other = Model.Replace("batch: 64", "batch: 64  optimizer: sgd(0.1)", StringComparison.Ordinal);
        string[] lines = [.. StateChanges.Between(State(Model), State(other))];
        Assert.Equal("no change in shapes", lines[0]);
        Assert.Contains("memory: optimizer state 1218.4 kB -> 0 B", lines);
        Assert.Contains(lines, line => line.StartsWith("memory: portable step ", StringComparison.Ordinal)
            && line.EndsWith(" with batches of 64", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("an example", StringComparison.Ordinal));
    }

    [Fact]
    public void Many_layers_are_counted()
    {
        string Deep(int width) => Model.Replace(
            "flatten -> ", $"flatten -> repeat(12) {{ dense({width}, relu) }} -> ", StringComparison.Ordinal);
        string[] lines = [.. StateChanges.Between(State(Deep(8)), State(Deep(9)))];
        Assert.Equal(8, lines.Count(line => line.StartsWith("  encoder.", StringComparison.Ordinal)));
        Assert.Contains("  and 5 layers more", lines);
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("abc", "abc", "")]
    [InlineData("abc", "abd", "c|d")]
    [InlineData("abc", "xabc", "|x")]
    [InlineData("abcd", "bd", "a| c|")]
    [InlineData("ab", "ba", "a| |a")]
    [InlineData("", "ab", "|ab")]
    [InlineData("ab", "", "ab|")]
    public void Sequences_are_laid_beside_each_other(string before, string now, string expected)
    {
        var changes = Alignment.Of<char>([.. before], [.. now]);
        Assert.Equal(expected, string.Join(' ', changes.Select(change => $"{string.Concat(change.Gone)}|{string.Concat(change.Come)}")));
    }

    private static bool IsOfShapes(string line) => line.Contains(": ", StringComparison.Ordinal);

    private static ModelState State(string text)
    {
        var file = CheckedFile.Check(new ModelFile(ParsedFile.Of(new SourceText("a.ae", text)), new Dictionary<string, ParsedFile>()));
        Assert.DoesNotContain(file.Diagnostics, diagnostic => diagnostic.IsError);
        return ModelState.Of(file.Models[0]);
    }
}
