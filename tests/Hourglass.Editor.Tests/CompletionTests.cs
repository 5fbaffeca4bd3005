using System.Text.RegularExpressions;
using Hourglass.Compiler;
using Hourglass.Compiler.Syntax;

namespace Hourglass.Editor.Tests;

/// <summary>Completions know what fits.</summary>
public sealed class CompletionTests
{
    private const string Head = "const width = 4\nblock mlp(n) { dense(n) -> relu }\n"
        + "model M(k = 2) {\n  data   x: unit[1, 28, 28]\n  data   y: class(10)\n";

    [Fact]
    public void Behind_an_arrow_stand_the_stages_that_take_the_shape()
    {
        var ofMap = Editing.Complete(Head + "  encode z ~ x -> |\n}");
        Assert.Contains("conv", ofMap);
        Assert.Contains("flatten", ofMap);
        Assert.Contains("mlp", ofMap);
        Assert.Contains("normal", ofMap);
        Assert.DoesNotContain("transpose", ofMap);
        Assert.DoesNotContain("multinomial", ofMap);

        var ofVector = Editing.Complete(Head + "  encode z ~ x -> flatten -> dense(20) -> fl|\n}");
        Assert.Contains("dense", ofVector);
        Assert.DoesNotContain("conv", ofVector);
        Assert.DoesNotContain("pool", ofVector);
    }

    [Fact]
    public void A_value_ends_in_no_distribution()
    {
        var stages = Editing.Complete(Head + "  encode h = x -> |\n}");
        Assert.Contains("conv", stages);
        Assert.DoesNotContain("normal", stages);
    }

    [Fact]
    public void Likelihoods_are_those_of_the_domain()
    {
        const string Encoder = Head + "  encode z ~ x -> flatten -> normal(20)\n";
        var ofImage = Editing.Complete(Encoder + "  decode x ~ z -> dense(784) -> reshape(1, 28, 28) -> |\n}");
        Assert.Contains("bernoulli", ofImage);
        Assert.DoesNotContain("categorical", ofImage);
        Assert.DoesNotContain("poisson", ofImage);

        var ofClass = Editing.Complete(Encoder + "  predict y ~ z -> |\n}");
        Assert.Contains("categorical", ofClass);
        Assert.DoesNotContain("bernoulli", ofClass);
    }

    [Fact]
    public void A_stage_shows_the_shape_that_would_come_out()
    {
        var flatten = Editing.Completions(Head + "  encode h = x -> |\n}").Single(item => item.Label == "flatten");
        Assert.EndsWith("[1, 28, 28] → [784]", flatten.Detail, StringComparison.Ordinal);
        Assert.Contains("Shape:", flatten.Documentation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  encode z ~ x -> flatten -> dense(|\n", "width", "k", "bias:")]
    [InlineData("  encode z ~ x -> flatten -> dense(20, |\n", "relu", "tanh", "bias:")]
    [InlineData("  encode z ~ x -> flatten -> dense(20, bias: |)\n", "true", "false")]
    [InlineData("  encode z ~ x -> corrupt(|) -> flatten\n", "gaussian", "mask")]
    [InlineData("  encode z ~ x -> pool(|, 2)\n", "max", "avg")]
    [InlineData("  encode h = x -> flatten -> a: dense(4)\n  decode v = h -> transpose(|\n", "a")]
    [InlineData("  encode z ~ |\n", "x", "y", "concat")]
    [InlineData("  data w: |\n", "unit", "class", "count")]
    [InlineData("  data w: real[4] -> |\n", "standardize", "clip")]
    [InlineData("  data w: real[|]\n", "width", "k")]
    [InlineData("  minimize |\n", "elbo", "nll", "kl", "k", "ramp")]
    [InlineData("  encode z ~ x -> flatten -> normal(2)\n  minimize nll(x) + 2 * kl(|\n", "z")]
    [InlineData("  train { |\n", "optimizer", "batch", "epochs")]
    [InlineData("  train { optimizer: |\n", "adam", "sgd")]
    [InlineData("  train { schedule: |\n", "cosine", "step")]
    [InlineData("  train { method: |\n", "greedy", "backprop")]
    [InlineData("  train { precision: |\n", "bfloat16")]
    [InlineData("  encode h = x -> flatten -> a: dense(4)\n  train { update: |\n", "a", "encode")]
    [InlineData("  encode h = x -> residual { |\n", "conv", "relu")]
    [InlineData("  |\n", "data", "encode", "minimize", "train")]
    [InlineData("  encode z ~ x -> flatten -> normal(2)\n  prior z ~ |\n", "normal", "vamp")]
    public void The_words_that_may_stand_there(string statements, params string[] expected)
    {
        var found = Editing.Complete(Head + statements + "}\n");
        Assert.Empty(expected.Except(found));
        Assert.Equal(found.Count, found.Distinct().Count());
    }

    [Theory]
    [InlineData("model V = |", "M")]
    [InlineData("const half = |", "width")]
    [InlineData("|", "model", "const", "block", "import")]
    public void The_words_of_a_file(string declaration, params string[] expected) =>
        Assert.Empty(expected.Except(Editing.Complete(Head + "}\n\n" + declaration)));

    [Theory]
    [InlineData("  // a comment -> |\n")]
    [InlineData("  /// doc of dense(|\n")]
    public void Nothing_stands_in_a_comment(string statements) => Assert.Empty(Editing.Complete(Head + statements + "}\n"));

    [Fact]
    public void Imports_name_the_files_of_the_project()
    {
        var (editing, at) = Editing.Marked("import \"|\"\nmodel M { }\n");
        editing.Files.Texts[MemoryFiles.Folder + "blocks.ae"] = "const a = 1\n";
        var item = Assert.Single(editing.Workspace.Complete(Editing.Path, at, default));
        Assert.Equal(("blocks.ae", CompletionKind.File), (item.Label, item.Kind));
    }

    /// <summary>What is offered for a stage is bound by the compiler where it stands, with its places filled in.</summary>
    [Theory]
    [InlineData("  encode z = x -> |\n  decode v = z -> dense(4)\n  minimize l2(weights)\n")]
    [InlineData("  encode z = x -> flatten -> |\n  decode v = z -> dense(4)\n  minimize l2(weights)\n")]
    [InlineData("  encode z = x -> reshape(28, 28) -> |\n  decode v = z -> dense(4)\n  minimize l2(weights)\n")]
    public void Every_stage_that_is_offered_is_taken(string statements)
    {
        var marked = Head + statements + "}\n";
        foreach (var item in Editing.Completions(marked).Where(item => item.Kind is CompletionKind.Stage or CompletionKind.Activation))
        {
            if (item.Label is "transpose" or "unpool")
            {
                continue;
            }

            var chosen = Regex.Replace(item.Edit.Text, @"\$\{\d+:(\w+)\}", match => Value(match.Groups[1].Value));
            var text = TextEdits.Apply(marked.Remove(marked.IndexOf('|', StringComparison.Ordinal), 1), [item.Edit with
            {
                Text = chosen.Replace("$0", item.Edit.Text.Contains('{', StringComparison.Ordinal) ? "relu" : "", StringComparison.Ordinal),
            }]);
            var at = new LineMap(marked).PositionOf(marked.IndexOf('|', StringComparison.Ordinal));
            Assert.DoesNotContain(Editing.Cold(text), found => found.Severity == Severity.Error && found.Span.Start == at);
        }
    }

    private static string Value(string parameter) => parameter switch
    {
        "kind" or "mode" => "max",
        "noise" => "gaussian(0.1)",
        "sizes" => "784",
        "x" or "y" or "a" or "values" or "value" => "x",
        "rate" => "0.1",
        _ => "1",
    };
}
