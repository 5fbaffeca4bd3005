using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hourglass.Native;

/// <summary>Copies of short runs of numbers, where calling the general copy would cost more than the copy.</summary>
internal static unsafe class Runs
{
    /// <summary>Copies numbers that lie side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(float* from, int count, float* to)
    {
        var i = 0;
        if (count >= Vector256<float>.Count)
        {
            for (; i <= count - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                Vector256.Load(from + i).Store(to + i);
            }

            // The last vector may overlap the one before.
            i = count - Vector256<float>.Count;
            Vector256.Load(from + i).Store(to + i);
        }
        else if (count >= Vector128<float>.Count)
        {
            var last = Vector128.Load(from + count - Vector128<float>.Count);
            Vector128.Load(from).Store(to);
            last.Store(to + count - Vector128<float>.Count);
        }
        else
        {
            for (; i < count; i++)
            {
                to[i] = from[i];
            }
        }
    }

    /// <summary>Copies one number of every so many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Every(int stride, float* from, int count, float* to)
    {
        switch (stride)
        {
            case 1:
                Copy(from, count, to);
                break;
            case 2:
                EveryOther(from, count, to);
                break;
            default:
                for (var i = 0; i < count; i++)
                {
                    to[i] = from[i * stride];
                }

                break;
        }
    }

    /// <summary>Copies every other number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EveryOther(float* from, int count, float* to)
    {
        var i = 0;

        // The vectors read one number more than they use, the last one before, not behind what there is; it may overlap the one before.
        for (; i < count - Vector128<float>.Count; i += Vector128<float>.Count)
        {
            Packing.Evens(Vector128.Load(from + (2 * i)), Vector128.Load(from + (2 * i) + Vector128<float>.Count)).Store(to + i);
        }

        if (count > Vector128<float>.Count)
        {
            var last = from + (2 * (count - Vector128<float>.Count)) - 1;
            Packing.Odds(Vector128.Load(last), Vector128.Load(last + Vector128<float>.Count)).Store(to + count - Vector128<float>.Count);
            return;
        }

        for (; i < count; i++)
        {
            to[i] = from[2 * i];
        }
    }

    /// <summary>Takes numbers of two rows in turn.</summary>
    public static void ZipPairs(float* evens, float* odds, int count, float* to)
    {
        const int Pairs = 2 * 4;
        var i = 0;
        for (; i <= count - Pairs; i += Pairs)
        {
            ZipPairs(evens + (i / 2), odds + (i / 2), to + i);
        }

        if (count >= Pairs && count % 2 == 0)
        {
            // The last vectors may overlap those before.
            i = count - Pairs;
            ZipPairs(evens + (i / 2), odds + (i / 2), to + i);
            return;
        }

        for (; i < count; i++)
        {
            to[i] = (i % 2 == 0 ? evens : odds)[i / 2];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ZipPairs(float* evens, float* odds, float* to)
    {
        var (x, y) = (Vector128.Load(evens), Vector128.Load(odds));
        Packing.UnpackLow(x, y).Store(to);
        Packing.UnpackHigh(x, y).Store(to + Vector128<float>.Count);
    }
}
