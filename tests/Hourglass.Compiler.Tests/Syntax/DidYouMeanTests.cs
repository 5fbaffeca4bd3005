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

    /// <summary>
    /// The limits themselves, and one edit beyond each: no edit up to two letters, one up to four, two up to seven, three beyond.
    /// </summary>
    [Theory]
    [InlineData("ab", "ab", true)]
    [InlineData("ab", "ac", false)]
    [InlineData("ab", "abc", false)]
    [InlineData("abc", "abd", true)]
    [InlineData("abc", "ade", false)]
    [InlineData("abcd", "abce", true)]
    [InlineData("abcd", "abef", false)]
    [InlineData("abcde", "abcfg", true)]
    [InlineData("abcde", "abfgh", false)]
    [InlineData("abcdefg", "abcdexy", true)]
    [InlineData("abcdefg", "abcdxyz", false)]
    [InlineData("abcdefgh", "abcdexyz", true)]
    [InlineData("abcdefgh", "abcdwxyz", false)]
    [InlineData("abcdefgh", "abcdefghijk", true)]
    [InlineData("abcdefgh", "abcdefghijkl", false)]
    [InlineData("abcdefgh", "abcde", true)]
    [InlineData("abcdefgh", "abcd", false)]
    [InlineData("abcd", "bacd", true)]
    [InlineData("abcd", "badc", false)]
    [InlineData("abcd", "ABCE", true)]
    public void A_word_is_near_up_to_the_limit_of_its_length(string word, string candidate, bool isNear) =>
        Assert.Equal(isNear ? candidate : null, DidYouMean.Closest(word, [candidate]));

    [Fact]
    public void A_nearer_word_wins_wherever_it_stands()
    {
        Assert.Equal("abcdefgx", DidYouMean.Closest("abcdefgh", ["abcdefxx", "abcdefgx", "aacdefxx"]));
        Assert.Equal("abcdefgx", DidYouMean.Closest("abcdefgh", ["abcdefgx", "abcdefxx"]));
    }

    [Fact]
    public void Of_equally_near_words_the_first_in_ordinal_order_wins_whatever_their_order() =>
        Assert.Equal(DidYouMean.Closest("abcx", ["abcz", "abcy"]), DidYouMean.Closest("abcx", ["abcy", "abcz"]));
}
