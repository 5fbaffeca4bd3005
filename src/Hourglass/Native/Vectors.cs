using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hourglass.Native;

/// <summary>A function of vectors, element by element.</summary>
internal interface IVectorFunction
{
    /// <summary>The function.</summary>
    /// <param name="x">The first argument.</param>
    /// <param name="y">The second; anything where there is none.</param>
    /// <param name="number">The function's number in every element; anything where there is none.</param>
    static abstract Vector512<float> Of(Vector512<float> x, Vector512<float> y, Vector512<float> number);
}

/// <summary>Loops of one vector function over memory.</summary>
internal static unsafe class Vectors
{
    /// <summary>Applies a function to as many numbers. The result may lie where an argument does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<T>(float* x, float* y, float* to, int count, float number)
        where T : struct, IVectorFunction
    {
        var wide = Vector512.Create(number);
        var i = 0;
        for (; i <= count - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            T.Of(Vector512.Load(x + i), Vector512.Load(y + i), wide).Store(to + i);
        }

        if (i < count)
        {
            // The rest by the same instructions, so that a number does not depend on where it stands.
            var rest = count - i;
            var padded = stackalloc float[2 * Vector512<float>.Count];
            var second = padded + Vector512<float>.Count;
            for (var j = 0; j < rest; j++)
            {
                padded[j] = x[i + j];
                second[j] = y[i + j];
            }

            T.Of(Vector512.Load(padded), Vector512.Load(second), wide).Store(padded);
            for (var j = 0; j < rest; j++)
            {
                to[i + j] = padded[j];
            }
        }
    }

    /// <summary>The sum, in an order that depends on the count alone.</summary>
    public static double Sum(float* x, int count)
    {
        var (low, high) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var i = 0;
        for (; i <= count - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            var (first, second) = Vector512.Widen(Vector512.Load(x + i));
            low += first;
            high += second;
        }

        var sum = Vector512.Sum(low + high);
        for (; i < count; i++)
        {
            sum += x[i];
        }

        return sum;
    }

    /// <summary>The sum of squares, in an order that depends on the count alone.</summary>
    public static double SumOfSquares(float* x, int count)
    {
        var (low, high) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var i = 0;
        for (; i <= count - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            var (first, second) = Vector512.Widen(Vector512.Load(x + i));
            low += first * first;
            high += second * second;
        }

        var sum = Vector512.Sum(low + high);
        for (; i < count; i++)
        {
            sum += (double)x[i] * x[i];
        }

        return sum;
    }

    /// <summary>Adds numbers to others.</summary>
    public static void Add(float* x, float* to, int count) => Apply<Plus>(x, to, to, count, 0);
}
