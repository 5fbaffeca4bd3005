using Hourglass.Compiler.Diagnostics;

namespace Hourglass.Compiler.Tests.Diagnostics;

/// <summary>One mistake gives one error, however much of the text it makes seem wrong; two mistakes give two.</summary>
public class ConsequenceTests
{
    private const string Rest =
        "  decode y = a -> dense(3)\n  minimize sse(y, x)\n}\n\nmodel Next {\n  data x: real[3]\n  encode h = x -> dense(2)\n"
            + "  decode y = h -> dense(3)\n  minimize sse(y, x)\n}\n";

    [Theory]
    [InlineData("AE0003", "model M {\n  data x: real[3]\n    a = x -> dense(2)\n    b = a -> dense(2)\n    c = b -> dense(2)\n  }\n")]
    [InlineData("AE0003", "model M {\n  data x: real[3]\n  encode {\n  }\n    a = x -> dense(2)\n    b = a -> dense(2)\n  }\n")]
    [InlineData("AE0004", "model M {\n  data x: real[3]\n  encode {\n    a = x -> dense(2)\n    b = a -> dense(2)\n")]
    [InlineData(
        "AE0004",
        "model M {\n  data x: real[3]\n  encode {\n    a = x -> dense(2, data b: real[1tanh) -> dense(2)\n    c = a -> dense(2)\n  }\n")]
    [InlineData("AE0004", "model M {\n  data x: real[3]\n  encode {\n    a = x -> dense(2}) -> dense(2)\n    b = a -> dense(2)\n  }\n")]
    [InlineData(
        "AE0001",
        "model M {\n  data x: real[3]\n  encode {\n    a = x -> dense(2)\n    b = }\n    c = a -> dense(2)\n    d = a -> dense(2)\n  }\n")]
    [InlineData(
        "AE0004",
        "model M {\n  data x: real[3]\n  encode {\n    a = x -> dense(2) train { optimizer\n    b = a -> dense(2)\n"
            + "    c = a -> dense(2)\n  }\n")]
    [InlineData("AE0004", "model M {\n  data x: real[3]\n  predict {\n  encode {\n    a = x -> dense(2)\n  }\n")]
    [InlineData("AE0005", "model M {\n  data x: real[3]\n}\n  encode a = x -> dense(2)\n")]
    [InlineData("AE0012", "  data x: real[3]\n  encode a = x -> dense(2)\nmodel M {\n")]
    [InlineData("AE0009", "import \"shared.ae\nmodel M {\n  data x: real[3]\n  encode a = x -> shared(2)\n")]
    [InlineData("AE0009", "model M {\n  data x: real[3]\n  encode \"{\n    a = x -> dense(2)\n    b = a -> dense(2)\n  }\n")]
    public void A_lost_brace_or_quote_is_the_only_error(string id, string text) => Single(id, text + Rest);

    [Fact]
    public void Models_behind_a_lost_brace_are_outside_of_the_one_that_lost_it()
    {
        var text =
            "model M {\n  data x: real[3]\n  encode {\n    a = x -> dense(2)\n  decode y = a -> dense(3)\n  minimize sse(y, x)\n}\n\n"
                + string.Concat(Enumerable.Range(0, 5).Select(i => $"model M{i} {{\n  data x: real[3]\n  encode h = x -> dense(2)\n"
                    + "  decode y = h -> dense(3)\n  minimize sse(y, x)\n}\n\n"))
                + "}\n";
        Assert.Equal(["AE0004", "AE0005"], Check.File(text).Select(error => error.Id));
    }

    [Theory]
    [InlineData(
        "AE1001",
        "data x: unit[3] encode hh = x -> dense(2) decode { a = h -> dense(3) b = h -> dense(3) c = h -> dense(3) } "
            + "minimize sse(a, x) + sse(b, x)")]
    [InlineData("AE1001", "data x: unit[3] encode h = x -> dense(2) minimize sse(y, x) + sae(y, x) + mse(y, x) + mae(y, x)")]
    [InlineData("AE1001", "data x: unit[3] encode h = x -> dense(2) decode y = h -> dense(3) minimize sse(y, t) + sae(y, t) + mse(y, t)")]
    [InlineData(
        "AE4004",
        "data x: unit[3] encode h = x -> dense(2) decode y = h -> dense(4, sigmoid) minimize sse(y, x) + sae(y, x) + bce(y, x)")]
    [InlineData("AE1021", "data x: unit[3] encode x ~ x -> normal(2) encode z2 ~ x -> normal(2) decode x ~ z2 -> bernoulli minimize elbo")]
    [InlineData("AE1002", "data x: unit[3] encode h = x -> foo(2) encode g = x -> foo(2) decode y = h -> foo(2) minimize sse(y, x)")]
    [InlineData(
        "AE1011",
        "data x: unit[3] encode h = x -> dense(wide) -> dense(wide) encode g = x -> dense(wide) "
            + "decode y = h -> dense(3) minimize sse(y, x)")]
    [InlineData(
        "AE1013",
        "data x: unit[3] encode h = x -> dense(2 * wide) encode g = x -> dense(2 * wide) decode y = h -> dense(3) minimize sse(y, x)")]
    [InlineData(
        "AE1019",
        "data x: unit[3] encode h = x -> dense(2) decode { a = h -> transpose(w) b = h -> transpose(w) } minimize sse(a, x) + sse(b, x)")]
    [InlineData(
        "AE1020",
        "data x: unit[3] encode { a = h -> dense(2) b = h -> dense(2) h = x -> dense(2) } decode y = h -> dense(3) minimize sse(y, x)")]
    [InlineData(
        "AE1007",
        "data x: unit[3] encode h = x -> dense(2) decode y = h -> dense(3) decode y = h -> dense(5) minimize sse(y, x) + mae(y, x)")]
    [InlineData(
        "AE4012",
        "data x: unit[3] encode h = x -> dense(2) decode y = h -> dense(3) minimize sse(a, x) + sse(b, x) minimize sse(y, x)")]
    public void What_fails_is_reported_once_and_not_once_a_reader(string id, string statements) =>
        Single(id, $"model M {{ {statements} }}");

    [Theory]
    [InlineData(
        "AE0001",
        "const w 400 400\nmodel M { data x: real[3] encode h = x -> dense(w) -> dense(w) decode y = h -> dense(3) minimize sse(y, x) }")]
    [InlineData(
        "AE0001",
        "const w =\nmodel M { data x: real[3] encode h = x -> dense(w) -> dense(w) decode y = h -> dense(3) minimize sse(y, x) }")]
    [InlineData(
        "AE0001",
        "block b(n) { dense(n) relu }\nmodel M { data x: real[3] encode h = x -> b(3) -> b(3) "
            + "decode y = h -> dense(3) minimize sse(y, x) }")]
    [InlineData(
        "AE4012",
        "model M {\n  data x: real[3]\n  encode h = x -> dense(2)\n  decode y = h -> dense(3)\n  minimize sse(y, x)\n  data x: unit[4]\n"
            + "  encode h = x -> dense(5)\n  decode x ~ h -> bernoulli\n  minimize elbo\n}")]
    [InlineData(
        "AE0012",
        "const w = 3\nimport \"no.ae\"\nimport \"other.ae\"\nmodel M { data x: real[3] encode h = x -> dense(v) "
            + "decode y = h -> dense(3) minimize sse(y, x) }")]
    [InlineData(
        "AE1015",
        "import \"no.ae\"\nconst v = w + 1\nmodel M { data x: real[3] encode h = x -> b(w) -> c(v) "
            + "decode y = h -> dense(w) minimize w * sse(y, x) }")]
    public void Readers_of_a_declaration_that_failed_say_nothing(string id, string text) => Single(id, text);

    [Theory]
    [InlineData(2, "model M {\n  data x: real[3]\n  encode h = x -> dense(2\n  decode y = h -> dense(3\n  minimize sse(y, x)\n}")]
    [InlineData(2, "model M {\n  data x: real[3]\n  encode {\n    h = x -> dense(2)\n  decode y = h dense(3)\n  minimize sse(y, x)\n}")]
    [InlineData(
        2,
        "model M {\n  encode {\n    h = x -> dense(2)\n  minimize sse(y, x)\n}\nmodel N {\n  encode {\n    h = x -> dense(2)\n"
            + "  minimize sse(y, x)\n}")]
    [InlineData(2, "model M {\n  z ~ x -> dense(2)\n  encode a = x -> dense(2)\n  y ~ z -> dense(2)\n  minimize elbo\n}")]
    [InlineData(
        3,
        "model M { data x: real[3] encode h = x -> dense(0) encode g = q -> dense(2) decode y = r -> dense(3) minimize sse(y, x) }")]
    public void Mistakes_that_have_nothing_to_do_with_one_another_are_all_reported(int count, string text) =>
        Assert.Equal(count, Check.File(text).Count);

    private static void Single(string id, string text) =>
        Assert.Equal(id, Assert.Single(Check.File(text), error => error.Severity == Severity.Error).Id);
}
