using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Emit;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Compiler.Tests.Diagnostics;
using Hourglass.Compiler.Tests.Syntax;

namespace Hourglass.Compiler.Tests.Emit;

/// <summary>What a model computes, as checkpoints know it.</summary>
public sealed class DefinitionTests
{
    private const string Whole = """
        data x: unit[1, 8, 8]
        data y?: class(3)
        encode h = x -> corrupt(mask(0.3)) -> conv(4, 3, relu) -> pool(max, 2) -> flatten -> dense(16, leaky)
        encode z ~ h -> dense(8, tanh) -> dropout(0.1) -> normal(2)
        decode x ~ z -> dense(16, relu) -> dense(64) -> reshape(1, 8, 8) -> bernoulli
        predict y ~ z -> categorical
        minimize nll(x) + ramp(0, 1, epochs: 3) * kl(z) + 2 * nll(y)
        """;

    /// <summary>Two texts that compute the same.</summary>
    public static TheoryData<string, string> Same => new()
    {
        { Whole, Whole.Replace("->", "\n    // a stage\n  ->", StringComparison.Ordinal).Replace("(", " ( ", StringComparison.Ordinal) },
        {
            Whole,
            Whole.Replace("conv(4, 3, relu)", "conv(4, 3, relu, stride: 1, padding: same, bias: true)", StringComparison.Ordinal)
                .Replace("leaky", "leaky(0.01)", StringComparison.Ordinal)
        },
        {
            Whole.Replace("3, relu)", "3, relu, stride: 2, bias: false)", StringComparison.Ordinal),
            Whole.Replace("3, relu)", "3, relu, bias: false, stride: 2)", StringComparison.Ordinal)
        },
        {
            Whole,
            Whole.Replace("dense(16, relu)", "dense(2 * 8, relu)", StringComparison.Ordinal)
                .Replace("2 * nll(y)", "(4 / 2) * nll(y)", StringComparison.Ordinal)
        },
        { Whole, Whole.Replace("0.1", "1e-1", StringComparison.Ordinal) },
        { Whole, Whole.Replace("decode x", "prior z ~ normal\ndecode x", StringComparison.Ordinal) },
        { Whole, Whole + "\ntrain { optimizer: sgd(0.1)  batch: 7  epochs: 3  seed: 9  clip: norm(1) }" },
        { Whole, "/// The images.\n" + Whole },
        {
            "data x: unit[4]\nencode z ~ x -> normal(2)\ndecode x ~ z -> bernoulli\nminimize elbo\ntrain { batch: 7 }",
            "train { batch: 7 }\nminimize elbo\ndecode x ~ z -> bernoulli\nencode z ~ x -> normal(2)\ndata x: unit[4]"
        },
        {
            "data x: unit[4]\nencode z ~ x -> normal(2)\ndecode x ~ z -> bernoulli\nminimize elbo",
            "data x: unit[4]\nencode z ~ x -> normal(2)\ndecode x ~ z -> bernoulli\nminimize nll(x) + kl(z)"
        },
        {
            "data x: real[4]\nencode h = x -> repeat(2) { dense(4, relu) }\ndecode y = h -> dense\nminimize sse(y, x)",
            "data x: real[4]\nencode h = x -> dense(4, relu) -> dense(4, relu)\ndecode y = h -> dense(4)\nminimize sse(y, x)"
        },
        {
            "data x: real[6]\nencode h = x -> dense(4, relu) -> dense(2)\ndecode y = h -> mirror\nminimize sse(y, x)",
            "data x: real[6]\nencode h = x -> dense(4, relu) -> dense(2)\ndecode y = h -> dense(4, relu) -> dense(6)\nminimize sse(y, x)"
        },
        {
            "data x: real[1, 8, 8]\nencode h = x -> conv(4, 4, relu, stride: 2) -> pool(avg, 2) -> flatten -> dense(3)\n"
                + "decode y = h -> mirror\nminimize sse(y, x)",
            "data x: real[1, 8, 8]\nencode h = x -> conv(4, 4, relu, stride: 2) -> pool(avg, 2) -> flatten -> dense(3)\n"
                + "decode y = h -> dense(16, relu) -> reshape(4, 2, 2) -> up(2) -> deconv(1, 4, stride: 2)\nminimize sse(y, x)"
        },
    };

    /// <summary>An edit that changes what is computed, and what its line then has.</summary>
    public static TheoryData<string, string, string> Edits => new()
    {
        { "unit[1, 8, 8]", "binary[1, 8, 8]", "data x: binary[1, 8, 8]" },
        { "y?:", "y:", "data y: class" },
        { "class(3)", "class(4)", "class(4)" },
        { "mask(0.3)", "salt(0.3)", "encode h = x -> corrupt(salt(0.3)) ->" },
        { "mask(0.3)", "mask(0.25)", "encode h = x -> corrupt(mask(0.25)) ->" },
        { "conv(4, 3, relu)", "conv(4, 5, relu)", "-> conv(4, 5, relu) ->" },
        { "conv(4, 3, relu)", "conv(4, 3, relu, bias: false)", "-> conv(4, 3, relu, bias: false) ->" },
        { "pool(max, 2)", "pool(avg, 2)", "-> pool(avg, 2) ->" },
        { "leaky)", "leaky(0.2))", "-> dense(16, leaky(0.2))" },
        { "dense(16, leaky)", "w: dense(16, leaky)", "-> w: dense(16, leaky)" },
        { "dropout(0.1)", "dropout(0.2)", "encode z ~ h -> dense(8, tanh) -> dropout(0.2) -> normal(2)" },
        { "dropout(0.1) ->", "", "encode z ~ h -> dense(8, tanh) -> normal(2)" },
        { "dropout(0.1)", "residual { dense(8) -> tanh }", "encode z ~ h -> dense(8, tanh) -> residual { dense(8) -> tanh } -> normal(2)" },
        { "normal(2)", "normal(2, variance: fixed)", "encode z ~ h -> dense(8, tanh) -> dropout(0.1) -> normal(2, variance: fixed)" },
        { "normal(2)", "normal(2) -> planar(3) -> w: iaf(4, 1)", "-> normal(2) -> planar(3) -> w: iaf(4, 1)" },
        { "decode x", "prior z ~ normal -> maf(8, 2)\ndecode x", "prior z ~ normal(logvar: 0, mean: 0) -> maf(8, 2)" },
        { "decode x ~ z ->", "decode x ~ concat(z, h) ->", "decode x ~ concat(z, h) ->" },
        { "decode x ~ z ->", "decode x ~ z.mean ->", "decode x ~ z.mean ->" },
        { "decode x", "prior z ~ h -> normal\ndecode x", "prior z ~ h -> normal" },
        { "ramp(0, 1, epochs: 3)", "1", "minimize kl_z: 1 * kl(z)" },
        { "ramp(0, 1, epochs: 3)", "ramp(0, 1, epochs: 4)", "minimize kl_z: ramp(0, 1, epochs: 4) * kl(z)" },
        { "ramp(0, 1", "2 * ramp(0, 1", "minimize kl_z: 2 * ramp(0, 1, epochs: 3) * kl(z)" },
        { "2 * nll(y)", "labels: 2 * nll(y)", "minimize labels: 2 * nll(y)" },
        { "+ 2 * nll(y)", "- 2 * nll(y)", "minimize nll_y: -2 * nll(y)" },
        { "+ 2 * nll(y)", "+ 2 * nll(y) + 0.1 * contractive(h, probes: 2)", "minimize contractive_h: 0.1 * contractive(h, probes: 2)" },
        { "nll(x) + ramp(0, 1, epochs: 3) * kl(z)", "elbo(samples: 3)", "draws 3" },
        { "nll(x) + ramp(0, 1, epochs: 3) * kl(z)", "elbo(estimator: sampled)", "minimize kl_z: 1 * kl(z, sampled: true)" },
    };

    public static TheoryData<string> Corpus =>
        [.. DesignCorpus.Names.Where(
            name => name[..2] is "01" or "02" or "03" or "04" or "05" or "06" or "07" or "08" or "11" or "12" or "21" or "22" or "25")];

    [Theory]
    [MemberData(nameof(Same))]
    public void What_computes_the_same_has_the_same_definition(string one, string other) => Assert.Equal(Of(one), Of(other));

    /// <summary>The head that a mirror leaves is its own last layer, not the plain one of the event's shape.</summary>
    [Fact]
    public void The_head_behind_a_mirror_is_told() => Assert.Contains(
        "decode x ~ h -> dense(16, relu) -> reshape(4, 2, 2) -> up(2) -> bernoulli { logits: deconv(1, 4, stride: 2) }",
        Of("data x: unit[1, 8, 8]\nencode h = x -> conv(4, 4, relu, stride: 2) -> pool(avg, 2) -> flatten -> dense(3)\n"
            + "decode x ~ h -> mirror -> bernoulli\nminimize nll(x)"));

    [Theory]
    [MemberData(nameof(Edits))]
    public void What_computes_something_else_has_another_line(string before, string after, string expected)
    {
        Assert.Contains(before, Whole, StringComparison.Ordinal);
        Assert.Contains(
            Of(Whole.Replace(before, after, StringComparison.Ordinal)),
            line => line.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(Of(Whole), line => line.Contains(expected, StringComparison.Ordinal));
    }

    /// <summary>A definition is itself a model of the language, with the same definition: nothing in it is invented.</summary>
    [Theory]
    [MemberData(nameof(Corpus))]
    public void A_definition_is_a_model_with_that_definition(string name)
    {
        var tree = AeParser.ParseFile(DesignCorpus.Read(name)).Tree;
        var definition = Of(AeCompiler.Split(tree, new Dictionary<string, SourceFile>(StringComparer.Ordinal)).Models.Single());
        var terms = definition.Where(line => line.StartsWith("minimize ", StringComparison.Ordinal))
            .Select(line => line["minimize ".Length..])
            .ToArray();

        // How codes are drawn is a bound's, which stands here as its parts.
        var statements = definition.Where(line => !line.StartsWith("minimize ", StringComparison.Ordinal) && line != "draws 1");
        Assert.Equal(definition, Of($"{string.Join('\n', statements)}\nminimize {string.Join(" + ", terms)}"));
    }

    [Fact]
    public void Emitted_code_says_it_and_places_do_not_show()
    {
        var (diagnostics, models) = Check.Compile($"model M {{ {Whole} }}");
        var (_, moved) = Check.Compile($"\n\n// A comment.\nmodel M {{ {Whole.Replace("->", "  ->", StringComparison.Ordinal)} }}");
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Severity == Severity.Error);
        Assert.Contains(
            "Definition:\n        \"\"\"\n        data x: unit[1, 8, 8]\n        data y?: class(3)\n"
            + "        encode h = x -> corrupt(mask(0.3))",
            models[0].Source,
            StringComparison.Ordinal);
        Assert.Equal(models[0].Source, moved[0].Source);
    }

    private static string[] Of(string statements)
    {
        var (tree, errors) = AeParser.ParseFile($"model M {{\n{statements}\n}}\n");
        Assert.Empty(errors);
        return Of(AeCompiler.Split(tree, new Dictionary<string, SourceFile>(StringComparer.Ordinal)).Models.Single());
    }

    private static string[] Of(ModelInput input)
    {
        var binding = AeCompiler.Bind(input);
        Assert.False(binding.HasErrors);
        return [.. DefinitionText.Of(binding.Model)];
    }
}
