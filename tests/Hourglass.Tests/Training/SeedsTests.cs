using Hourglass.Training;

namespace Hourglass.Tests.Training;

/// <summary>
/// Seeds and orders on every machine and in every version: records of an implementation in Python, whose SplitMix64 gives the published
/// sequence (6457827717110365317, 3203168211198807973, 9817491932198370423 from the seed 1234567).
/// </summary>
public class SeedsTests
{
    [Theory]
    [InlineData(0, 0, 2598789274482403935)]
    [InlineData(0, 1, 129431849062842604)]
    [InlineData(1234567, 0, 8279891574813082461)]
    [InlineData(-1, 3, 2114532081938221560)]
    [InlineData(7, -2, 7678280172412152704)]
    public void A_stream_has_this_seed(long seed, long stream, long expected) => Assert.Equal(expected, Seeds.Derive(seed, stream));

    [Theory]
    [InlineData(12, 0, 0, new long[] { 6, 4, 0, 11, 1, 5, 10, 8, 3, 7, 9, 2 })]
    [InlineData(12, 0, 1, new long[] { 4, 7, 2, 9, 8, 1, 5, 0, 6, 11, 10, 3 })]
    [InlineData(12, 5, 0, new long[] { 1, 0, 6, 5, 7, 4, 11, 9, 2, 8, 10, 3 })]
    [InlineData(1, 3, 3, new long[] { 0 })]
    [InlineData(0, 0, 0, new long[] { })]
    public void An_epoch_has_this_order(int count, long seed, int epoch, long[] expected) =>
        Assert.Equal(expected, Seeds.Permutation(count, seed, epoch));
}
