using System.Text.Json.Serialization;

namespace Hourglass.Evaluation;

/// <summary>One number of an evaluation.</summary>
/// <param name="Metric">The metric that it belongs to, such as <c>likelihood</c>.</param>
/// <param name="Name">What it is, such as <c>log p(x)</c>.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit; empty for a pure number.</param>
public sealed record Figure(
    string Metric,
    string Name,
    [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] double Value,
    string Unit = "")
{
    /// <summary>The standard error of a mean, over examples or draws; null where it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double? StandardError { get; init; }

    /// <summary>The figure of a mean.</summary>
    internal static Figure Of(string metric, string name, Estimate estimate, string unit) =>
        new(metric, name, estimate.Mean, unit) { StandardError = double.IsNaN(estimate.StandardError) ? null : estimate.StandardError };
}
