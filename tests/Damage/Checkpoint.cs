using System.Text.Json.Nodes;

namespace Hourglass.Damage;

/// <summary>A run's folder with a checkpoint in it, of which everything may be changed.</summary>
/// <param name="folder">The run's folder.</param>
internal sealed class Checkpoint(string folder)
{
    /// <summary>The fields of the manifest that name the other two files.</summary>
    public static readonly string[] Files = ["modelFile", "optimizerFile"];

    /// <summary>The run's folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>The manifest.</summary>
    public string Manifest => Path.Combine(Folder, "checkpoint", "manifest.json");

    /// <summary>The manifest's text.</summary>
    public string Text
    {
        get => File.ReadAllText(Manifest);
        set => File.WriteAllText(Manifest, value);
    }

    /// <summary>One of its files: the path.</summary>
    public string FileOf(string field) => SealedManifest.FileOf(Manifest, field);

    /// <summary>Changes the bytes of one of its files; the manifest names the new hash where <paramref name="seal"/> is set.</summary>
    public void EditBytes(string field, bool seal, Func<byte[], byte[]> change)
    {
        var path = FileOf(field);
        File.WriteAllBytes(path, change(File.ReadAllBytes(path)));
        if (seal)
        {
            SealedManifest.Hash(Manifest, field);
        }
    }

    /// <summary>The places of all values in the manifest, objects and lists included: <c>metrics.0.epoch</c>.</summary>
    public IReadOnlyList<string> Places() => [.. Below(JsonNode.Parse(Text)!, "").Where(place => place != "sha256")];

    /// <summary>A copy of the folder.</summary>
    public Checkpoint CopyTo(string target)
    {
        foreach (var file in Directory.GetFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return new Checkpoint(target);
    }

    private static IEnumerable<string> Below(JsonNode node, string path)
    {
        string At(string name) => path.Length == 0 ? name : $"{path}.{name}";
        var children = node switch
        {
            JsonObject members => members.Select(member => (Place: At(member.Key), member.Value)),
            JsonArray items => items.Select((item, i) => (Place: At(FormattableString.Invariant($"{i}")), Value: item)),
            _ => [],
        };
        return children.SelectMany(child => child.Value is null ? [child.Place] : Below(child.Value, child.Place).Prepend(child.Place));
    }
}
