using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hourglass.Numerics;

/// <summary>
/// Random numbers by address: element i of noise site s in step t of a run with seed k depends on these four alone (Philox, counter (⌊i/4⌋,
/// s, t), key k). Any part of a range has the numbers of the whole, so that threads can share it, and every machine has the same numbers to
/// the last bit.
/// </summary>
public static class Noise
{
    /// <summary>Writes standard normal numbers; those of a pair (2j, 2j + 1) stem from one draw.</summary>
    /// <param name="to">Room for <paramref name="count"/> numbers.</param>
    /// <param name="firstElement">The index of the first number, at least 0.</param>
    /// <param name="count">How many, at least 0.</param>
    /// <param name="seed">Of the run.</param>
    /// <param name="site">The place in the model that draws.</param>
    /// <param name="step">The number of the step, below 2⁴⁸.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index or the count is negative.</exception>
    public static unsafe void FillNormal(float* to, long firstElement, long count, long seed, int site, long step) =>
        Fill<Normals>(to, firstElement, count, new NoiseAddress(seed, site, step));

    /// <summary>Writes multiples of 2⁻²⁴ in [0, 1), evenly distributed.</summary>
    /// <inheritdoc cref="FillNormal"/>
    public static unsafe void FillUniform(float* to, long firstElement, long count, long seed, int site, long step) =>
        Fill<Uniforms>(to, firstElement, count, new NoiseAddress(seed, site, step));

    /// <summary>The same with vectors of a certain width, which the machine must have.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static unsafe void Fill<TKind, TLanes, TWords, TNumbers>(float* to, long first, long count, NoiseAddress address)
        where TKind : INoiseKind
        where TLanes : ILanes<TWords, TNumbers>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var group = 2 * TLanes.Count;
        var skipped = (int)(first & 3);
        var block = first >> 2;
        if (skipped == 0)
        {
            for (; count >= group; count -= group, to += group, block += group / 4)
            {
                TKind.Write<TLanes, TWords, TNumbers>(to, block, address);
            }
        }

        // What does not fill a group is computed as a group of its own: the numbers cannot differ.
        var buffer = stackalloc float[group];
        for (; count > 0; block += group / 4, skipped = 0)
        {
            TKind.Write<TLanes, TWords, TNumbers>(buffer, block, address);
            var taken = (int)Math.Min(group - skipped, count);
            new ReadOnlySpan<float>(buffer + skipped, taken).CopyTo(new Span<float>(to, taken));
            to += taken;
            count -= taken;
        }
    }

    private static unsafe void Fill<TKind>(float* to, long first, long count, NoiseAddress address)
        where TKind : INoiseKind
    {
        if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported)
        {
            Fill<TKind, Lanes512, Vector512<uint>, Vector512<float>>(to, first, count, address);
        }
        else if (Avx2.IsSupported && Fma.IsSupported)
        {
            Fill<TKind, Lanes256, Vector256<uint>, Vector256<float>>(to, first, count, address);
        }
        else
        {
            Fill<TKind, Lanes128, Vector128<uint>, Vector128<float>>(to, first, count, address);
        }
    }
}
