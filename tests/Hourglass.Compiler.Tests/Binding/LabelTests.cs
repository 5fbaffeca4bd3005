namespace Hourglass.Compiler.Tests.Binding;

/// <summary>What a label stands for.</summary>
public class LabelTests
{
    /// <summary>Of a block its last stage, wherever the label within it was given before.</summary>
    [Theory]
    [InlineData("w: dense(4)", "transpose(w)", 3)]
    [InlineData("w: two(4)", "transpose(w)", 4)]
    [InlineData("two(4) -> w: dense(5)", "transpose(w)", 2)]
    [InlineData("w: one(4) -> dense(6)", "dense(4) -> transpose(w)", 3)]
    [InlineData("w: nested(4)", "transpose(w)", 4)]
    [InlineData("inner(4) -> dense(4)", "transpose(v)", 3)]
    public void It_is_one_stage(string encoder, string decoder, int expected)
    {
        const string Blocks = """
            block two(n) { dense(n, tanh) -> dense(2) }
            block one(n) { dense(n) }
            block nested(n) { one(3) -> two(n) }
            block inner(n) { v: dense(n) }
            """;
        var model = Bound.Model(
            $"{Blocks}\nmodel M {{ data x: real[3] encode h = x -> {encoder} decode y = h -> {decoder} "
            + "decode r = y -> dense(3) minimize sse(r, x) }");
        Assert.Equal(expected, model.Bindings.Single(binding => binding.Name == "y").Shape[0]);
    }
}
