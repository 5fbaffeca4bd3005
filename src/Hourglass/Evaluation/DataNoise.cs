using System.Globalization;
using System.Text.RegularExpressions;
using Hourglass.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Evaluation;

/// <summary>How data are corrupted; the words are the language's.</summary>
public enum DataNoiseKind
{
    /// <summary>Normal noise of a standard deviation is added.</summary>
    Gaussian,

    /// <summary>Each element becomes 0 with a probability.</summary>
    Mask,

    /// <summary>Each element becomes 0 or 1, equally likely, with a probability.</summary>
    Salt,
}

/// <summary>A corruption of data in their own units (Vincent et al., 2010, section 3).</summary>
/// <param name="Kind">Which.</param>
/// <param name="Amount">The standard deviation in the data's unit, or the probability.</param>
public sealed partial record DataNoise(DataNoiseKind Kind, double Amount)
{
    /// <summary>Reads <c>gaussian(0.3)</c>, <c>mask(0.25)</c> or <c>salt(0.1)</c>.</summary>
    /// <param name="text">The words.</param>
    /// <exception cref="DataException">It is something else, the deviation is not above 0, or the probability is not between 0 and 1.
    /// </exception>
    public static DataNoise Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var match = Form().Match(text);
        var noise = match.Success
            && Enum.TryParse<DataNoiseKind>(match.Groups[1].ValueSpan, ignoreCase: true, out var kind)
            && double.TryParse(match.Groups[2].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount)
            ? new DataNoise(kind, amount)
            : null;
        return noise is { Amount: > 0 } && (noise.Kind == DataNoiseKind.Gaussian ? double.IsFinite(noise.Amount) : noise.Amount < 1)
            ? noise
            : throw new DataException(
                "A noise is gaussian(deviation) with a number above 0, mask(probability) or salt(probability) with one between 0 and 1, "
                + $"such as gaussian(0.3); got '{text}'.");
    }

    /// <summary>Corrupts data, by draws of torch's generator. What is missing stays so, and values may leave the data's domain.</summary>
    /// <param name="x">The data, any shape.</param>
    /// <returns>The same shape.</returns>
    public Tensor Apply(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = NewDisposeScope();
        using var draws = Kind == DataNoiseKind.Gaussian ? TorchDraws.NormalLike(x) : TorchDraws.UniformLike(x);
        var corrupted = Kind switch
        {
            DataNoiseKind.Gaussian => Corruption.Gaussian(x, Amount, draws),
            DataNoiseKind.Mask => Corruption.Mask(x, Amount, draws),
            _ => Corruption.Salt(x, Amount, draws),
        };
        return corrupted.MoveToOuterDisposeScope();
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => FormattableString.Invariant($"{Kind.ToString().ToLowerInvariant()}({Amount})");

    [GeneratedRegex(@"^\s*([a-z]+)\s*\(\s*([^()\s]+)\s*\)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
