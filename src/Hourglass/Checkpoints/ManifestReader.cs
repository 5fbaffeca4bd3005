using System.Globalization;
using System.Text.Json;
using Hourglass.Training;

namespace Hourglass.Checkpoints;

/// <summary>
/// Reads a manifest whose every field is mistrusted. Nothing is left to a serializer: a field that is missing, unknown, there twice, of
/// another type or outside its range is named before anything is made of it.
/// </summary>
internal static class ManifestReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8 };

    /// <summary>The version of a manifest, which decides how the rest is read.</summary>
    /// <exception cref="JsonFieldException">There is none.</exception>
    public static long Format(JsonDocument document) =>
        new JsonField(document.RootElement, "").Members().TryGetValue("format", out var format)
            ? format.Whole()
            : throw new JsonFieldException("format is missing");

    /// <summary>The text as JSON; the caller's to dispose.</summary>
    /// <exception cref="JsonFieldException">It is none.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            return JsonDocument.Parse(text, Options);
        }
        catch (JsonException error)
        {
            throw new JsonFieldException(string.Create(
                CultureInfo.InvariantCulture,
                $"the text is no JSON from line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1} on, as in a file "
                    + $"that is cut short"));
        }
    }

    /// <summary>A manifest of this version.</summary>
    /// <exception cref="JsonFieldException">A field is not what it must be, or fields contradict each other.</exception>
    public static CheckpointManifest Read(JsonDocument document)
    {
        var root = new JsonField(document.RootElement, "").ObjectWith(
            "bestFile",
            [
                "format", "model", "terms", "identity", "examples", "phase", "epoch", "step", "stepsTotal", "sums", "seen", "seconds",
                "metrics", "modelFile", "optimizerFile", "sha256",
            ]);
        var terms = Texts(root["terms"]);
        if (terms.Distinct(StringComparer.Ordinal).Count() != terms.Length)
        {
            throw root["terms"].Wrong("has a name twice");
        }

        double[] sums = [.. root["sums"].Items().Select(item => item.Number())];
        if (sums.Length != terms.Length + 1)
        {
            throw root["sums"].Wrong(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"has {sums.Length} numbers; expected {terms.Length + 1}: the total's and one for each term"));
        }

        var manifest = new CheckpointManifest(
            (int)root["format"].Whole(int.MaxValue),
            root["model"].Line(),
            terms,
            Identity(root["identity"]),
            root["examples"].Whole(),
            (int)root["phase"].Whole(int.MaxValue),
            (int)root["epoch"].Whole(int.MaxValue),
            (int)root["step"].Whole(int.MaxValue),
            root["stepsTotal"].Whole(),
            sums,
            root["seen"].Whole(),
            Duration(root["seconds"]),
            Metrics(root["metrics"], terms),
            FileOf(root["modelFile"], CheckpointStore.ModelPrefix),
            FileOf(root["optimizerFile"], CheckpointStore.OptimizerPrefix),
            Digest(root["sha256"]))
        {
            BestFile = root.TryGetValue("bestFile", out var best) ? FileOf(best, CheckpointStore.BestPrefix) : null,
        };
        return manifest.Digest() == manifest.Sha256
            ? manifest
            : throw root["sha256"].Wrong("is not that of the other fields: one of them was changed");
    }

    /// <summary>
    /// The files of a manifest of format 1, whose fields are looked through: what cannot be resumed is not called whole either.
    /// </summary>
    /// <exception cref="JsonFieldException">A field is not what it must be.</exception>
    public static (CheckpointFile Model, CheckpointFile Optimizer) ReadFirstFormat(JsonDocument document)
    {
        var root = new JsonField(document.RootElement, "").Object(
            "format", "model", "fields", "terms", "plan", "examples", "epoch", "step", "stepsTotal", "sums", "seen", "seconds", "metrics",
            "modelFile", "optimizerFile");
        _ = root["model"].Line();
        _ = root["fields"].Items();
        _ = root["plan"].Members();
        _ = root["sums"].Items().Select(item => item.Number()).ToArray();
        _ = Duration(root["seconds"]);
        _ = Metrics(root["metrics"], Texts(root["terms"]));
        foreach (var counter in new[] { "examples", "epoch", "step", "stepsTotal", "seen" })
        {
            _ = root[counter].Whole();
        }

        return (FileOf(root["modelFile"], CheckpointStore.ModelPrefix), FileOf(root["optimizerFile"], CheckpointStore.OptimizerPrefix));
    }

    private static string[] Texts(JsonField field) => [.. field.Items().Select(item => item.Line())];

    private static double Duration(JsonField field) => field.Number() is >= 0 and var seconds ? seconds : throw field.Wrong("is below 0");

    private static string Digest(JsonField field) => field.Text() is { Length: 64 } text && text.All(c => char.IsAsciiHexDigitLower(c))
        ? text
        : throw field.Wrong("is no SHA-256: 64 of the digits 0 to 9 and a to f are expected");

    private static TrainingIdentity Identity(JsonField field)
    {
        var parts = field.Object("definition", "plan", "options", "data");
        return new TrainingIdentity(Part(parts["definition"]), Part(parts["plan"]), Part(parts["options"]), Part(parts["data"]));
    }

    private static IdentityPart Part(JsonField field)
    {
        var members = field.Object("lines", "sha256");
        var part = new IdentityPart(Texts(members["lines"]), Digest(members["sha256"]));
        return IdentityPart.Digest(part.Lines) == part.Sha256 ? part : throw members["sha256"].Wrong("is not that of the lines beside it");
    }

    private static EpochMetrics[] Metrics(JsonField field, IReadOnlyList<string> terms) => [.. field.Items().Select((item, i) =>
    {
        var isOfPhase = item.Members().ContainsKey("phase");
        string[] always = ["epoch", "train", "test", "seconds", "peakMemoryBytes"];
        var members = item.ObjectWith("validation", isOfPhase ? [.. always, "phase"] : always);

        // A phase has terms of its own, which only the model knows.
        var known = isOfPhase ? null : terms;
        return members["epoch"].Whole(int.MaxValue) == i + 1
            ? new EpochMetrics(
                i + 1,
                Figures(members["train"], known),
                Figures(members["test"], known, mayBeNone: true),
                Duration(members["seconds"]),
                members["peakMemoryBytes"].Whole())
            {
                Validation = members.TryGetValue("validation", out var validation) ? Figures(validation, known) : null,
                Phase = isOfPhase ? members["phase"].Line() : null,
            }
            : throw members["epoch"].Wrong(string.Create(CultureInfo.InvariantCulture, $"is not {i + 1}, its place in the list"));
    })];

    private static Dictionary<string, double> Figures(JsonField field, IReadOnlyList<string>? terms, bool mayBeNone = false)
    {
        var members = field.Members();
        if (mayBeNone && members.Count == 0)
        {
            return [];
        }

        string[] names = terms is null ? [.. members.Keys] : [.. terms, TermAverages.Total];
        return field.Object(names).ToDictionary(pair => pair.Key, pair => pair.Value.Number(), StringComparer.Ordinal);
    }

    /// <summary>
    /// The manifest is data from outside: a name in it must not lead out of the folder, nor to anything but a checkpoint's file.
    /// </summary>
    private static CheckpointFile FileOf(JsonField field, string prefix)
    {
        var members = field.Object("name", "sha256");
        var name = members["name"].Text();
        return CheckpointStore.IsFileName(name, prefix)
            ? new CheckpointFile(name, Digest(members["sha256"]))
            : throw members["name"].Wrong($"is not the name of a file {prefix}….safetensors in the checkpoint's folder");
    }
}
