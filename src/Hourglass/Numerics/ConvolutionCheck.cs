using System.Globalization;

namespace Hourglass.Numerics;

/// <summary>Checks each convolution once, and switches oneDNN off at the first that is wrong.</summary>
/// <param name="error">How far a convolution's result and gradients in single precision are from those in double precision, as a share of
/// the
/// largest; NaN where they are not finite.</param>
/// <param name="switchOff">Switches oneDNN off for the process; false where that cannot be done.</param>
internal sealed class ConvolutionCheck(Func<ConvolutionCase, double> error, Func<bool> switchOff)
{
    /// <summary>Rounding gives a few millionths; a wrong channel or a shifted column gives about one.</summary>
    private const double Tolerance = 1e-3;

    /// <summary>Products for which an example of a check may ask: some milliseconds.</summary>
    private const double Products = 2e6;

    private readonly HashSet<string> _checked = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Why oneDNN is off, in words that follow «because»; null where it is not.</summary>
    public string? WhyOff { get; private set; }

    /// <summary>Checks a convolution that has not been checked.</summary>
    /// <exception cref="HourglassException">It is wrong, and oneDNN cannot be switched off or is not the cause.</exception>
    public void Require(ConvolutionCase convolution)
    {
        var smaller = convolution.Within(Products);
        var name = smaller.ToString();
        lock (_gate)
        {
            if (_checked.Contains(name))
            {
                return;
            }

            if (!IsRight(error(smaller)))
            {
                SwitchOff(smaller, name);
            }

            _checked.Add(name);
        }
    }

    /// <summary>NaN is wrong.</summary>
    private static bool IsRight(double share) => share <= Tolerance;

    private void SwitchOff(ConvolutionCase convolution, string name)
    {
        if (WhyOff is null && !switchOff())
        {
            throw Wrong(name, "and this libtorch has no way of leaving out its library oneDNN, which is known to do that on some machines");
        }

        WhyOff ??= $"it computes a {name} wrongly on this machine";
        if (!IsRight(error(convolution)))
        {
            throw Wrong(name, "with its library oneDNN and without");
        }
    }

    private static HourglassException Wrong(string name, string why) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"libtorch computes a {name} wrongly on this machine, {why}: its result or gradients differ from those in double precision "
        + $"by more than {Tolerance * 100} %. No figure of this model could be relied on. "
        + $"Use another version of the libtorch package, or another machine."));
}
