using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Tests.Diagnostics;

/// <summary>What must not be called a mistake, and mistakes that stand in several files or models.</summary>
public sealed class RightTests
{
    private const string Head = "data x: unit[784] encode z ~ x -> dense(40) -> normal(2) decode y = z -> dense(784, sigmoid) ";

    [Theory]
    [InlineData("minimize 784 * bce(y, x) + kl(z)")]
    [InlineData("minimize cross_entropy(y, x) + kl(z)")]
    [InlineData("minimize bce(y, x) + 0.1 * mse(y, x)")]
    [InlineData("minimize mse(y, x) + 0.001 * l2(weights)")]
    [InlineData("minimize -1 * (-1 * mse(y, x))")]
    public void Means_and_sums_that_fit_are_not_warned_about(string objective) => Assert.Empty(Check.File($"model M {{ {Head}{objective} }}"));

    [Fact]
    public void A_block_and_a_constant_of_another_file_are_in_reach()
    {
        var other = AeParser.ParseFile("const width = 40 block twice(n) { dense(n, relu) -> dense(n, relu) }").Tree;

        Assert.Empty(Check.File($"import \"other.ae\" model M {{ {Head.Replace("dense(40)", "twice(width)", StringComparison.Ordinal)} minimize cross_entropy(y, x) + kl(z) }}", new Dictionary<string, SourceFile>(StringComparer.Ordinal) { ["other.ae"] = other }));
    }

    [Fact]
    public void A_broken_constant_of_another_file_is_an_error_where_it_is_used_once()
    {
        var other = AeParser.ParseFile("const width = 1 / 0").Tree;
        var text = "import \"other.ae\" model M { data x: unit[784] encode h = x -> dense(width) -> dense(width) decode y = h -> dense(784) minimize sse(y, x) }";

        var error = Assert.Single(Check.File(text, new Dictionary<string, SourceFile>(StringComparer.Ordinal) { ["other.ae"] = other }));

        Assert.Equal(("AE1024", text.IndexOf("width", StringComparison.Ordinal)), (error.Id, error.Span.Start.Column));
    }

    [Fact]
    public void A_file_that_is_imported_twice_is_named_once()
    {
        var other = AeParser.ParseFile("const a = 1 const b = 2 block c { relu }").Tree;
        var error = Assert.Single(Check.File("import \"other.ae\" import \"other.ae\"", new Dictionary<string, SourceFile>(StringComparer.Ordinal) { ["other.ae"] = other }));

        Assert.Equal("AE1007", error.Id);
    }

    [Fact]
    public void Two_mistakes_are_two_errors() =>
        Assert.Equal(["AE1002", "AE1004"], Check.File("model M { data x: unit[784] encode h = x -> dens(20) decode y = h -> dense(784) minimize sse(y, x) + perplexity(x) }").Select(d => d.Id));

    [Fact]
    public void A_model_with_an_error_that_stands_elsewhere_is_not_emitted_in_full()
    {
        var (_, models) = Check.Compile($"const a = 1 / 0 model M {{ {Head.Replace("dense(40)", "dense(a)", StringComparison.Ordinal)} minimize cross_entropy(y, x) + kl(z) }}");

        Assert.Contains("which has errors", Assert.Single(models).Source, StringComparison.Ordinal);
        Assert.Empty(Emit.Roslyn.Complaints(models.Select(model => model.Source)));
    }

    [Fact]
    public void Every_mistake_leaves_code_that_the_editor_can_read()
    {
        foreach (var (id, marked) in Mistakes.All.Where(mistake => mistake.Id is not ("AE1023" or "AE1007") && mistake.Text.Length < 2000))
        {
            var (_, models) = Check.Compile(MistakeTests.Unmark(marked).Text);
            var complaints = Emit.Roslyn.Complaints(models.Select(model => model.Source));
            Assert.True(complaints.Count == 0, $"{id} {marked}\n{string.Join("\n", complaints)}");
        }
    }
}
