using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>What undoes a pool of largest elements.</summary>
public static class Unpooling
{
    /// <summary>Puts each number at its place in a map of zeros (Zeiler and Fergus, 2014, section 2.1).</summary>
    /// <param name="values">A number for each window, <c>[N, channels, …]</c>.</param>
    /// <param name="places">The place of each within its channel, counted over all dimensions of the map, of the same shape.</param>
    /// <param name="size">The spatial sizes of the map.</param>
    /// <returns>The map, <c>[N, channels, …size]</c>.</returns>
    /// <exception cref="ArgumentException">Values and places have different shapes.</exception>
    public static Tensor Place(Tensor values, Tensor places, params ReadOnlySpan<long> size)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(places);
        if (!values.shape.AsSpan().SequenceEqual(places.shape))
        {
            throw new ArgumentException(
                $"There is a place for each value: both need the shape [{string.Join(", ", values.shape)}].", nameof(places));
        }

        var elements = 1L;
        foreach (var each in size)
        {
            elements *= each;
        }

        var map = zeros([values.shape[0], values.shape[1], elements], values.dtype, values.device);
        return map.scatter(2, places.flatten(2), values.flatten(2)).reshape([values.shape[0], values.shape[1], .. size]);
    }
}
