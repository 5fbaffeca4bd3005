using System.Runtime.Intrinsics;

namespace Hourglass.Numerics;

/// <summary>
/// The random numbers of training. A number depends on the run's seed, the step, the place in the model where it is drawn and its own place there, and
/// on nothing else: neither on the kind of step, nor on threads, nor on what was drawn before. So a run that is resumed draws as one that never stopped.
/// </summary>
internal static class CounterNoise
{
    /// <summary>Numbers of one counter.</summary>
    private const int Four = 4;

    /// <summary>Counters computed at once.</summary>
    private const int Lanes = 8;

    private const float TwoPi = 6.28318530717958647692f;
    private const float PerUnit = 1f / (1 << 24);

    /// <summary>Uniform numbers on [0, 1), multiples of 2^-24.</summary>
    /// <param name="to">Where they go.</param>
    /// <param name="first">The place of the first among all that are drawn there.</param>
    /// <param name="key">The draw.</param>
    public static void Uniform(Span<float> to, long first, NoiseKey key) => Fill(to, first, key, normal: false);

    /// <summary>Standard normal numbers (Box and Muller, 1958), each pair from one pair of uniform ones.</summary>
    /// <param name="to">Where they go.</param>
    /// <param name="first">The place of the first among all that are drawn there.</param>
    /// <param name="key">The draw.</param>
    public static void Normal(Span<float> to, long first, NoiseKey key) => Fill(to, first, key, normal: true);

    private static void Fill(Span<float> to, long first, NoiseKey key, bool normal)
    {
        // A group is what one vector step gives; numbers are dealt out lane by lane, so that a group's place decides its content.
        const int Group = Four * Lanes;
        Span<float> group = stackalloc float[Group];
        var at = 0;
        while (at < to.Length)
        {
            var place = first + at;
            var (index, skip) = (place / Group, (int)(place % Group));
            if (skip == 0 && to.Length - at >= Group)
            {
                Draw(to.Slice(at, Group), index, key, normal);
                at += Group;
                continue;
            }

            Draw(group, index, key, normal);
            var count = Math.Min(Group - skip, to.Length - at);
            group.Slice(skip, count).CopyTo(to[at..]);
            at += count;
        }
    }

    private static void Draw(Span<float> group, long index, NoiseKey key, bool normal)
    {
        var c0 = Vector512.Create(checked((ulong)index * Lanes)) + Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7);
        var c1 = Vector512.Create((ulong)(uint)key.Site);
        var c2 = Vector512.Create((ulong)(uint)key.Step);
        var c3 = Vector512.Create((ulong)key.Step >> 32);
        Philox.Blocks(ref c0, ref c1, ref c2, ref c3, (uint)key.Seed, (uint)((ulong)key.Seed >> 32));
        var (u0, u1) = (Units(c0, c1), Units(c2, c3));
        if (normal)
        {
            // 1 - u is above 0, so that its logarithm is finite.
            var radius = Vector512.Sqrt(Vector512.Log(Vector512<float>.One - u0) * -2f);
            var (sine, cosine) = Vector512.SinCos(u1 * TwoPi);
            (u0, u1) = (radius * cosine, radius * sine);
        }

        u0.CopyTo(group);
        u1.CopyTo(group[Vector512<float>.Count..]);
    }

    private static Vector512<float> Units(Vector512<ulong> low, Vector512<ulong> high) =>
        Vector512.ConvertToSingle((Vector512.Narrow(low, high) >>> 8).AsInt32()) * PerUnit;
}

/// <summary>A draw of training.</summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="Step">Steps before it.</param>
/// <param name="Site">The place in the model.</param>
internal readonly record struct NoiseKey(long Seed, long Step, int Site);
