using System.Text.Json.Serialization;

namespace Hourglass.Evaluation;

/// <summary>What a quantised code costs, and what it keeps.</summary>
/// <param name="Code">The code.</param>
/// <param name="Step">What each number is rounded to a multiple of; null for a code that the model quantises itself.</param>
/// <param name="Bits">Bits of an example, in the best code for the training examples' frequencies.</param>
/// <param name="MeanSquare">The squared difference of what it decodes to and the data, averaged over all elements, in the data's unit
/// squared; missing elements do not count.</param>
public sealed record RateDistortion(string Code, double? Step, Estimate Bits, double MeanSquare)
{
    /// <summary>Bits of an example where all indices have the same length; null for rounded numbers, which have no bound.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? FixedBits { get; init; }

    /// <summary>10 log₁₀(1 / <see cref="MeanSquare"/>), in decibels, for data in [0, 1]; null for others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double? PeakSignalToNoise { get; init; }
}
