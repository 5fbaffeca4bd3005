using System.Globalization;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Testing;

namespace Hourglass.Compiler.Tests.Syntax;

/// <summary>What the language allows beyond the design's models.</summary>
public sealed class GrammarTests
{
    private const string Everything =
        """"
        namespace Company.Models; import "blocks.ae" import "more/blocks.ae"
        /// The width of all layers.
        const width = 2 * (100 + 1e2) / -2 const depth = 3
        /// A block.
        ///
        ///   with an indented line
        block mlp(n, rate = 0.1) { dense(n) -> batchnorm -> relu -> dropout(rate) -> residual { w: conv(1, 1) -> repeat(2) { tanh() } } }
        extern block wavelet(levels): [784] -> [28, 28]
        extern term rough(y): mean
        /// A model. // no comment
        model Vae(latent = 20, k) {
          /// The image.
          data x: unit[1, 28, width - 2] data y?: class(10); data l: class(k)[4] data s: real
          extern term smooth(y): sum
          /// The code.
          encode z ~ (concat(x, y) -> dense(4)) -> normal(latent, variance: learned)
          encode {
            /// First.
            a = z.mean -> dense(3); b ~ a -> normal(2)
          }
          decode x ~ z -> mirror -> bernoulli predict y ~ z -> categorical
          prior z ~ gamma(concentration: 0.3) critic c = z -> dense(1)
          minimize rec: -2 * 3 - beta: ramp(0, 4, epochs: 5) * kl(z) + l2(weights)
          train layers { method: greedy(a, b) corrupt: [mask(0.1), mask(0.2)] update: [encode, decode]
            minimize rec: nll(x) + kl(z) batch: 3 }
          train all { update: predict schedule: cosine }
        }
        model Vae2 = Vae(latent: 2) model Vae3 = Vae
        """";

    [Fact]
    public void Everything_in_one_file_has_this_tree()
    {
        var result = AeParser.ParseFile(Everything);

        Assert.Empty(result.Diagnostics);
        Snapshot.Verify(TreeDump.Dump(result.Tree));
        Snapshot.Verify(AePrinter.Print(result.Tree), "ae");
        Assert.Equal(TreeDump.Dump(result.Tree), TreeDump.Dump(AeParser.ParseFile(AePrinter.Print(result.Tree)).Tree));
    }

    [Theory]
    [InlineData("train { optimizer: adam(1e-3, beta1: 0.8), batch: 128, epochs: 10 }")]
    [InlineData("train { optimizer: adam(1e-3, beta1: 0.8), batch: 128 epochs: 10, }")]
    [InlineData("train { optimizer: adam(1e-3, beta1: 0.8); batch: 128, ; epochs: 10 }")]
    public void Commas_may_stand_between_settings(string train)
    {
        var result = AeParser.ParseFile($"model V {{ data x: unit[3] {train} minimize sse(y, x) }}");
        Assert.Empty(result.Diagnostics);
        var plain = AeParser.ParseFile(
            "model V { data x: unit[3] train { optimizer: adam(1e-3, beta1: 0.8) batch: 128 epochs: 10 } minimize sse(y, x) }");
        Assert.Equal(AePrinter.Print(plain.Tree), AePrinter.Print(result.Tree));

        var clause = AeParser.ParseClause("train", train["train { ".Length..^2], 0);
        Assert.Empty(clause.Diagnostics);
    }

    [Theory]
    [InlineData("train { , batch: 128 }")]
    [InlineData("train { batch: 128,, epochs: 10 }")]
    public void Commas_without_a_setting_before_them_are_a_mistake(string train) =>
        Assert.Single(AeParser.ParseFile($"model V {{ data x: unit[3] {train} }}").Diagnostics);

    [Fact]
    public void White_space_and_comments_never_matter()
    {
        foreach (var text in DesignCorpus.All)
        {
            var dump = TreeDump.Dump(AeParser.ParseFile(text).Tree);
            var code = string.Join("\n", text.Split('\n').Where(line => !line.StartsWith("///", StringComparison.Ordinal)));
            var spread = string.Join(" // a { comment ( with [ brackets\r\n\t", code.Split(' ', '\n'));

            var docs = text.Split('\n').TakeWhile(line => line.StartsWith("///", StringComparison.Ordinal)).ToList();
            if (docs.Count == text.Split('\n').Count(line => line.StartsWith("///", StringComparison.Ordinal)))
            {
                Assert.Equal(dump, TreeDump.Dump(AeParser.ParseFile(string.Join("\n", [.. docs, spread])).Tree));
            }
        }
    }

    [Fact]
    public void Line_ends_change_no_place()
    {
        foreach (var text in DesignCorpus.All)
        {
            var lf = AeParser.ParseFile(text);
            var crlf = AeParser.ParseFile(text.Replace("\n", "\r\n", StringComparison.Ordinal));

            Assert.Equal(lf.Tree, crlf.Tree);
        }
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("fi-FI")]
    public void Cultures_change_nothing(string culture)
    {
        const string Wrong = "model V { mınimize elbo MINIMIZE elbo train { optimizer: adam(1.5e-3 batch: 0,1 }";
        var expected = DesignCorpus.All.Append(Wrong).Select(text => AeParser.ParseFile(text)).ToList();
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

            Assert.Equal(expected, DesignCorpus.All.Append(Wrong).Select(text => AeParser.ParseFile(text)));
            Assert.All(DesignCorpus.All, text => Assert.Equal(text, AePrinter.Print(AeParser.ParseFile(text).Tree)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Places_are_lines_and_columns_counted_from_zero()
    {
        var model = (ModelDeclaration)AeParser.ParseFile(
            "\n  model V {\r\n\tdata x: unit[784]\n  encode z ~ x\n    -> normal(2)\n}\n").Tree.Declarations[0];
        var data = (DataStatement)model.Statements[0];
        var encode = (RoleStatement)model.Statements[1];

        Assert.Equal(Span(1, 2, 5, 1), model.Span);
        Assert.Equal(Span(1, 8, 1, 9), model.Name.Span);
        Assert.Equal(Span(2, 1, 2, 18), data.Span);
        Assert.Equal(Span(2, 9, 2, 13), data.Domain.Span);
        Assert.Equal(Span(3, 2, 4, 16), encode.Span);
        Assert.Equal(Span(3, 9, 4, 16), encode.Bindings[0].Span);
        Assert.Equal(Span(4, 7, 4, 16), encode.Bindings[0].Pipeline.Stages[0].Span);
        Assert.Equal(Span(4, 14, 4, 15), encode.Bindings[0].Pipeline.Stages[0].Arguments[0].Span);
    }

    [Fact]
    public void An_imports_path_has_its_place_without_the_quotes()
    {
        var import = AeParser.ParseFile("import \"a b.ae\"").Tree.Imports[0];

        Assert.Equal("a b.ae", import.Path);
        Assert.Equal(Span(0, 8, 0, 14), import.PathSpan);
        Assert.Equal(Span(0, 0, 0, 15), import.Span);
    }

    [Theory]
    [InlineData("20", 20)]
    [InlineData("0.1", 0.1)]
    [InlineData("1e-3", 0.001)]
    [InlineData("2.5E+2", 250)]
    public void Numbers_are_read_in_the_invariant_culture(string text, double value)
    {
        var number = (NumberExpression)((ConstDeclaration)AeParser.ParseFile("const w = " + text).Tree.Declarations[0]).Value;

        Assert.Equal(text, number.Text);
        Assert.Equal(value, number.Value);
    }

    [Theory]
    [InlineData("1 + 2 * 3", "(+ 1 (* 2 3))")]
    [InlineData("1 - 2 - 3", "(- (- 1 2) 3)")]
    [InlineData("12 / 2 / 3", "(/ (/ 12 2) 3)")]
    [InlineData("(1 + 2) * 3", "(* (paren (+ 1 2)) 3)")]
    [InlineData("-a * b - -c", "(- (* (- a) b) (- c))")]
    [InlineData("f(x: 1, g(2))", "(call f (arguments (x: 1) (call g (arguments 2))))")]
    [InlineData("[1, 2 + 3]", "(list 1 (+ 2 3))")]
    public void Arithmetic_binds_as_usual(string text, string expected) =>
        Assert.Equal($"(const w {expected})", TreeDump.Dump(AeParser.ParseFile("const w = " + text).Tree.Declarations[0]));

    [Fact]
    public void Docs_belong_to_the_declaration_or_statement_that_follows()
    {
        var file = AeParser.ParseFile(
            "/// One\r\n///\r\n///  two\r\n// no doc\nmodel V {\n//// no doc\n/// x\ndata x: real[3] /// z\n"
            + " encode z ~ x minimize elbo /// lost\n}").Tree;
        var model = (ModelDeclaration)file.Declarations[0];

        Assert.Equal("One\n\n two", model.Doc);
        Assert.Equal("x", ((DataStatement)model.Statements[0]).Doc);
        Assert.Equal("z", ((RoleStatement)model.Statements[1]).Bindings[0].Doc);
    }

    [Theory]
    [InlineData('(')]
    [InlineData('[')]
    [InlineData('{')]
    public void Ten_thousand_brackets_are_one_error_and_no_stack_overflow(char bracket)
    {
        foreach (var before in new[] { "const w = ", "model V { encode z ~ x -> dense", "model V { minimize " })
        {
            Assert.NotEmpty(InASmallStack(before + new string(bracket, 10_000)).Diagnostics);
        }

        var closing = bracket switch { '(' => ')', '[' => ']', _ => '}' };
        var error = Assert.Single(
            InASmallStack("const w = " + new string(bracket, 10_000) + "1" + new string(closing, 10_000)).Diagnostics);
        Assert.Equal(SyntaxErrors.TooDeepId.Id, error.Id);
    }

    [Theory]
    [InlineData("-")]
    [InlineData("1 + ")]
    [InlineData("a * ")]
    public void Ten_thousand_operators_are_one_error_and_no_stack_overflow(string piece)
    {
        var error = Assert.Single(InASmallStack("const w = " + string.Concat(Enumerable.Repeat(piece, 10_000)) + "1").Diagnostics);

        Assert.Equal(SyntaxErrors.TooDeepId.Id, error.Id);
    }

    [Fact]
    public void The_deepest_allowed_trees_need_little_stack()
    {
        var nested = "const w = " + string.Concat(Enumerable.Repeat("1 + 2 + 3 * 4 + 5 + f(a: 1 + -", 32)) + "1" + new string(')', 32)
            + string.Concat(Enumerable.Repeat(" + 1", 250));
        var models = string.Concat(Enumerable.Repeat("model V { ", 1_000)) + new string('}', 1_000);

        Assert.Empty(InASmallStack(nested).Diagnostics);
        Assert.NotEmpty(InASmallStack(models).Diagnostics);
    }

    /// <summary>Parses, prints, compares and hashes on a thread with half of the smallest usual stack (Windows: 1 MB).</summary>
    private static ParseResult<SourceFile> InASmallStack(string text)
    {
        ParseResult<SourceFile>? result = null;
        var thread = new Thread(
            () =>
            {
                result = AeParser.ParseFile(text);
                Assert.Equal(result.Tree.GetHashCode(), AeParser.ParseFile(text).Tree.GetHashCode());
                Assert.Equal(TreeDump.Dump(result.Tree), TreeDump.Dump(AeParser.ParseFile(AePrinter.Print(result.Tree)).Tree));
            },
            512 * 1024);
        thread.Start();
        thread.Join();
        return result ?? throw new InvalidOperationException("The thread ended without a result.");
    }

    private static TextSpan Span(int line, int column, int endLine, int endColumn) =>
        new(new LinePosition(line, column), new LinePosition(endLine, endColumn));
}
