using Hourglass.Checkpoints;

namespace Hourglass.Tests.Checkpoints;

/// <summary>Differences between two trainings, in the words of the language.</summary>
public class DifferencesTests
{
    private static readonly TrainingIdentity Identity = new(
        IdentityPart.Of(
        [
            "data x: unit[784]",
            "data y?: class(10)",
            "encode z ~ x -> dense(8, relu) -> residual { dense(8) -> tanh } -> normal(2)",
            "encode h = z -> dense(3)",
            "decode x ~ z -> dense(8, relu) -> bernoulli { logits: deconv(1, 3) -> relu }",
            "minimize nll_x: 1 * nll(x)",
            "minimize kl_z: 2 * ramp(0, 1, epochs: 3) * kl(z)",
        ]),
        IdentityPart.Of(
            ["optimizer: adam(0.001, beta1: 0.8)", "batch: 128", "seed: 0", "schedule: constant", "clip: none", "precision: float32"]),
        IdentityPart.Of(["binarize: none", "values: float32"]),
        IdentityPart.Of([
            "training: 60 examples", "test: 10 examples", "x, training: byte[60, 784] of grey values, sha256 aa",
            "x, test: byte[10, 784] of grey values, sha256 bb"
        ]));

    public static TheoryData<string, string, string[]> Edits => new()
    {
        { "unit[784]", "real[784]", ["`data x` was unit[784], is real[784]"] },
        { "data y?", "data y", ["`data y` was class(10), which may be missing, is class(10)"] },
        { "\ndata y?: class(10)", "", ["it has `data y`, which the model has not"] },
        { "data y?: class(10)", "data y?: class(10)\ndata t: class(2)", ["it lacks `data t`, which the model has"] },
        { "dense(8, relu) -> residual", "dense(8, tanh) -> residual", ["`encode z`, stage 1: had dense(8, relu), has dense(8, tanh)"] },
        { "-> tanh }", "-> sigmoid }", ["`encode z`, stage 2: had residual { dense(8) -> tanh }, has residual { dense(8) -> sigmoid }"] },
        { " -> residual { dense(8) -> tanh }", "", ["`encode z`, from stage 2: had residual { dense(8) -> tanh }, has nothing"] },
        { "-> normal(2)", "-> relu -> tanh -> normal(2)", ["`encode z`, from stage 3: had nothing, has relu -> tanh"] },
        { "dense(8) -> tanh } -> normal(2)", "dense(9) -> tanh } -> normal(3)", [
            "`encode z`, stage 2: had residual { dense(8) -> tanh }, has residual { dense(9) -> tanh }",
            "`encode z`, stage 3: had normal(2), has normal(3)"
        ] },
        { "encode z ~ x", "encode z ~ concat(x, y)", ["`encode z` started at x, starts at concat(x, y)"] },
        { "encode h = z -> dense(3)", "encode h ~ z -> normal(3)", [
            "`encode h` was bound by `=`, is by `~`",
            "`encode h`, stage 1: had dense(3), has normal(3)"
        ] },
        { "deconv(1, 3) -> relu", "deconv(1, 5) -> relu", ["`decode x`, stage 2: had bernoulli { logits: deconv(1, 3) -> relu }, "
            + "has bernoulli { logits: deconv(1, 5) -> relu }"] },
        { "1 * nll(x)", "4 * nll(x)", ["`nll(x)` had weight 1, has 4"] },
        { "2 * ramp(0, 1, epochs: 3)", "ramp(0, 1, epochs: 4)", ["`kl(z)` had weight 2 * ramp(0, 1, epochs: 3), "
            + "has ramp(0, 1, epochs: 4)"] },
        { "* kl(z)", "* kl(z, sampled: true)", ["the term `kl_z` was kl(z), is kl(z, sampled: true)"] },
        { "kl_z:", "b:", ["it has the term `kl_z: kl(z)`, which the model has not", "it lacks the term `b: kl(z)`, which the model has"] },
        { "data x: unit[784]\ndata y?: class(10)", "data y?: class(10)\ndata x: unit[784]", ["its statements stand in another order: "
            + "`data x` where the model has `data y`"] },
        { "adam(0.001, beta1: 0.8)", "sgd(0.1)", ["`optimizer` had adam(0.001, beta1: 0.8), has sgd(0.1)"] },
        { "clip: none", "clip: norm(1)", ["`clip` had none, has norm(1)"] },
        { "schedule: constant", "schedule: cosine\nepochs: 3", ["`schedule` had constant, has cosine", "`epochs` had no value, has 3"] },
        { "binarize: none", "binarize: dynamic", ["`binarize` had none, has dynamic"] },
        { "values: float32", "values: float64", ["`values` had float32, has float64"] },
        { "sha256 aa", "sha256 cc", ["the values of `x` in the training data are others"] },
        { "sha256 bb", "sha256 cc", ["the values of `x` in the test data are others"] },
        { "byte[10, 784] of grey values", "float32[10, 784]", ["the values of `x` in the test data were byte[10, 784] of grey values, "
            + "are float32[10, 784]"] },
        { "60 examples\ntest", "59 examples\ntest", ["it was trained on 60 examples, the data has 59 examples"] },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edit_is_told(string before, string after, string[] expected)
    {
        IdentityPart Edited(IdentityPart part) =>
            IdentityPart.Of(string.Join('\n', part.Lines).Replace(before, after, StringComparison.Ordinal).Split('\n'));
        var other = new TrainingIdentity(
            Edited(Identity.Definition),
            Edited(Identity.Plan),
            Edited(Identity.Options),
            Edited(Identity.Data));
        Assert.Equal(expected, Differences.Between(Identity, other));
        Assert.NotEmpty(Differences.Between(other, Identity));
    }

    [Fact]
    public void The_same_has_no_differences() =>
        Assert.Empty(Differences.Between(
            Identity,
            Identity with { Plan = IdentityPart.Of([.. Identity.Plan.Lines]), Data = IdentityPart.Of([.. Identity.Data.Lines]) }));

    /// <summary>Lines may come from a file that somebody else wrote; whatever they are, something is said and nothing thrown.</summary>
    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("minimize ")]
    [InlineData("minimize : * ")]
    [InlineData("data : ")]
    [InlineData("encode z ~ ")]
    [InlineData("encode z ~ )))) -> }} -> (")]
    [InlineData("data x: unit[784]\ndata x: unit[784]")]
    public void Any_lines_can_be_compared(string text)
    {
        var odd = IdentityPart.Of(text.Split('\n'));
        Assert.NotEmpty(Differences.Between(new TrainingIdentity(odd, odd, odd, odd), Identity));
        Assert.NotEmpty(
            Differences.Between(Identity with { Definition = IdentityPart.Of([.. Identity.Definition.Lines, .. odd.Lines]) }, Identity));
        Assert.NotEmpty(Differences.Between(Identity with { Plan = IdentityPart.Of([.. Identity.Plan.Lines, .. odd.Lines]) }, Identity));
        Assert.NotEmpty(
            Differences.Between(Identity with { Data = IdentityPart.Of([.. Identity.Data.Lines.SkipLast(1), .. odd.Lines]) }, Identity));
    }
}
