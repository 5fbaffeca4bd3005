namespace Hourglass.Numerics;

/// <summary>Weights of terms that move with the epochs.</summary>
public static class WeightSchedule
{
    /// <summary>A straight line from one weight to another over some epochs, then constant (Bowman et al., 2016, section 3.1).</summary>
    /// <param name="epoch">Epochs trained so far, fractions included.</param>
    /// <param name="from">The weight at the start.</param>
    /// <param name="to">The weight from <paramref name="epochs"/> on.</param>
    /// <param name="epochs">The length of the line.</param>
    public static double Ramp(double epoch, double from, double to, double epochs) => from + (to - from) * Math.Clamp(epoch / epochs, 0, 1);
}
