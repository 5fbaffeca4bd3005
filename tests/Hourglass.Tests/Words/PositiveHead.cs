namespace Hourglass.Tests.Words;

/// <summary>Parameters that are log(1 + e^h) + 0.001 of what a head gives.</summary>
internal static class PositiveHead
{
    private const double Least = 1e-3;

    /// <summary>What a head gives for a parameter.</summary>
    public static double Of(double parameter) =>
        parameter > 30 ? parameter - Least : Math.Log(Math.Exp(parameter - Least) - 1);

    /// <summary>The slope of a parameter in what its head gives.</summary>
    public static double Slope(double parameter) => 1 - Math.Exp(Least - parameter);
}
