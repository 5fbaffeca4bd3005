using System.Runtime.CompilerServices;

namespace Hourglass.Numerics;

/// <summary>Where numbers come from: everything but the index.</summary>
/// <param name="Seed">Of the run.</param>
/// <param name="Site">The place in the model that draws.</param>
/// <param name="Step">The number of the step.</param>
internal readonly record struct NoiseAddress(long Seed, int Site, long Step);

/// <summary>What is made of Philox's words.</summary>
internal interface INoiseKind
{
    /// <summary>Writes the numbers of as many blocks of four as make two vectors.</summary>
    static abstract unsafe void Write<TLanes, TWords, TNumbers>(float* to, long block, NoiseAddress address)
        where TLanes : ILanes<TWords, TNumbers>;
}

/// <summary>Evenly distributed numbers, one from each word.</summary>
internal readonly struct Uniforms : INoiseKind
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Write<TLanes, TWords, TNumbers>(float* to, long block, NoiseAddress address)
        where TLanes : ILanes<TWords, TNumbers>
    {
        var (w0, w1, w2, w3) = NoiseBlocks.Words<TLanes, TWords, TNumbers>(block, address);
        TLanes.StoreAlternatingPairs(
            to,
            Scaled<TLanes, TWords, TNumbers>(TLanes.Pair(w0, w1)),
            Scaled<TLanes, TWords, TNumbers>(TLanes.Pair(w2, w3)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TNumbers Scaled<TLanes, TWords, TNumbers>(TWords words)
        where TLanes : ILanes<TWords, TNumbers> =>
        TLanes.Multiply(TLanes.Convert(TLanes.ShiftRight(words, 8)), TLanes.Number(1f / (1 << 24)));
}

/// <summary>Normal numbers, two from the words 0 and 1 of a block and two from the words 2 and 3.</summary>
internal readonly struct Normals : INoiseKind
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Write<TLanes, TWords, TNumbers>(float* to, long block, NoiseAddress address)
        where TLanes : ILanes<TWords, TNumbers>
    {
        var (w0, w1, w2, w3) = NoiseBlocks.Words<TLanes, TWords, TNumbers>(block, address);
        var (cosine, sine) = BoxMuller.Draw<TLanes, TWords, TNumbers>(TLanes.Pair(w0, w2), TLanes.Pair(w1, w3));
        TLanes.StoreAlternating(to, cosine, sine);
    }
}

/// <summary>The words of successive blocks.</summary>
internal static class NoiseBlocks
{
    /// <summary>The counter is (block, site, step), 48 bits for the block and for the step, 32 for the site.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TWords, TWords, TWords, TWords) Words<TLanes, TWords, TNumbers>(long block, NoiseAddress address)
        where TLanes : ILanes<TWords, TNumbers>
    {
        var c0 = TLanes.Successive((ulong)block);
        var c3 = TLanes.Xor(TLanes.Upper(c0), TLanes.Wide((uint)(address.Step >> 32) << 16));
        return Philox.Words<TLanes, TWords, TNumbers>(
            c0,
            TLanes.Wide((uint)address.Site),
            TLanes.Wide((uint)address.Step),
            c3,
            (ulong)address.Seed);
    }
}
