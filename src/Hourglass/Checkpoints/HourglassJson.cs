using System.Text.Json.Serialization;
using Hourglass.Evaluation;
using Hourglass.Training;

namespace Hourglass.Checkpoints;

/// <summary>
/// The JSON files: camel case, indented, numbers that read back to the same bits. Compiled ahead; nothing in a file can name a type.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CheckpointManifest))]
[JsonSerializable(typeof(MetricsFile))]
[JsonSerializable(typeof(FolderOwner))]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
internal sealed partial class HourglassJson : JsonSerializerContext;

/// <summary><c>metrics.json</c>.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Terms">The terms of the objective.</param>
/// <param name="Epochs">The figures of every epoch.</param>
internal sealed record MetricsFile(string Model, IReadOnlyList<string> Terms, IReadOnlyList<EpochMetrics> Epochs)
{
    /// <summary>How much the encoder's gradient scatters by each estimator; null where it was not asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<GradientSpread>? Gradients { get; init; }
}
