using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Hourglass.Numerics;

namespace Hourglass.Tests.Numerics;

/// <summary>
/// The generator against the vectors that Random123 publishes (kat_vectors, philox4x32-10), and its widths against one another.
/// </summary>
public unsafe class PhiloxTests
{
    [Theory]
    [InlineData("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8")]
    [InlineData("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd")]
    [InlineData("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1")]
    public void Known_counters_give_the_known_words(string counter, string key, string words)
    {
        var (c, k) = (Parse(counter), Parse(key));
        var expected = Parse(words);
        Assert.Equal(expected, Words<Lanes128, Vector128<uint>, Vector128<float>>(c, k, v => v[0]));
        if (Avx2.IsSupported)
        {
            Assert.Equal(expected, Words<Lanes256, Vector256<uint>, Vector256<float>>(c, k, v => v[6]));
        }

        if (Avx512F.IsSupported)
        {
            Assert.Equal(expected, Words<Lanes512, Vector512<uint>, Vector512<float>>(c, k, v => v[14]));
        }
    }

    [Fact]
    public void Every_width_gives_the_same_bits()
    {
        var address = new NoiseAddress(-7, 3, (5L << 32) + 9);
        var plain = (Uniform: new float[5000], Normal: new float[5000]);
        Fill<Lanes128, Vector128<uint>, Vector128<float>>(plain.Uniform, plain.Normal, address);
        var vectors = (Uniform: new float[5000], Normal: new float[5000]);
        if (Avx2.IsSupported && Fma.IsSupported)
        {
            Fill<Lanes256, Vector256<uint>, Vector256<float>>(vectors.Uniform, vectors.Normal, address);
            Assert.Equal(plain.Uniform, vectors.Uniform);
            Assert.Equal(plain.Normal, vectors.Normal);
        }

        if (Avx512F.IsSupported)
        {
            Fill<Lanes512, Vector512<uint>, Vector512<float>>(vectors.Uniform, vectors.Normal, address);
            Assert.Equal(plain.Uniform, vectors.Uniform);
            Assert.Equal(plain.Normal, vectors.Normal);
        }

        fixed (float* to = vectors.Uniform)
        {
            Noise.FillUniform(to, 1, 4999, address.Seed, address.Site, address.Step);
        }

        Assert.Equal(plain.Uniform, vectors.Uniform);
    }

    /// <summary>The generator as the paper writes it, for one counter.</summary>
    internal static uint[] Plain(uint[] counter, uint[] key)
    {
        var (c0, c1, c2, c3) = (counter[0], counter[1], counter[2], counter[3]);
        for (var round = 0u; round < 10; round++)
        {
            var (low, high) = ((ulong)0xD2511F53 * c0, (ulong)0xCD9E8D57 * c2);
            var (k0, k1) = (key[0] + (round * 0x9E3779B9), key[1] + (round * 0xBB67AE85));
            (c0, c1, c2, c3) = ((uint)(high >> 32) ^ c1 ^ k0, (uint)high, (uint)(low >> 32) ^ c3 ^ k1, (uint)low);
        }

        return [c0, c1, c2, c3];
    }

    private static uint[] Words<TLanes, TWords, TNumbers>(uint[] c, uint[] k, Func<TWords, uint> pick)
        where TLanes : ILanes<TWords, TNumbers>
    {
        var (w0, w1, w2, w3) = Philox.Words<TLanes, TWords, TNumbers>(
            TLanes.Wide(c[0]), TLanes.Wide(c[1]), TLanes.Wide(c[2]), TLanes.Wide(c[3]), k[0] | ((ulong)k[1] << 32));
        return [pick(w0), pick(w1), pick(w2), pick(w3)];
    }

    private static void Fill<TLanes, TWords, TNumbers>(float[] uniform, float[] normal, NoiseAddress address)
        where TLanes : ILanes<TWords, TNumbers>
    {
        // The first number is left alone: the public method starts behind it.
        fixed (float* u = uniform, n = normal)
        {
            Noise.Fill<Uniforms, TLanes, TWords, TNumbers>(u, 1, uniform.Length - 1, address);
            Noise.Fill<Normals, TLanes, TWords, TNumbers>(n, 1, normal.Length - 1, address);
        }
    }

    private static uint[] Parse(string words) =>
        [.. words.Split(' ').Select(
            word => uint.Parse(word, System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture))];
}
