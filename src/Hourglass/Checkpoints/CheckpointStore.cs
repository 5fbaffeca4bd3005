using System.Globalization;
using System.Text.Json;
using static TorchSharp.torch;

namespace Hourglass.Checkpoints;

/// <summary>
/// The folder of the last good checkpoint. Weights and optimizer state are written under names that no other checkpoint has, and count only once
/// <c>manifest.json</c>, which names them with their hashes, has been renamed into place: killed at any instant, the folder holds either the former
/// checkpoint or the new one.
/// </summary>
/// <param name="folder">The folder; made when the first checkpoint is saved.</param>
internal sealed class CheckpointStore(string folder)
{
    private const string ManifestName = "manifest.json";

    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>Whether there is a checkpoint.</summary>
    public bool Exists => File.Exists(ManifestPath);

    private string ManifestPath => Path.Combine(Folder, ManifestName);

    /// <summary>Replaces the checkpoint.</summary>
    /// <param name="manifest">How training stands; its two files are filled in here.</param>
    /// <param name="model">The weights.</param>
    /// <param name="optimizer">The optimizer's state and the random state.</param>
    /// <exception cref="TrainingException">It cannot be written; the former checkpoint is as it was.</exception>
    public void Save(CheckpointManifest manifest, IReadOnlyDictionary<string, Tensor> model, IReadOnlyDictionary<string, Tensor> optimizer)
    {
        var mark = Guid.NewGuid().ToString("N")[..8];
        var stem = string.Create(CultureInfo.InvariantCulture, $"{manifest.Epoch:0000}-{manifest.Step:00000}-{mark}");
        try
        {
            Directory.CreateDirectory(Folder);
            var complete = manifest with
            {
                ModelFile = SaveTensors($"model-{stem}.safetensors", model),
                OptimizerFile = SaveTensors($"optimizer-{stem}.safetensors", optimizer),
            };
            AtomicFile.WriteText(ManifestPath, JsonSerializer.Serialize(complete, HourglassJson.Default.CheckpointManifest));
            RemoveAllBut(complete.ModelFile.Name, complete.OptimizerFile.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HourglassException)
        {
            RemoveUnfinished(stem);
            var why = e is HourglassException ? e.Message : $"It cannot be written to '{Folder}': {e.Message}";
            throw new TrainingException($"The checkpoint is not saved. {why} {KeptMessage()} Make room, then resume.", e);
        }
    }

    /// <summary>Reads the checkpoint and checks its files against their hashes.</summary>
    /// <exception cref="TrainingException">There is none, or it is damaged.</exception>
    public CheckpointManifest Load()
    {
        if (!Exists)
        {
            throw new TrainingException($"There is no checkpoint to resume from: '{ManifestPath}' does not exist. Train without resuming first, or name the folder of an earlier run.");
        }

        try
        {
            using var stream = File.OpenRead(ManifestPath);
            var manifest = JsonSerializer.Deserialize(stream, HourglassJson.Default.CheckpointManifest)
                ?? throw Damaged($"'{ManifestPath}' holds nothing");
            if (manifest.Format != CheckpointManifest.CurrentFormat)
            {
                throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"The checkpoint in '{Folder}' has format {manifest.Format}; this version reads format {CheckpointManifest.CurrentFormat}. Resume with the version that wrote it, or train anew."));
            }

            Verify(manifest.ModelFile);
            Verify(manifest.OptimizerFile);
            return manifest;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Damaged($"'{ManifestPath}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The tensors of one of the checkpoint's files; the caller's to dispose.</summary>
    public SafeTensorsFile LoadTensors(CheckpointFile file) => SafeTensors.Load(PathOf(file));

    /// <summary>What the user still has after a failure, as a sentence.</summary>
    public string KeptMessage() => Exists
        ? $"The last good checkpoint is kept in '{Folder}'."
        : "No checkpoint had been saved yet.";

    private string PathOf(CheckpointFile file)
    {
        // The manifest is data from outside: a name in it must not lead out of the folder.
        if (file.Name != Path.GetFileName(file.Name))
        {
            throw Damaged($"'{file.Name}' is not the name of a file in it");
        }

        return Path.Combine(Folder, file.Name);
    }

    private CheckpointFile SaveTensors(string name, IReadOnlyDictionary<string, Tensor> tensors)
    {
        var path = Path.Combine(Folder, name);
        SafeTensors.Save(path, tensors);
        return new CheckpointFile(name, AtomicFile.Hash(path));
    }

    private void Verify(CheckpointFile file)
    {
        var path = PathOf(file);
        if (!File.Exists(path))
        {
            throw Damaged($"its file '{file.Name}' is missing");
        }

        if (AtomicFile.Hash(path) != file.Sha256)
        {
            throw Damaged($"its file '{file.Name}' is not what was written (its SHA-256 differs)");
        }
    }

    private TrainingException Damaged(string why, Exception? inner = null)
    {
        var message = $"The checkpoint in '{Folder}' is damaged: {why}. Restore it from a copy, or train anew without resuming.";
        return inner is null ? new TrainingException(message) : new TrainingException(message, inner);
    }

    /// <summary>Removes files that nothing names any more, of killed processes too. What cannot be removed now (open in another program) goes with the next checkpoint.</summary>
    private void RemoveAllBut(params string[] keep)
    {
        foreach (var path in Directory.EnumerateFiles(Folder))
        {
            var name = Path.GetFileName(path);
            if (name != ManifestName && !keep.Contains(name) && IsOurs(name))
            {
                TryDelete(path);
            }
        }
    }

    private void RemoveUnfinished(string stem)
    {
        if (Directory.Exists(Folder))
        {
            foreach (var path in Directory.EnumerateFiles(Folder, $"*{stem}*"))
            {
                TryDelete(path);
            }
        }
    }

    private static bool IsOurs(string name) =>
        name == ManifestName + ".tmp"
        || ((name.StartsWith("model-", StringComparison.Ordinal) || name.StartsWith("optimizer-", StringComparison.Ordinal))
            && name.Contains(".safetensors", StringComparison.Ordinal));

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A leftover does no harm: the manifest does not name it.
        }
    }
}
