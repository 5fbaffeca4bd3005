using System.Globalization;
using Hourglass.Files;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Hourglass.Checkpoints;

/// <summary>
/// The folder of the last good checkpoint. Weights and optimizer state are written under names that no other checkpoint has, and count only
/// once <c>manifest.json</c>, which names them with their hashes, has been renamed into place: killed at any instant, the folder holds
/// either the former checkpoint or the new one.
/// </summary>
/// <param name="folder">The folder; made when the first checkpoint is saved.</param>
internal sealed class CheckpointStore(string folder)
{
    /// <summary>The file that names the others.</summary>
    public const string ManifestName = "manifest.json";

    /// <summary>What the names of files with weights begin with.</summary>
    public const string ModelPrefix = "model-";

    /// <summary>What the names of files with the optimizer's state begin with.</summary>
    public const string OptimizerPrefix = "optimizer-";

    /// <summary>What the names of files with the best epoch's weights begin with.</summary>
    public const string BestPrefix = "best-";

    private const string Extension = ".safetensors";

    /// <summary>Far above that of any training; a larger file is none of ours and is not read into memory.</summary>
    private const long LargestManifest = 1 << 26;

    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>Whether there is a checkpoint.</summary>
    public bool Exists => File.Exists(ManifestPath);

    private string ManifestPath => Path.Combine(Folder, ManifestName);

    /// <summary>Whether a text can be the name of one of a checkpoint's files.</summary>
    public static bool IsFileName(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal)
        && name.EndsWith(Extension, StringComparison.Ordinal)
        && name.Length is > 0 and < 200
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');

    /// <summary>Replaces the checkpoint.</summary>
    /// <param name="manifest">How training stands; its two files and its digest are filled in here.</param>
    /// <param name="model">The weights.</param>
    /// <param name="optimizer">The optimizer's state and the random state.</param>
    /// <param name="best">The best epoch's weights where they are new; those of the manifest's own file stay.</param>
    /// <returns>The manifest as it was written.</returns>
    /// <exception cref="TrainingException">It cannot be written; the former checkpoint is as it was.</exception>
    public CheckpointManifest Save(
        CheckpointManifest manifest,
        IReadOnlyDictionary<string, Tensor> model,
        IReadOnlyDictionary<string, Tensor> optimizer,
        IReadOnlyDictionary<string, Tensor>? best = null)
    {
        var mark = Guid.NewGuid().ToString("N")[..8];
        var stem = string.Create(CultureInfo.InvariantCulture, $"{manifest.Epoch:0000}-{manifest.Step:00000}-{mark}");
        try
        {
            Directory.CreateDirectory(Folder);
            var complete = manifest with
            {
                ModelFile = SaveTensors($"{ModelPrefix}{stem}{Extension}", model),
                OptimizerFile = SaveTensors($"{OptimizerPrefix}{stem}{Extension}", optimizer),
                BestFile = best is null ? manifest.BestFile : SaveTensors($"{BestPrefix}{stem}{Extension}", best),
            };
            AtomicFile.WriteText(ManifestPath, (complete with { Sha256 = complete.Digest() }).ToJson());
            RemoveAllBut(complete.ModelFile.Name, complete.OptimizerFile.Name, complete.BestFile?.Name ?? "");
            return complete;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HourglassException)
        {
            RemoveUnfinished(stem);
            throw new TrainingException(
                e is HourglassException
                    ? $"The checkpoint is not saved. {e.Message} {KeptMessage()}"
                    : $"The checkpoint is not saved. It cannot be written to '{Folder}': {e.Message} {KeptMessage()} "
                        + $"{WriteAdvice.For(e)}, then resume.",
                e);
        }
    }

    /// <summary>Reads the checkpoint and checks its files against their hashes.</summary>
    /// <exception cref="TrainingException">There is none, or it is damaged, or of another version, or cannot be read.</exception>
    public CheckpointManifest Load()
    {
        if (!Exists)
        {
            throw new TrainingException(
                $"There is no checkpoint to resume from: '{ManifestPath}' does not exist. "
                + "Train without resuming first, or name the folder of an earlier run.");
        }

        try
        {
            using var document = ManifestReader.Parse(ReadManifest());
            var format = ManifestReader.Format(document);
            if (format == 1)
            {
                // The version that wrote it, which is named below, does not look for all of this, and may die of it.
                LookThrough(ManifestReader.ReadFirstFormat(document));
            }

            if (format != CheckpointManifest.CurrentFormat)
            {
                throw new TrainingException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The checkpoint in '{Folder}' has format {format}; this version reads format {CheckpointManifest.CurrentFormat}. "
                        + $"Resume with the version that wrote it, or train anew."));
            }

            var manifest = ManifestReader.Read(document);
            Verify(manifest.ModelFile);
            Verify(manifest.OptimizerFile);
            if (manifest.BestFile is { } best)
            {
                Verify(best);
            }

            return manifest;
        }
        catch (JsonFieldException e)
        {
            throw Damaged($"in {ManifestName}, {e.Message}", e);
        }
    }

    /// <summary>The tensors of one of the checkpoint's files; the caller's to dispose.</summary>
    /// <exception cref="TrainingException">The file is malformed.</exception>
    public SafeTensorsFile LoadTensors(CheckpointFile file) =>
        SafeTensorsReader.Read(PathOf(file), (what, cause) => Damaged($"in '{file.Name}', {what}", cause));

    /// <summary>The states of the session's generator and of torch's among the tensors of a file.</summary>
    /// <exception cref="TrainingException">The first is not there, or torch would not survive one of them.</exception>
    public (Tensor Own, Tensor Global) RandomStatesIn(SafeTensorsFile tensors, CheckpointFile file)
    {
        var own = Checked(RandomState.Key)
            ?? throw Damaged($"in '{file.Name}', there is no '{RandomState.Key}', the state of the generator");
        return (own, Checked(RandomState.GlobalKey) ?? own);

        Tensor? Checked(string key) => tensors.Tensors.GetValueOrDefault(key) is not { } state ? null
            : RandomState.WhyNot(state) is { } why ? throw Damaged($"in '{file.Name}', '{key}' {why}") : state;
    }

    /// <summary>What the user still has after a failure, as a sentence.</summary>
    public string KeptMessage() => Exists
        ? $"The last good checkpoint is kept in '{Folder}'."
        : "No checkpoint had been saved yet.";

    /// <summary>What to throw where a checkpoint is not as it was written.</summary>
    /// <param name="why">Which field of which file, and what is wrong with it.</param>
    /// <param name="inner">The cause, or null.</param>
    public TrainingException Damaged(string why, Exception? inner = null)
    {
        var message = $"The checkpoint in '{Folder}' is damaged: {why}. Restore it from a copy, or train anew without resuming.";
        return inner is null ? new TrainingException(message) : new TrainingException(message, inner);
    }

    private void LookThrough((CheckpointFile Model, CheckpointFile Optimizer) files)
    {
        Verify(files.Model);
        Verify(files.Optimizer);
        using var weights = LoadTensors(files.Model);
        using var optimizer = LoadTensors(files.Optimizer);
        _ = RandomStatesIn(optimizer, files.Optimizer);
    }

    private string PathOf(CheckpointFile file) => Path.Combine(Folder, file.Name);

    private byte[] ReadManifest()
    {
        try
        {
            if (RegularFile.Obstacle(ManifestPath) is { } obstacle)
            {
                throw Damaged($"{ManifestName} cannot be read: {obstacle.TrimEnd('.')}");
            }

            var length = new FileInfo(ManifestPath).Length;
            return length <= LargestManifest
                ? File.ReadAllBytes(ManifestPath)
                : throw Damaged(
                    string.Create(
                        CultureInfo.InvariantCulture, $"{ManifestName} has {length} bytes; no manifest has more than {LargestManifest}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(ManifestName, e);
        }
    }

    private CheckpointFile SaveTensors(string name, IReadOnlyDictionary<string, Tensor> tensors)
    {
        var path = Path.Combine(Folder, name);
        SafeTensors.Save(path, tensors);
        return new CheckpointFile(name, AtomicFile.Hash(path));
    }

    private void Verify(CheckpointFile file)
    {
        if (!File.Exists(PathOf(file)))
        {
            throw Damaged($"its file '{file.Name}' is missing");
        }

        if (RegularFile.Obstacle(PathOf(file)) is { } obstacle)
        {
            throw Damaged($"its file '{file.Name}' cannot be read: {obstacle.TrimEnd('.')}");
        }

        if (Hash(file) != file.Sha256)
        {
            throw Damaged($"its file '{file.Name}' is not what was written (its SHA-256 differs)");
        }
    }

    private string Hash(CheckpointFile file)
    {
        try
        {
            return AtomicFile.Hash(PathOf(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file.Name, e);
        }
    }

    /// <summary>The system does not hand the file out: that says nothing of what is in it.</summary>
    private TrainingException Unreadable(string name, Exception cause) =>
        new(
            $"The file '{name}' of the checkpoint in '{Folder}' cannot be read: {cause.Message} Look whether you may read it, then resume.",
            cause);

    /// <summary>
    /// Removes files that nothing names any more, of killed processes too. What cannot be removed now (open in another program) goes with
    /// the next checkpoint.
    /// </summary>
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
        || (new[] { ModelPrefix, OptimizerPrefix, BestPrefix }.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
            && name.Contains(Extension, StringComparison.Ordinal));

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
