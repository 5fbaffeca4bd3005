using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;
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
    public void Means_and_sums_that_fit_are_not_warned_about(string objective) =>
        Assert.Empty(Check.File($"model M {{ {Head}{objective} }}"));

    [Theory]
    [InlineData("dense(8, sigmoid) -> reshape(2, 2, 2) -> flatten", "cross_entropy(y, x)")]
    [InlineData("dense(2, sigmoid) -> reshape(2, 1, 1) -> up(2) -> flatten", "bce(y, x)")]
    [InlineData("dense(8) -> reshape(2, 2, 2) -> up(2, bilinear) -> pool(avg, 2) -> flatten -> sigmoid", "cross_entropy(y, x)")]
    [InlineData("dense(8, sigmoid) -> reshape(2, 2, 2) -> up(2, bilinear) -> pool(avg, 2) -> flatten", "sse(y, x)")]
    [InlineData("dense(4, sigmoid) -> concat(c)", "cross_entropy(y, x)")]
    [InlineData("dense(8, softmax) -> reshape(2, 4) -> flatten", "cross_entropy(y, k)")]
    [InlineData("dense(4, sigmoid) -> concat(d)", "cross_entropy(y, k)")]
    public void A_cross_entropy_behind_moves_has_logits(string stages, string term) => Assert.DoesNotContain(
        Check.File(
            "model M { data x: unit[8] data k: class(8) encode h = x -> dense(3) "
            + $"decode {{ c = h -> dense(4, sigmoid) d = h -> dense(4, softmax) y = h -> {stages} }} minimize {term} + 0.1 * sse(c, "
            + "x2) data x2: unit[4] }"),
        found => found.Id != "AE4015");

    /// <summary>A primitive that is added later must say whether it moves elements: here is who does.</summary>
    [Fact]
    public void The_primitives_that_move_elements()
    {
        var shape = Shape.Of(1, 2, 2);
        var extent = new Extent(1, shape);
        Op[] moves =
        [
            new ViewOp(extent), new JoinOp(), new AliasOp(), new CutOp(EquatableArray.Of(0, 0, 0), shape), new RepeatOp(2),
            new EnlargeOp(Linear: false, shape),
        ];
        Op[] others =
        [
            new EnlargeOp(Linear: true, shape), new MaxPoolOp(2, false, shape), new PlusOp(), new SelectOp(Selector.Training),
            new NormalizedExpOp(Log: false),
            new EmbedOp(EquatableArray.Of(0, 0, 0), shape),
        ];

        Assert.All(moves, op => Assert.True(op.MovesElements));
        Assert.All(others, op => Assert.False(op.MovesElements));
    }

    [Fact]
    public void A_block_and_a_constant_of_another_file_are_in_reach()
    {
        var other = AeParser.ParseFile("const width = 40 block twice(n) { dense(n, relu) -> dense(n, relu) }").Tree;

        Assert.Empty(Check.File(
            $"import \"other.ae\" model M {{ {Head.Replace("dense(40)", "twice(width)", StringComparison.Ordinal)} minimize "
            + "cross_entropy(y, x) + kl(z) }",
            new Dictionary<string, SourceFile>(StringComparer.Ordinal) { ["other.ae"] = other }));
    }

    [Fact]
    public void A_broken_constant_of_another_file_is_an_error_where_it_is_used_once()
    {
        var other = AeParser.ParseFile("const width = 1 / 0").Tree;
        var text = "import \"other.ae\" model M { data x: unit[784] encode h = x -> dense(width) -> dense(width) "
            + "decode y = h -> dense(784) minimize sse(y, x) }";

        var error = Assert.Single(Check.File(text, new Dictionary<string, SourceFile>(StringComparer.Ordinal) { ["other.ae"] = other }));

        Assert.Equal(("AE1024", text.IndexOf("width", StringComparison.Ordinal)), (error.Id, error.Span.Start.Column));
    }

    [Fact]
    public void A_file_that_is_imported_twice_is_named_once()
    {
        var other = AeParser.ParseFile("const a = 1 const b = 2 block c { relu }").Tree;
        var error = Assert.Single(Check.File(
            "import \"other.ae\" import \"other.ae\"",
            new Dictionary<string, SourceFile>(StringComparer.Ordinal) { ["other.ae"] = other }));

        Assert.Equal("AE1007", error.Id);
    }

    [Fact]
    public void Two_mistakes_are_two_errors() =>
        Assert.Equal(
            ["AE1002", "AE1004"],
            Check.File(
                "model M { data x: unit[784] encode h = x -> dens(20) decode y = h -> dense(784) minimize sse(y, x) + surprise(x) }")
                .Select(d => d.Id));

    [Fact]
    public void A_model_with_an_error_that_stands_elsewhere_is_not_emitted_in_full()
    {
        var (_, models) = Check.Compile(
            $"const a = 1 / 0 model M {{ {Head.Replace("dense(40)", "dense(a)", StringComparison.Ordinal)} minimize "
            + "cross_entropy(y, x) + kl(z) }");

        Assert.Contains("which has errors", Assert.Single(models).Source, StringComparison.Ordinal);
        Assert.Empty(Emit.Roslyn.Complaints(models.SelectMany(model => model.Sources)));
    }

    [Fact]
    public void Every_mistake_leaves_code_that_the_editor_can_read()
    {
        foreach (var (id, marked) in Mistakes.All.Where(mistake => mistake.Id is not ("AE1023" or "AE1007") && mistake.Text.Length < 2000))
        {
            var (_, models) = Check.Compile(MistakeTests.Unmark(marked).Text);

            // A method that the hand-written part lacks is asked for, whether or not the model is right.
            var complaints = Emit.Roslyn.Complaints(models.SelectMany(model => model.Sources))
                .Where(complaint => !complaint.Contains(" CS8795: ", StringComparison.Ordinal))
                .ToArray();
            Assert.True(complaints.Length == 0, $"{id} {marked}\n{string.Join("\n", complaints)}");
        }
    }

    [Theory]
    [InlineData("AE2004", "encode z ~ x -> «dense(400, relu)» -> normal(20) decode x ~ z -> dense(400, relu) -> bernoulli minimize elbo")]
    [InlineData("AE2002", "encode h = x -> conv(8, 3) -> «dense(20)» decode y = h -> dense(784) -> reshape(1, 28, 28) minimize sse(y, x)")]
    [InlineData("AE4004", "encode h = x -> conv(8, 3) -> «dense(20)» decode y = h -> dense(784) minimize sse(y, x)")]
    [InlineData("AE2006", "data c: class(3) encode h = x -> «dense(20)» decode y = concat(h, c) -> dense(784) minimize sse(y, x)")]
    [InlineData("AE2004", "data c: class(3) encode h = x -> «dense(20)» -> relu predict c ~ h -> dense(5) -> categorical minimize nll(c)")]
    public void A_dense_on_a_map_is_told_where_it_began(string id, string rest)
    {
        var (text, span) = MistakeTests.Unmark($"model M {{ data x: unit[1, 28, 28] {rest} }}");
        var error = Assert.Single(Check.File(text));
        Assert.Equal(id, error.Id);
        Assert.Equal("put `flatten` before that `dense`: `flatten -> dense(…)`", error.Help);
        Assert.Equal(span, error.Related[^1].Span);
        Assert.Contains("gets a feature map of", error.Related[^1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("encode h = x -> flatten -> dense(20) decode y = h -> dense(700) -> reshape(1, 28, 28) minimize sse(y, x)")]
    [InlineData("encode h = x -> dense(20) -> flatten -> dense(9) decode y = h -> dense(700) -> reshape(1, 28, 28) minimize sse(y, x)")]
    public void Other_errors_about_shapes_are_as_they_were(string rest) =>
        Assert.DoesNotContain(
            "before that `dense`",
            Assert.Single(Check.File($"model M {{ data x: unit[1, 28, 28] {rest} }}")).Help,
            StringComparison.Ordinal);
}
