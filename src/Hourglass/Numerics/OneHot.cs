namespace Hourglass.Numerics;

/// <summary>Classes as vectors with a 1 at the class, in plain memory.</summary>
internal static class OneHot
{
    /// <summary>Writes <c>[rows, K, ...]</c>; zeros where a class is missing.</summary>
    /// <param name="classes"><c>[rows, ...]</c>, −1 where missing.</param>
    /// <param name="count">K.</param>
    /// <param name="width">Classes of a row.</param>
    /// <param name="to">Where the vectors go.</param>
    public static void Fill(ReadOnlySpan<long> classes, int count, int width, Span<float> to)
    {
        to.Clear();
        for (var i = 0; i < classes.Length; i++)
        {
            if (classes[i] >= 0)
            {
                to[(i / width * count * width) + ((int)classes[i] * width) + (i % width)] = 1;
            }
        }
    }
}
