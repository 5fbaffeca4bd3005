using System.Globalization;

namespace Hourglass.Compiler.Ground;

/// <summary>The values that a tensor's elements can take, as far as the compiler knows: an interval, ends included.</summary>
/// <param name="Low">The smallest, possibly negative infinity.</param>
/// <param name="High">The largest, possibly infinity.</param>
public readonly record struct ValueRange(double Low, double High)
{
    /// <summary>Any real number.</summary>
    public static ValueRange Any => new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>[0, 1].</summary>
    public static ValueRange Unit => new(0, 1);

    /// <summary>0 and above.</summary>
    public static ValueRange NonNegative => new(0, double.PositiveInfinity);

    /// <summary>Whether every value lies in the other range too.</summary>
    public bool IsWithin(ValueRange other) => Low >= other.Low && High <= other.High;

    /// <summary>The smallest range that holds both.</summary>
    public ValueRange Union(ValueRange other) => new(Math.Min(Low, other.Low), Math.Max(High, other.High));

    /// <summary>The sums of one value from each.</summary>
    public ValueRange Plus(ValueRange other) => new(Low + other.Low, High + other.High);

    /// <summary>What a function gives of it that rises or falls throughout below 0, and throughout above.</summary>
    internal ValueRange Through(Func<double, double> function)
    {
        var (low, high) = (function(Low), function(High));
        var ends = new ValueRange(Math.Min(low, high), Math.Max(low, high));
        return Low < 0 && High > 0 ? ends.Union(new ValueRange(function(0), function(0))) : ends;
    }

    /// <summary>As errors write it: <c>[0, 1]</c>, <c>≥ 0</c>, <c>any real number</c>.</summary>
    public override string ToString() => (double.IsInfinity(Low), double.IsInfinity(High)) switch
    {
        (true, true) => "any real number",
        (false, true) => "≥ " + Text(Low),
        (true, false) => "≤ " + Text(High),
        _ => $"[{Text(Low)}, {Text(High)}]",
    };

    private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
