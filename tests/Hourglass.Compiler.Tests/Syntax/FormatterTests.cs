using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Tests.Docs;
using Hourglass.Testing;

namespace Hourglass.Compiler.Tests.Syntax;

/// <summary>What a formatted text looks like.</summary>
public sealed class FormatterTests
{
    private const string Right = "model A {\n  data   x: real[3]\n  encode h = x -> dense(2)\n  minimize sse(h, x)\n}\n";

    private const string Untidy =
        """
        // head


        namespace   A.B ;import "x.ae"   // behind an import
        import "y.ae"
        const a=3; const b = -  a*(2+1)


        // of its own
        /// documentation
        model  M ( k=2 ,l )  {      // behind a brace

          data x :real[ 3 ] -> standardize->clip( -5,5 );    // behind a semicolon
          /// documentation


          encode z~x  // in a pipeline
             ->dense( 4,relu ) -> // behind an arrow
             normal( 2 ) encode{ a=z.mean->dense(3);b  ~ a ->
               normal(2)
            // at the end of a role

          } prior  z~normal
          decode x ~ (concat(z,h)->tanh) -> residual {
              dense(3) -> relu
          }   -> repeat(3){dense(4)
             ->tanh} -> bernoulli

          minimize rec: nll(x)+
            4*kl(z) - - 3
           - l2(weights,
           a)
          train {optimizer:adam(1e-3),batch:3}
          train foo { minimize elbo
          // in a phase

            batch: 3; epochs: 4 } train all { }
          extern block foo(a):[1]->[2] extern term b( ):sum
        // at the end of a model
        }
        model N=M(k:3)
        model O=M

        block f(n){dense(n)->dense(n)->dense(n)->dense(n)->dense(n)->dense(n)->dense(n)->dense(n)->dense(n)->dense(n)->dense(n)->dense(n)}
        block g(n){ dense(n)
          -> tanh }
        model Empty{}
        // at the end
        """;

    public static TheoryData<string> Files =>
    [
        .. new[] { "examples", "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.ae", SearchOption.AllDirectories))
            .Select(Repository.Relative)
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void The_files_of_the_repository_are_in_order(string file)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, file));
        Assert.Equal(text.ReplaceLineEndings("\n"), FormattedText.Of(text).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void The_pages_examples_are_in_order() => Assert.All(
        Repository.Pages.SelectMany(page => MarkdownFences.Of(File.ReadAllText(page), "ae")),
        fence => Assert.Equal(fence.Text, FormattedText.Of(fence.Text)));

    [Fact]
    public void An_untidy_text_is_put_in_order() => Snapshot.Verify(FormattedText.Of(Untidy), "ae");

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Lines_end_as_they_did(string newLine)
    {
        var formatted = FormattedText.Of(Untidy.ReplaceLineEndings(newLine));
        Assert.Equal(FormattedText.Of(Untidy.ReplaceLineEndings("\n")).ReplaceLineEndings(newLine), formatted);
    }

    [Fact]
    public void Of_two_kinds_of_line_ends_the_more_frequent_stays() =>
        Assert.Equal("const a = 1\r\nconst b = 2\r\nconst c = 3\r\n", FormattedText.Of("const a = 1\r\nconst b = 2\r\nconst c = 3\n"));

    [Theory]
    [InlineData("", "")]
    [InlineData(" \n\n", "")]
    [InlineData("// alone", "// alone\n")]
    [InlineData("\n\n  // alone  \n\n\n", "// alone\n")]
    [InlineData("// one\n\n\n\n// two\n// three", "// one\n\n// two\n// three\n")]
    [InlineData("const a = 1", "const a = 1\n")]
    [InlineData("\uFEFFconst  a = 1", "\uFEFFconst a = 1\n")]
    [InlineData("\uFEFF", "\uFEFF")]
    [InlineData("const a =\t1\u00A0;", "const a = 1\n")]
    public void A_text_has_a_last_line_and_no_empty_ones_at_its_ends(string text, string expected) =>
        Assert.Equal(expected, FormattedText.Of(text));

    /// <summary>The one that does not parse stays, with its line's indentation; what stands around it is put in order.</summary>
    [Theory]
    [InlineData(
        "model A {\ndata x:real[3]\n   encode  h = x -> -> dense( 2 )\n      minimize   sse(h,x)\n }",
        "model A {\n  data   x: real[3]\n   encode  h = x -> -> dense( 2 )\n  minimize sse(h, x)\n}\n")]
    [InlineData(
        "model A {\ndata x:real[3]\n   enc0de  h  x dense( 2 )\n      minimize   sse(h,x)\n }",
        "model A {\n  data x: real[3]\n   enc0de  h  x dense( 2 )\n  minimize sse(h, x)\n}\n")]
    [InlineData(
        "const a=1\n  const  b= \nconst  c=3",
        "const a = 1\n  const  b= \nconst c = 3\n")]
    [InlineData(
        "model  A( {\n data  x:real[3]\n   minimize  l1(x)\n}",
        "model  A( {\n  data x: real[3]\n  minimize l1(x)\n}\n")]
    [InlineData(
        "model  A {\n data  x:real[3]\n   minimize  l1(x)\n",
        "model  A {\n  data x: real[3]\n  minimize l1(x)\n")]
    [InlineData(
        "model A {\n  data  x:real[3]\n  train  { batch: 3  epochs:  }\n   minimize  l1(x)\n}\n",
        "model A {\n  data x: real[3]\n  train  { batch: 3  epochs:  }\n  minimize l1(x)\n}\n")]
    [InlineData(
        "model A {\n  encode { a  = x->dense(2)\n b =  }\n   minimize  l1(x)\n}\n",
        "model A {\n  encode { a  = x->dense(2)\n b =  }\n  minimize l1(x)\n}\n")]
    [InlineData("const a  = \"x\n", "const a  = \"x\n")]
    [InlineData("const a=1 # one\nconst  b=2", "const a = 1 # one\nconst b = 2\n")]
    [InlineData("const a=1 /* one */ const  b=2\n", "const a = 1 /* one */ const  b=2\n")]
    [InlineData("const a=1 @ const  b=2\n const  c=3", "const a = 1 @ const  b=2\nconst c = 3\n")]
    [InlineData("}  const a=1\n", "}  const a=1\n")]
    public void A_statement_that_does_not_parse_stays_as_it_is(string text, string expected)
    {
        Assert.NotEmpty(AeParser.ParseFile(text).Diagnostics);
        Assert.Equal(expected, FormattedText.Of(text));
    }

    [Theory]
    [InlineData("  encode h = x -> dense(2)", "  encode h = x\n        -> dense(2)", "  encode h = x\n    -> dense(2)")]
    [InlineData("  encode h = x -> dense(2)", "  encode h = x ->\n dense(2)", "  encode h = x\n    -> dense(2)")]
    [InlineData("  encode h = x -> dense(2)", "  encode h =\n   x -> dense(2)", "  encode h = x -> dense(2)")]
    [InlineData("  encode h = x -> dense(2)", "  encode h = x -> dense(2,\n  relu)", "  encode h = x -> dense(2,\n      relu)")]
    [InlineData("  minimize sse(h, x)", "  minimize a: sse(h, x) +\n b: l1(h)", "  minimize a: sse(h, x)\n    + b: l1(h)")]
    public void Lines_begin_before_arrows_and_terms_where_they_began(string line, string written, string expected) => Assert.Equal(
        Right.Replace(line, expected, StringComparison.Ordinal),
        FormattedText.Of(Right.Replace(line, written, StringComparison.Ordinal)));

    [Fact]
    public void A_line_that_is_too_long_is_cut_before_an_arrow_or_a_term()
    {
        var stages = string.Concat(Enumerable.Repeat(" -> dense(400, relu)", 9));
        var terms = string.Concat(Enumerable.Repeat(" + 0.25 * sse(h, x)", 9));
        var formatted = FormattedText.Of(Right.Replace(" -> dense(2)", stages, StringComparison.Ordinal)
            .Replace("minimize sse(h, x)", "minimize sse(h, x)" + terms, StringComparison.Ordinal));
        Assert.Contains("\n    -> dense(400, relu)", formatted, StringComparison.Ordinal);
        Assert.Contains("\n    + 0.25 * sse(h, x)", formatted, StringComparison.Ordinal);
        Assert.All(formatted.Split('\n'), line => Assert.InRange(line.Length, 0, 140));
    }

    [Fact]
    public void Phases_are_lists_where_they_were_or_where_a_line_has_no_room()
    {
        const string Long =
            "optimizer: adam(1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8)  schedule: cosine(warmup: 5)  batch: 128  epochs: 10";
        Assert.Equal(
            Right.Replace("}\n", "  train {\n    batch: 3  epochs: 2\n\n    seed: 1\n  }\n}\n", StringComparison.Ordinal),
            FormattedText.Of(Right.Replace("}\n", "train { batch: 3, epochs: 2\n\n\nseed: 1 }\n}\n", StringComparison.Ordinal)));
        Assert.Equal(
            Right.Replace("}\n", "  train  { " + Long + " }\n}\n", StringComparison.Ordinal),
            FormattedText.Of(Right.Replace("}\n", "train { " + Long + " }\n}\n", StringComparison.Ordinal)));
        Assert.Contains(
            "  train {\n    optimizer: adam(1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8)\n    schedule: cosine(warmup: 5)\n",
            FormattedText.Of(Right.Replace("}\n", "train { " + Long + "  clip: norm(5) }\n}\n", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    /// <summary>Left out, it would give its documentation to what follows.</summary>
    [Fact]
    public void A_semicolon_with_documentation_stays() =>
        Assert.Equal("/// nobody's\n;\nconst a = 1\n", FormattedText.Of(" /// nobody's\n;const  a=1;;"));

    [Fact]
    public void A_formatted_text_is_given_back_itself() => Assert.Same(Right, AeFormatter.Format(Right));
}
