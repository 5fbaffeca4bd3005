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
    public static void Every(int stride, float* from, int count, float* to)
    {
        var i = 0;
        switch (stride)
        {
            case 1:
                Copy(from, count, to);
                return;
            case 2:
                // The vectors read one number more than they use: not behind the last one.
                for (; i < count - Vector128<float>.Count; i += Vector128<float>.Count)
                {
                    Packing.Evens(Vector128.Load(from + (2 * i)), Vector128.Load(from + (2 * i) + Vector128<float>.Count)).Store(to + i);
                }

                break;
            default:
                break;
        }

        for (; i < count; i++)
        {
            to[i] = from[i * stride];
        }
    }

    /// <summary>Takes numbers of several rows in turn.</summary>
    /// <param name="sources">The rows.</param>
    /// <param name="stride">How many.</param>
    /// <param name="count">Numbers in all.</param>
    /// <param name="to">Where to.</param>
    public static void Zip(float** sources, int stride, int count, float* to)
    {
        var i = 0;
        switch (stride)
        {
            case 1:
                Copy(sources[0], count, to);
                return;
            case 2:
                for (; i <= count - (2 * Vector128<float>.Count); i += 2 * Vector128<float>.Count)
                {
                    var (x, y) = (Vector128.Load(sources[0] + (i / 2)), Vector128.Load(sources[1] + (i / 2)));
                    Packing.UnpackLow(x, y).Store(to + i);
                    Packing.UnpackHigh(x, y).Store(to + i + Vector128<float>.Count);
                }

                break;
            default:
                break;
        }

        for (; i < count; i++)
        {
            to[i] = sources[i % stride][i / stride];
        }
    }
}
