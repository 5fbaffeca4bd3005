using System.Runtime.CompilerServices;

namespace Hourglass.Numerics;

/// <summary>
/// Philox4x32-10: a keyed bijection of 128-bit counters whose values are as good as random (Salmon, Moraes, Dror and Shaw, 2011, "Parallel
/// random numbers: as easy as 1, 2, 3", section 3.3).
/// </summary>
internal static class Philox
{
    /// <summary>Multiplies the first word.</summary>
    public const uint FirstMultiplier = 0xD2511F53;

    /// <summary>Multiplies the third word.</summary>
    public const uint SecondMultiplier = 0xCD9E8D57;

    /// <summary>Added to the key's low half after each round: the golden ratio.</summary>
    public const uint FirstWeyl = 0x9E3779B9;

    /// <summary>Added to the key's high half after each round: √3 - 1.</summary>
    public const uint SecondWeyl = 0xBB67AE85;

    /// <summary>The number of rounds.</summary>
    public const int Rounds = 10;

    /// <summary>The four words of one counter.</summary>
    /// <typeparam name="TLanes">How many counters are computed at once.</typeparam>
    /// <typeparam name="TWords">Their vector; a word is the lower half of each 64 bits, the upper halves mean nothing.</typeparam>
    /// <typeparam name="TNumbers">Of no importance here.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TWords, TWords, TWords, TWords) Words<TLanes, TWords, TNumbers>(TWords c0, TWords c1, TWords c2, TWords c3, ulong key)
        where TLanes : ILanes<TWords, TNumbers>
    {
        var (first, second) = (TLanes.Wide(FirstMultiplier), TLanes.Wide(SecondMultiplier));
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < Rounds; round++)
        {
            var (low, high) = (TLanes.Multiply(first, c0), TLanes.Multiply(second, c2));
            c0 = TLanes.Xor(TLanes.Xor(TLanes.Upper(high), c1), TLanes.Wide(k0));
            c2 = TLanes.Xor(TLanes.Xor(TLanes.Upper(low), c3), TLanes.Wide(k1));
            (c1, c3) = (high, low);
            (k0, k1) = (k0 + FirstWeyl, k1 + SecondWeyl);
        }

        return (c0, c1, c2, c3);
    }
}
