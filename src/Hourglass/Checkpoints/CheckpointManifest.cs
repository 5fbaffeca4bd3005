using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hourglass.Training;

namespace Hourglass.Checkpoints;

/// <summary>
/// What a checkpoint holds, what it belongs to and how its training stood: <c>manifest.json</c>. <see cref="ManifestReader"/> reads it.
/// </summary>
/// <param name="Format">The version of this format.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Terms">The terms of the objective.</param>
/// <param name="Identity">The model, the plan, the options and the data.</param>
/// <param name="Examples">How many examples an epoch has.</param>
/// <param name="Phase">The phase under way, from 0.</param>
/// <param name="Epoch">Epochs completed.</param>
/// <param name="Step">Steps done in the epoch after those.</param>
/// <param name="StepsTotal">Steps done in all.</param>
/// <param name="Sums">The sums behind the averages of the epoch under way: the total, then the terms.</param>
/// <param name="Seen">Examples behind those sums.</param>
/// <param name="Seconds">Seconds that the epoch under way has taken.</param>
/// <param name="Metrics">The figures of the completed epochs.</param>
/// <param name="ModelFile">The weights, safetensors under the keys of <c>state_dict</c>.</param>
/// <param name="OptimizerFile">The optimizer's state and the random state, safetensors.</param>
/// <param name="Sha256">The SHA-256 of the manifest as this library writes it with an empty text in this place, in lower-case hexadecimal
/// digits.</param>
internal sealed record CheckpointManifest(
    int Format,
    string Model,
    IReadOnlyList<string> Terms,
    TrainingIdentity Identity,
    long Examples,
    int Phase,
    int Epoch,
    int Step,
    long StepsTotal,
    IReadOnlyList<double> Sums,
    long Seen,
    double Seconds,
    IReadOnlyList<EpochMetrics> Metrics,
    CheckpointFile ModelFile,
    CheckpointFile OptimizerFile,
    string Sha256)
{
    /// <summary>The best epoch's weights; null where training cannot stop early, or no epoch is done.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CheckpointFile? BestFile { get; init; }

    /// <summary>The version that this library writes and reads.</summary>
    public const int CurrentFormat = 2;

    /// <summary>The text of the file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, HourglassJson.Default.CheckpointManifest);

    /// <summary>The digest of everything else in it: what a file says under other spacing has the same one.</summary>
    public string Digest() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes((this with { Sha256 = "" }).ToJson())));
}

/// <summary>A file of a checkpoint.</summary>
/// <param name="Name">Its name in the checkpoint's folder.</param>
/// <param name="Sha256">Its hash, lower-case hexadecimal digits.</param>
internal sealed record CheckpointFile(string Name, string Sha256);
