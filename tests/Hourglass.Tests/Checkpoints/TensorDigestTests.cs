using System.Security.Cryptography;
using Hourglass.Checkpoints;
using Hourglass.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Checkpoints;

public class TensorDigestTests
{
    /// <summary>The definition, one piece behind the other: 4 MB each, and what is left.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((1 << 20) - 1)]
    [InlineData(1 << 20)]
    [InlineData((3 << 20) + 5)]
    public void It_is_the_digest_of_the_digests_of_pieces(int numbers)
    {
        using var values = arange(numbers, ScalarType.Float32);
        var bytes = numbers == 0 ? [] : values.bytes.ToArray();
        var expected = SHA256.HashData([.. bytes.Chunk(1 << 22).SelectMany(SHA256.HashData)]);
        Assert.Equal(Convert.ToHexStringLower(expected), TensorDigest.Of(values));
    }

    [Fact]
    public void Every_value_and_their_order_count_and_strides_do_not()
    {
        using var scope = NewDisposeScope();
        var values = Numbers.UniformSingles(1, 7, 5);
        var seen = new HashSet<string> { TensorDigest.Of(values) };
        for (var i = 0; i < 35; i++)
        {
            var other = values.clone();
            other.view(-1)[i].add_(1);
            Assert.True(seen.Add(TensorDigest.Of(other)));
        }

        Assert.True(seen.Add(TensorDigest.Of(values.flip(0))));
        Assert.Equal(TensorDigest.Of(values.t().contiguous()), TensorDigest.Of(values.t()));
    }
}
