using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hourglass.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Damage;

/// <summary>
/// Changes a checkpoint so that its hashes and digests fit again, with nothing of the product's but the reader and writer of tensors:
/// damage that somebody took pains with.
/// </summary>
internal static class SealedManifest
{
    private const string Mark = "@here@";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Puts a value in a field's place, or removes the field, and computes the manifest's digest anew.</summary>
    /// <param name="path">The manifest.</param>
    /// <param name="place">The field: <c>metrics.0.epoch</c>.</param>
    /// <param name="value">JSON, possibly none that a program would write; empty to remove the field.</param>
    public static void Edit(string path, string place, string value)
    {
        var root = JsonNode.Parse(File.ReadAllText(path))!;
        var names = place.Split('.');
        var parent = names[..^1].Aggregate(
            root, (node, name) => int.TryParse(name, CultureInfo.InvariantCulture, out var index) ? node[index]! : node[name]!);
        if (value.Length == 0)
        {
            ((JsonObject)parent).Remove(names[^1]);
        }
        else if (parent is JsonArray items)
        {
            items[int.Parse(names[^1], CultureInfo.InvariantCulture)] = Mark;
        }
        else
        {
            parent[names[^1]] = Mark;
        }

        var text = root.ToJsonString(Indented).Replace($"\"{Mark}\"", value, StringComparison.Ordinal);
        File.WriteAllText(path, root["sha256"] is JsonValue seal && place != "sha256" ? Sealed(text, (string)seal!) : text);
    }

    /// <summary>Changes the tensors of a file, and computes its hash and the manifest's digest anew.</summary>
    /// <param name="path">The manifest.</param>
    /// <param name="field"><c>modelFile</c> or <c>optimizerFile</c>.</param>
    /// <param name="change">Gets the tensors by name; what it puts in is disposed.</param>
    public static void EditTensors(string path, string field, Action<Dictionary<string, Tensor>> change)
    {
        using var scope = NewDisposeScope();
        var file = FileOf(path, field);
        Dictionary<string, Tensor> tensors;
        using (var loaded = SafeTensors.Load(file))
        {
            tensors = loaded.Tensors.ToDictionary(pair => pair.Key, pair => pair.Value.clone(), StringComparer.Ordinal);
        }

        change(tensors);
        SafeTensors.Save(file, tensors);
        Hash(path, field);
    }

    /// <summary>The path of a checkpoint's file.</summary>
    public static string FileOf(string path, string field) =>
        Path.Combine(Path.GetDirectoryName(path)!, (string)JsonNode.Parse(File.ReadAllText(path))![field]!["name"]!);

    /// <summary>Writes the hash that a file has now into the manifest.</summary>
    public static void Hash(string path, string field) =>
        Edit(path, field + ".sha256", $"\"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(FileOf(path, field))))}\"");

    /// <summary>Puts other lines into a part of the identity, with their digest.</summary>
    public static void EditLines(string path, string part, Func<string[], string[]> change)
    {
        var lines = change(
            [.. JsonNode.Parse(File.ReadAllText(path))!["identity"]![part]!["lines"]!.AsArray().Select(line => (string)line!)]);
        Edit(path, $"identity.{part}.lines", new JsonArray([.. lines.Select(line => JsonValue.Create(line))]).ToJsonString());
        Edit(
            path,
            $"identity.{part}.sha256",
            $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")))))}\"");
    }

    /// <summary>The digest is of the text with an empty one in its place.</summary>
    private static string Sealed(string text, string old)
    {
        var at = text.LastIndexOf(old, StringComparison.Ordinal);
        var (before, behind) = (text[..at], text[(at + old.Length)..]);
        return before + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(before + behind))) + behind;
    }
}
