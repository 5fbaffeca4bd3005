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

    /// <summary>Every number once, blocks in one piece, and neither blocks nor what is in them in its order.</summary>
    [Theory]
    [InlineData(100, 8)]
    [InlineData(100, 100)]
    [InlineData(100, 1000)]
    [InlineData(7, 1)]
    public void Blocks_stay_together(int count, int block)
    {
        var order = new long[count];
        Seeds.PermuteBlocks(order, 3, 1, block);
        Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), order.Order());
        var blocks = order.Select(number => number / block).ToArray();
        Assert.Equal((count + block - 1) / block, blocks.Zip(blocks.Skip(1)).Count(pair => pair.First != pair.Second) + 1);
        Assert.NotEqual(order.Order(), order);
        var other = new long[count];
        Seeds.PermuteBlocks(other, 3, 2, block);
        Assert.NotEqual(order, other);
    }
}
