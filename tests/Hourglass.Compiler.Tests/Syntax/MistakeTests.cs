using System.Globalization;
using System.Text;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax;
using Hourglass.Testing;

namespace Hourglass.Compiler.Tests.Syntax;

/// <summary>
/// Mistakes that people make: each gives one error, of this id, at the piece between « and ». The snapshot holds the words.
/// </summary>
public sealed class MistakeTests
{
    private static readonly (string Id, string Text)[] Mistakes =
    [
        // A word that begins nothing.
        ("AE0002", "model V { data x: unit[784] «endcode» z ~ x -> dense(4) decode x ~ z -> bernoulli minimize elbo }"),
        ("AE0002", "model V { encode z ~ x -> dense(4) «minimise» elbo train { batch: 3 } }"),
        ("AE0002", "model V { encode z ~ x -> dense(4) «maximize» elbo train { batch: 3 } }"),
        ("AE0002", "model V { data x: unit[784] «Encode» z ~ x -> dense(3) }"),
        ("AE0002", "model V { minimize elbo «trian» { batch: 3 } }"),
        ("AE0002", "«mdoel» V { data x: unit[784] minimize elbo }"),
        ("AE0002", "const w = 400 «mdoel» V { data x: unit[784] minimize elbo }"),
        ("AE0002", "model V { «foo» z ~ x -> dense(3) decode x ~ z }"),
        ("AE0002", "«foo» bar baz\nmodel V { data x: unit[3] }"),
        ("AE0002", "model V { «dense»(4) encode h = x -> dense(4) }"),
        ("AE0001", "model V { data x: unit[784] «dense»(4) encode h = x -> dense(4) }"),
        ("AE0003", "model V { data x: unit[784] «z» ~ x -> dense(4) minimize elbo }"),
        ("AE0003", "model V { «h» = x -> dense(4) minimize elbo }"),
        ("AE0001", "model V { «x»: unit[784] encode z ~ x -> dense(4) minimize elbo }"),

        // Arrows and signs.
        ("AE0001", "model V { encode z ~ x «dense»(4) -> normal(3) decode x ~ z -> bernoulli }"),
        ("AE0001", "model V { encode z ~ x -> dense(4) «normal»(3) decode x ~ z -> bernoulli }"),
        ("AE0001", "model V { encode z ~ x -> w «dense»(3) }"),
        ("AE0001", "model V { encode a = x -> «->» dense(4) decode x ~ z -> bernoulli }"),
        ("AE0001", "model V { encode z ~ x -> dense(3) ->«» }"),
        ("AE0001", "model V { encode z ~ x -> «\"abc\"» }"),
        ("AE0001", "model V { encode z ~ x -> dense(3)«,» decode x ~ z }"),
        ("AE0007", "model V { encode z ~ x «=>» dense(4) -> normal(3) }"),
        ("AE0007", "model V { encode z ~ x «-->» dense(4) -> normal(3) }"),
        ("AE0007", "model V { encode z ~ x «→» dense(4) -> normal(3) }"),
        ("AE0007", "model V { encode z ~ x «|>» dense(4) -> normal(3) }"),
        ("AE0007", "model V { encode z ~ x «>» dense(4) -> normal(3) }"),
        ("AE0007", "model V { encode h «:=» x -> dense(4) }"),
        ("AE0007", "model V { encode h «==» x -> dense(4) }"),
        ("AE0001", "model V { encode z«:» x -> dense(3) }"),
        ("AE0001", "model V { encode x «->» dense(3) }"),
        ("AE0001", "model V { encode z ~«»\ndecode x ~ z -> bernoulli }"),
        ("AE0001", "model V { encode z ~ x ->«»\ndecode x ~ z -> bernoulli }"),

        // Arguments.
        ("AE0001", "model V { encode h = x -> dense(4,«,» relu) }"),
        ("AE0001", "model V { encode h = x -> dense(4,«)» }"),
        ("AE0001", "model V { encode h = x -> dense(4 «relu») }"),
        ("AE0001", "model V { encode h = x -> conv(4, 3, stride«=»2) }"),
        ("AE0001", "model V { data x: class(10 «20») }"),
        ("AE0001", "model V { data x: unit[28«x28»] }"),
        ("AE0001", "model V { data x: unit[1«;» 28] encode z ~ x -> dense(4) }"),
        ("AE0001", "model V { encode h = x -> dense(2 *«)» }"),

        // Brackets.
        ("AE0004", "model V { encode h = x -> dense«(»4, relu -> normal(20)\ndecode x ~ h -> bernoulli minimize elbo }"),
        ("AE0004", "model V { encode h = x -> dense«(»4, relu -> normal(20)\nminimize elbo }"),
        ("AE0004", "model V { data x: unit«[»784\nencode h = x -> dense(4) }"),
        ("AE0004", "model V { data x: unit«[»1, 28, 28) encode z ~ x -> dense(4) }"),
        ("AE0004", "model V «{» encode z ~ x -> dense(4)"),
        ("AE0004", "model V «{» encode z ~ x -> dense(4) minimize elbo\nmodel W { encode z ~ x -> dense(4) }"),
        ("AE0004", "model V { encode «{» a = x -> dense(4) b = a -> dense(3)\ndecode x ~ z -> bernoulli minimize elbo }"),
        ("AE0004", "model V { train «{» batch: 3\ndecode x ~ z -> bernoulli minimize elbo }"),
        ("AE0004", "model V { encode z ~ x -> residual «{» dense(3) -> relu\ndecode x ~ z -> bernoulli }"),
        ("AE0004", "block b(n) «{» dense(n) -> relu\nmodel V { data x: unit[3] }"),
        ("AE0004", "model V«(»latent = 20 { data x: unit[3] }"),
        ("AE0005", "model V { encode z ~ x -> dense(4)«)» -> normal(3) decode x ~ z -> bernoulli }"),
        ("AE0005", "model V { encode z ~ x -> dense(4) «}» decode x ~ z -> bernoulli minimize elbo }"),
        ("AE0005", "model V { encode z ~ x -> dense(4) } «}»"),
        ("AE0005", "model V { «)» encode z ~ x -> dense(4) }"),
        ("AE0001", "model V«»\ndata x: unit[4] minimize elbo }"),
        ("AE0001", "model V «=» { data x: unit[4] minimize elbo }"),
        ("AE0001", "block b(n) «dense»(n) -> relu\nmodel V { data x: unit[3] }"),
        ("AE0001", "block b(n) «dense»(n) -> relu }\nmodel V { data x: unit[3] }"),

        // Data.
        ("AE0001", "model V { data x «unit»[784] encode h = x -> dense(4) }"),
        ("AE0001", "model V { data x «=» unit[784] encode h = x -> dense(4) }"),
        ("AE0001", "model V { data x:«»\nencode h = x -> dense(4) }"),
        ("AE0001", "model V { data «:» unit[784] }"),
        ("AE0006", "model V { data «train»: unit[784] encode z ~ x -> dense(4) }"),
        ("AE0006", "model V { data «model»: unit[784] encode model ~ x -> dense(4) }"),
        ("AE0006", "model V { encode z ~ x -> «train»: dense(3) }"),
        ("AE0006", "const «data» = 3"),

        // Objectives.
        ("AE0001", "model V { minimize nll(x) «kl»(z) train { batch: 3 } }"),
        ("AE0001", "model V { minimize nll(x) +«»\ntrain { batch: 3 } }"),
        ("AE0001", "model V { minimize«» }"),
        ("AE0001", "model V { minimize 3 «4» }"),
        ("AE0001", "model V { minimize 3 * «*» kl(z) }"),

        // Training.
        ("AE0001", "model V { train { optimizer: adam(1e-3) batch «128» epochs: 10 } }"),
        ("AE0001", "model V { train { optimizer: adam(1e-3) batch «=» 128 epochs: 10 } }"),
        ("AE0001", "model V { train { optimizer: adam(1e-3) batch:«» epochs: 10 } }"),
        ("AE0001", "model V { train { optimizer: adam(1e-3),«,» batch: 128 } }"),
        ("AE0001", "model V { train «optimizer»: adam(1e-3) batch: 128 minimize elbo }"),
        ("AE0001", "model V { train «optimizer»: adam(1e-3) batch: 128 }\nminimize elbo }"),
        ("AE0001", "model V { train «optimizer»: adam(1e-3) batch: 128 }"),
        ("AE0001", "model V { train a «b» { batch: 3 } encode z ~ x -> dense(3) }"),
        ("AE0001", "model V { train«» }"),
        ("AE0012", "model V { train { minimize elbo «minimize» nll(x) } }"),

        // Declarations.
        ("AE0001", "model«» { data x: unit[3] }"),
        ("AE0001", "model V(latent «20») { data x: unit[3] }"),
        ("AE0001", "model V(latent«:» 20) { data x: unit[3] }"),
        ("AE0001", "model V2 = V(latent «=» 2)"),
        ("AE0001", "model V2 =«»"),
        ("AE0001", "const w «400»\nconst v = 3"),
        ("AE0001", "const w«:» 400\nconst v = 3"),
        ("AE0001", "const w =«»\nconst v = 3"),
        ("AE0001", "import «blocks»\nmodel V { data x: unit[3] }"),
        ("AE0001", "extern term smooth(y): «summ»"),
        ("AE0001", "model V { extern block wavelet(levels): [784] «[»784] minimize elbo }"),
        ("AE0001", "model V { extern «layer» wavelet(levels): [784] minimize elbo }"),

        // Out of place.
        ("AE0012", "«encode» z ~ x -> dense(4) decode x ~ z -> bernoulli"),
        ("AE0012", "model V { «const» w = 3 encode z ~ x -> dense(4) }"),
        ("AE0012", "model V { «block» b { relu } encode z ~ x -> dense(4) }"),
        ("AE0012", "model V { encode { «encode» z ~ x -> dense(3) } decode x ~ z }"),
        ("AE0012", "const w = 3 «namespace» A.B"),
        ("AE0012", "namespace A.B «namespace» A.C"),
        ("AE0012", "const w = 3 «import» \"a.ae\""),

        // Characters.
        ("AE0008", "model V { data x: unit[4] «@» encode h = x -> dense(3) }"),
        ("AE0008", "model V { encode «$$» h = x -> dense(3) }"),
        ("AE0009", "import «\"foo.ae»\nmodel V { data x: unit[4] }"),
        ("AE0007", "import «'foo.ae'»\nmodel V { data x: unit[4] }"),
        ("AE0010", "model V { encode h = x -> dense(3) «#» Python's comment { ( [\n}"),
        ("AE0010", "model V { «/*» C's comment { ( [ */ encode h = x -> dense(3) }"),
        ("AE0011", "model V { encode h = x -> dropout(«.5») }"),
        ("AE0011", "model V { encode h = x -> dense(«1e999») }"),
    ];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Mistakes.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void A_mistake_gives_one_error_at_its_place(int index)
    {
        var (id, marked) = Mistakes[index];
        var (text, expected) = Unmark(marked);

        var error = Assert.Single(AeParser.ParseFile(text).Diagnostics);

        Assert.Equal(id, error.Id);
        Assert.Equal(expected, error.Span);
        Assert.Equal(Severity.Error, error.Severity);
        Assert.False(string.IsNullOrEmpty(error.Help));
    }

    [Fact]
    public void The_messages_say_what_was_expected_and_what_to_do()
    {
        var words = new StringBuilder();
        foreach (var (_, marked) in Mistakes)
        {
            var error = AeParser.ParseFile(Unmark(marked).Text).Diagnostics[0];
            words.Append(marked.Replace("\n", "⏎", StringComparison.Ordinal)).Append('\n');
            words.Append(CultureInfo.InvariantCulture, $"    {error.Id} {error.Message}\n    help: {error.Help}\n");
        }

        Snapshot.Verify(words.ToString());
    }

    [Fact]
    public void Every_id_of_the_list_is_unique_and_produced_by_a_mistake()
    {
        var ids = SyntaxErrors.All.Select(d => d.Id).ToList();
        var elsewhere = new[] { SyntaxErrors.TooDeepId.Id, SyntaxErrors.OneClauseId.Id };

        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
        Assert.Equal(ids.Except(elsewhere), Mistakes.Select(m => m.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Two_mistakes_in_two_statements_give_two_errors_and_the_third_statement_is_read()
    {
        var result = AeParser.ParseFile("model V { data x unit[4] encode h = x dense(3) decode y = h -> dense(4) }");

        Assert.Equal(["AE0001", "AE0001"], result.Diagnostics.Select(d => d.Id));
        Assert.Contains("(= y (pipe h (dense (arguments 4))))", TreeDump.Dump(result.Tree), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model V { encode z ~ x -> dense(4)\n  -> \n  decode x ~ z -> bernoulli minimize elbo }")]
    [InlineData("model V { encode z ~ x -> dense(4, \n  decode x ~ z -> bernoulli minimize elbo }")]
    [InlineData("model V { encode z ~ x -> residual { \n  decode x ~ z -> bernoulli minimize elbo }")]
    [InlineData("model V { encode ] z ~ x -> dense(4 \n  decode x ~ z -> bernoulli minimize elbo }")]
    [InlineData("model V { data z: \n  decode x ~ z -> bernoulli minimize elbo }")]
    [InlineData("model V { encode { a = } \n  decode x ~ z -> bernoulli minimize elbo }")]
    [InlineData("model V { endcode z ~ x -> dense(4) \n  decode x ~ z -> bernoulli minimize elbo }")]
    public void Behind_a_mistake_the_next_statements_are_read_as_if_nothing_had_happened(string text)
    {
        var result = AeParser.ParseFile(text);

        Assert.Single(result.Diagnostics);
        Assert.Contains(
            "(decode\n      (~ x (pipe z (bernoulli))))\n    (minimize elbo)",
            TreeDump.Dump(result.Tree),
            StringComparison.Ordinal);
    }

    private static (string Text, TextSpan Span) Unmark(string marked)
    {
        var start = marked.IndexOf('«', StringComparison.Ordinal);
        var end = marked.IndexOf('»', StringComparison.Ordinal) - 1;
        var text = marked.Remove(end + 1, 1).Remove(start, 1);
        return (text, new LineMap(text).SpanOf(start, end));
    }
}
