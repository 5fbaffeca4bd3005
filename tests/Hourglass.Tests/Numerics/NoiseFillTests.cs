using CsCheck;
using Hourglass.Numerics;

namespace Hourglass.Tests.Numerics;

/// <summary>Numbers by address: the words, the formulas in double, parts of ranges, and the distributions.</summary>
public unsafe class NoiseFillTests
{
    private const int Many = 1 << 20;

    private static readonly Gen<(int First, int Count, long Seed, int Site, long Step)> Addresses =
        Gen.Select(Gen.Int[0, 300], Gen.Int[0, 300], Gen.Long, Gen.Int, Gen.Long[0, (1L << 48) - 1]);

    [Fact]
    public void Numbers_follow_from_the_words_of_their_counter() => Addresses.Sample(
        at =>
        {
            var (uniforms, normals) =
                (Uniforms(at.First, at.Count, at.Seed, at.Site, at.Step), Normals(at.First, at.Count, at.Seed, at.Site, at.Step));
            for (var i = 0; i < at.Count; i++)
            {
                var element = at.First + i;
                var words = PhiloxTests.Plain(
                    [(uint)(element / 4), (uint)at.Site, (uint)at.Step, (uint)(at.Step >> 32) << 16],
                    [(uint)at.Seed, (uint)(at.Seed >> 32)]);
                Assert.Equal((words[element % 4] >> 8) / 16777216f, uniforms[i]);

                var pair = element % 4 / 2 * 2;
                var length = Math.Sqrt(-2 * Math.Log(((words[pair] >> 1) + 0.5f) / 2147483648f));
                var angle = words[pair + 1] * (2 * Math.PI / 4294967296.0);
                var expected = length * (element % 2 == 0 ? Math.Cos(angle) : Math.Sin(angle));
                Assert.True(Math.Abs(expected - normals[i]) <= 1e-6 * Math.Max(1, length), $"{expected} {normals[i]}");
            }
        },
        iter: 200);

    [Fact]
    public void Any_part_has_the_numbers_of_the_whole() => Addresses.Sample(
        at =>
        {
            var end = at.First + at.Count;
            Assert.Equal(Uniforms(0, end, at.Seed, at.Site, at.Step)[at.First..], Uniforms(at.First, at.Count, at.Seed, at.Site, at.Step));
            Assert.Equal(Normals(0, end, at.Seed, at.Site, at.Step)[at.First..], Normals(at.First, at.Count, at.Seed, at.Site, at.Step));
        },
        iter: 200);

    [Fact]
    public void Elements_beyond_32_bits_are_numbers_of_their_own()
    {
        var far = (1L << 34) - 8;
        var across = Uniforms(far, 64, 1, 0, 0);
        var words = PhiloxTests.Plain([0, 0, 0, 1], [1, 0]);
        Assert.Equal(words.Select(word => (word >> 8) / 16777216f), across[8..12]);
        Assert.NotEqual(Uniforms(0, 56, 1, 0, 0), across[8..]);
    }

    [Fact]
    public void Uniform_numbers_fill_their_interval_evenly()
    {
        var values = Uniforms(0, Many, 11, 2, 5);
        Assert.All(values, value => Assert.InRange(value, 0f, 1 - (1f / 16777216)));
        var counts = values.CountBy(value => (int)(value * 64)).ToDictionary();
        var expected = Many / 64.0;

        // Chi-squared with 63 degrees of freedom exceeds 110 once in 5000 seeds.
        Assert.InRange(Enumerable.Range(0, 64).Sum(i => Math.Pow(counts[i] - expected, 2) / expected), 20, 110);
    }

    [Fact]
    public void Normal_numbers_have_the_moments_and_no_correlation()
    {
        var values = Normals(0, Many, 11, 2, 5);
        double Mean(Func<int, double> of) => Enumerable.Range(0, Many - 4).Average(of);
        Numbers.Near(0, Mean(i => values[i]), 0.005);
        Numbers.Near(1, Mean(i => values[i] * (double)values[i]), 0.007);
        Numbers.Near(0, Mean(i => Math.Pow(values[i], 3)), 0.02);
        Numbers.Near(3, Mean(i => Math.Pow(values[i], 4)), 0.02);
        for (var lag = 1; lag <= 4; lag++)
        {
            Numbers.Near(0, Mean(i => values[i] * (double)values[i + lag]), 0.005);
        }

        Assert.All(values, value => Assert.InRange(value, -6.7f, 6.7f));
    }

    [Fact]
    public void Seeds_sites_and_steps_give_other_numbers()
    {
        var all = new[]
        {
            Uniforms(0, 64, 1, 0, 0), Uniforms(0, 64, 2, 0, 0), Uniforms(0, 64, 1, 1, 0), Uniforms(0, 64, 1, -1, 0),
            Uniforms(0, 64, 1, 0, 1), Uniforms(0, 64, 1L << 32, 0, 0)
        };
        Assert.Equal(all.Length * 64, all.SelectMany(values => values).Distinct().Count());
    }

    [Fact]
    public void Negative_ranges_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Noise.FillNormal(null, -1, 1, 0, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Noise.FillUniform(null, 0, -1, 0, 0, 0));
    }

    private static float[] Uniforms(long first, int count, long seed, int site, long step)
    {
        var values = new float[count];
        fixed (float* to = values)
        {
            Noise.FillUniform(to, first, count, seed, site, step);
        }

        return values;
    }

    private static float[] Normals(long first, int count, long seed, int site, long step)
    {
        var values = new float[count];
        fixed (float* to = values)
        {
            Noise.FillNormal(to, first, count, seed, site, step);
        }

        return values;
    }
}
