namespace Hourglass.Training;

/// <summary>
/// Numbers that depend on a seed and nothing else: neither on the platform, nor on the version of .NET, nor on what was drawn before.
/// SplitMix64 (Steele, Lea and Flood, 2014).
/// </summary>
internal static class Seeds
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>A seed of its own for every pair of a run's seed and a stream.</summary>
    public static long Derive(long seed, long stream) => (long)(Mix(Mix((ulong)seed + Golden) ^ ((ulong)stream * Golden)) >> 1);

    /// <summary>The numbers 0 … <paramref name="count"/>-1 in an order that the seed and the epoch decide (Fisher and Yates).</summary>
    public static long[] Permutation(int count, long seed, int epoch)
    {
        var order = new long[count];
        Permute(order, seed, epoch);
        return order;
    }

    /// <summary>The same, written over whatever is there.</summary>
    public static void Permute(Span<long> order, long seed, int epoch)
    {
        var count = order.Length;
        for (var i = 0; i < count; i++)
        {
            order[i] = i;
        }

        var state = (ulong)Derive(seed, epoch + 1L);
        for (var i = count - 1; i > 0; i--)
        {
            state += Golden;
            var j = (int)Math.BigMul(Mix(state), (ulong)i + 1, out _);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }

    /// <summary>
    /// The same in blocks: these come in an order that is drawn, and within each its numbers do. Examples that are read together then lie
    /// together in their file.
    /// </summary>
    /// <param name="order">Written over.</param>
    /// <param name="seed">Decides with the epoch.</param>
    /// <param name="epoch">Epochs before it.</param>
    /// <param name="block">Numbers of a block, 1 or more; the last may have fewer.</param>
    public static void PermuteBlocks(Span<long> order, long seed, int epoch, int block)
    {
        var at = 0;
        foreach (var index in Permutation((int)(((long)order.Length + block - 1) / block), seed, epoch))
        {
            var first = index * block;
            var part = order.Slice(at, (int)Math.Min(block, order.Length - first));
            Permute(part, Derive(seed, index), epoch);
            foreach (ref var number in part)
            {
                number += first;
            }

            at += part.Length;
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
