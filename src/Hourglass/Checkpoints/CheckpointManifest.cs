using Hourglass.Training;

namespace Hourglass.Checkpoints;

/// <summary>What a checkpoint holds and how its training stood: <c>manifest.json</c>.</summary>
/// <param name="Format">The version of this format.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Fields">The model's data.</param>
/// <param name="Terms">The terms of the objective.</param>
/// <param name="Plan">The plan in force, options of the command line included.</param>
/// <param name="Examples">How many examples an epoch has.</param>
/// <param name="Epoch">Epochs completed.</param>
/// <param name="Step">Steps done in the epoch after those.</param>
/// <param name="StepsTotal">Steps done in all.</param>
/// <param name="Sums">The sums behind the averages of the epoch under way: the total, then the terms.</param>
/// <param name="Seen">Examples behind those sums.</param>
/// <param name="Seconds">Seconds that the epoch under way has taken.</param>
/// <param name="Metrics">The figures of the completed epochs.</param>
/// <param name="ModelFile">The weights, safetensors under the keys of <c>state_dict</c>.</param>
/// <param name="OptimizerFile">The optimizer's state and the random state, safetensors.</param>
internal sealed record CheckpointManifest(
    int Format,
    string Model,
    IReadOnlyList<DataField> Fields,
    IReadOnlyList<string> Terms,
    TrainingPlan Plan,
    long Examples,
    int Epoch,
    int Step,
    long StepsTotal,
    IReadOnlyList<double> Sums,
    long Seen,
    double Seconds,
    IReadOnlyList<EpochMetrics> Metrics,
    CheckpointFile ModelFile,
    CheckpointFile OptimizerFile)
{
    /// <summary>The version that this library writes and reads.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>A file of a checkpoint.</summary>
/// <param name="Name">Its name in the checkpoint's folder.</param>
/// <param name="Sha256">Its hash, lower-case hexadecimal digits.</param>
internal sealed record CheckpointFile(string Name, string Sha256);
