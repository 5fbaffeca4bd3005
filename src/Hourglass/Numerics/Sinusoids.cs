using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>Sines and cosines that tell the steps of a sequence apart (Vaswani et al., 2017, section 3.5).</summary>
public static class Sinusoids
{
    /// <summary>
    /// Of step t and place 2i the sine of t / 10000^(2i / n), and of place 2i + 1 the cosine. Computed in double precision: an angle of
    /// thousands has few digits behind the point in single.
    /// </summary>
    /// <param name="steps">T.</param>
    /// <param name="width">n.</param>
    /// <param name="type">The type of the table.</param>
    /// <param name="device">Where it goes.</param>
    /// <returns><c>[T, n]</c>.</returns>
    public static Tensor Table(int steps, int width, ScalarType type, Device device)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        var places = arange(width, dtype: ScalarType.Float64);
        var odd = places.remainder(2);
        var angles = arange(steps, dtype: ScalarType.Float64).unsqueeze(1) * ((odd - places) / width * Math.Log(10000)).exp();
        return (angles + odd * (Math.PI / 2)).sin().to(type, device);
    }
}
