using System.Text.Json;
using Hourglass.Checkpoints;
using Hourglass.Files;

namespace Hourglass.Training;

/// <summary><c>run.json</c>: whose training a folder belongs to.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Process">The process's id.</param>
/// <param name="Started">When it began, or was resumed.</param>
internal sealed record FolderOwner(string Model, int Process, DateTimeOffset Started)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "run.json";

    /// <summary>A training of this process.</summary>
    public static FolderOwner Here(string model) => new(model, Environment.ProcessId, DateTimeOffset.UtcNow);

    /// <summary>Says whose a folder is from now on.</summary>
    public void Write(string folder) =>
        AtomicFile.WriteText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, HourglassJson.Default.FolderOwner) + "\n");

    /// <summary>Whose a folder is; null where that is not written, or not to be read.</summary>
    public static FolderOwner? Read(string folder)
    {
        try
        {
            var path = Path.Combine(folder, FileName);
            return RegularFile.Obstacle(path) is null
                ? JsonSerializer.Deserialize(File.ReadAllText(path), HourglassJson.Default.FolderOwner)
                : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The model whose results lie in a folder, by what they say themselves; null where they do not.</summary>
    public static string? ModelOf(string folder) => Read(folder)?.Model
        ?? ModelIn(Path.Combine(folder, RunFolder.CheckpointName, CheckpointStore.ManifestName))
        ?? ModelIn(Path.Combine(folder, RunFolder.MetricsName));

    private static string? ModelIn(string path)
    {
        try
        {
            using var document = RegularFile.Obstacle(path) is null ? JsonDocument.Parse(File.ReadAllBytes(path)) : null;
            return document is { RootElement.ValueKind: JsonValueKind.Object }
                && document.RootElement.TryGetProperty("model", out var model)
                && model.ValueKind == JsonValueKind.String
                ? model.GetString()
                : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
