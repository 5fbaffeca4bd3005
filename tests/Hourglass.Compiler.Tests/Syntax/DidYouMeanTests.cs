using Hourglass.Compiler.Diagnostics;

namespace Hourglass.Compiler.Tests.Syntax;

public sealed class DidYouMeanTests
{
    private static readonly string[] Words = ["dense", "conv", "deconv", "relu", "elu", "selu", "flatten", "minimize", "x", "z1"];

    [Theory]
    [InlineData("dnese", "dense")]
    [InlineData("Dense", "dense")]
    [InlineData("RELU", "relu")]
    [InlineData("rel", "relu")]
    [InlineData("flaten", "flatten")]
    [InlineData("minimise", "minimize")]
    [InlineData("decnov", "deconv")]
    [InlineData("Z1", "z1")]
    [InlineData("y", null)]
    [InlineData("z2", null)]
    [InlineData("attention", null)]
    [InlineData("", null)]
    public void The_nearest_word_is_found_unless_it_is_too_far(string word, string? expected) =>
        Assert.Equal(expected, DidYouMean.Closest(word, Words));

    [Fact]
    public void Of_equally_near_words_the_first_in_ordinal_order_wins_whatever_their_order() =>
        Assert.Equal(DidYouMean.Closest("abcx", ["abcz", "abcy"]), DidYouMean.Closest("abcx", ["abcy", "abcz"]));
}
