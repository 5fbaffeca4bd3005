using Hourglass.Compiler.Syntax;

namespace Hourglass.Compiler.Tests.Syntax;

/// <summary>Attribute clauses: a statement each, at a place of their own, and nothing more.</summary>
public sealed class ClauseTests
{
    [Theory]
    [InlineData("data", "x: unit[784]", "(data x unit (arguments) [784])")]
    [InlineData("data", "y?: class(10);", "(data y? class (arguments 10))")]
    [InlineData(
        "encode",
        "z ~ x -> dense(400, relu) -> normal(20)",
        "(encode\n  (~ z (pipe x (dense (arguments 400 relu)) (normal (arguments 20)))))")]
    [InlineData("decode", "x ~ z\n-> bernoulli", "(decode\n  (~ x (pipe z (bernoulli))))")]
    [InlineData("predict", "y ~ z -> categorical", "(predict\n  (~ y (pipe z (categorical))))")]
    [InlineData("prior", "z ~ normal", "(prior\n  (~ z (pipe normal)))")]
    [InlineData("critic", "c = z -> dense(1)", "(critic\n  (= c (pipe z (dense (arguments 1)))))")]
    [InlineData("minimize", "rec: nll(x) + 4 * kl(z)", "(minimize (+ (label rec (call nll (arguments x))) (* 4 (call kl (arguments z)))))")]
    [InlineData("train", "optimizer: adam(1e-3)  batch: 128", "(train\n  (optimizer: (call adam (arguments 1e-3)))\n  (batch: 128))")]
    public void A_clause_is_a_statement_without_its_keyword(string keyword, string text, string expected)
    {
        var result = AeParser.ParseClause(keyword, text, 0);

        Assert.Empty(result.Diagnostics);
        Assert.Equal(expected, TreeDump.Dump(result.Tree!));
    }

    [Fact]
    public void A_phase_has_the_name_and_may_have_an_objective_of_its_own() => Assert.Equal(
        "(train head\n  (batch: 3)\n  (epochs: 2)\n  (minimize (call nll (arguments y))))",
        TreeDump.Dump(AeParser.ParseClause("train", "batch: 3 minimize nll(y) epochs: 2", 0, "head").Tree!));

    [Theory]
    [InlineData("data", "x: unit[784] data y: class(10)", 0, 13)]
    [InlineData("data", "x: unit[784]; y: class(10)", 0, 12)]
    [InlineData("encode", "z ~ x -> normal(2) decode x ~ z -> bernoulli", 0, 19)]
    [InlineData("encode", "a = x -> dense(3) b = a -> dense(2)", 0, 18)]
    [InlineData("encode", "z ~ x -> normal(2)\nminimize elbo", 1, 0)]
    [InlineData("minimize", "elbo train { batch: 3 }", 0, 5)]
    [InlineData("minimize", "elbo minimize nll(x)", 0, 5)]
    [InlineData("train", "batch: 3 } encode z ~ x -> normal(2)", 0, 9)]
    [InlineData("train", "{ batch: 3 }", 0, 0)]
    [InlineData("train", "batch: 3 data y: class(10)", 0, 9)]
    [InlineData("encode", "encode z ~ x -> normal(2)", 0, 0)]
    [InlineData("train", "train { batch: 3 }", 0, 0)]
    [InlineData("minimize", "elbo model Evil { }", 0, 5)]
    public void A_clause_cannot_smuggle_anything_in(string keyword, string text, int line, int column)
    {
        var result = AeParser.ParseClause(keyword, text, 0);

        var error = Assert.Single(result.Diagnostics);
        Assert.Equal("AE0014", error.Id);
        Assert.Equal(new LinePosition(line, column), error.Span.Start);
        Assert.Null(result.Tree);
    }

    [Theory]
    [InlineData("encode", "z ~ x -> normal(2) } }")]
    [InlineData("encode", "{ z ~ x -> normal(2) }")]
    [InlineData("minimize", "elbo }")]
    [InlineData("minimize", "elbo }; class Evil {")]
    [InlineData("data", "x: unit[784] }")]
    [InlineData("data", "")]
    [InlineData("encode", "// nothing")]
    [InlineData("minimize", " ")]
    [InlineData("train", "batch")]
    public void Braces_and_empty_clauses_are_errors(string keyword, string text) =>
        Assert.Single(AeParser.ParseClause(keyword, text, 0).Diagnostics);

    [Fact]
    public void Clauses_of_one_class_have_disjoint_places()
    {
        var statement = AeParser.ParseClause("encode", "z ~ x\n  -> normal(2)", 7).Tree!;
        var error = Assert.Single(AeParser.ParseClause("encode", "z ~ x\n  normal(2)", 7).Diagnostics);

        Assert.Equal(new TextSpan(new LinePosition(7, 0), new LinePosition(8, 14)), statement.Span);
        Assert.Equal(new TextSpan(new LinePosition(8, 2), new LinePosition(8, 8)), error.Span);
    }

    [Fact]
    public void A_keyword_that_no_attribute_has_is_the_hosts_mistake() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => AeParser.ParseClause("model", "Vae { }", 0));
}
