using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Hourglass.Damage;

/// <summary>Damage to <c>manifest.json</c>.</summary>
internal static class ManifestDamage
{
    private static readonly string[] Counters = ["examples", "phase", "epoch", "step", "stepsTotal", "seen"];

    private static readonly string[] OddNumbers =
    [
        "1e400", "-1e400", "-1", "-0", "0.5", "1e0", "1.0", "2147483648", "9223372036854775808", "99999999999999999999999999", "1E+2",
        "NaN", "Infinity", "-Infinity",
    ];

    private static readonly string[] OddNames =
        [
            "", ".", "..", "../model.safetensors", "/etc/passwd", "manifest.json", "model-", "model-.safetensors",
            "model-\\u0000.safetensors", "model-a/../b.safetensors", "C:\\\\x",
        ];

    public static IReadOnlyList<DamageKind> Kinds { get; } =
    [
        new("manifest: a bit flipped", MustRefuse: false, (random, it) => Bytes(it, text => FileDamage.Flip(random, text))),
        new("manifest: bytes overwritten", MustRefuse: false, (random, it) => Bytes(it, text => FileDamage.Overwrite(random, text))),
        new("manifest: cut short", MustRefuse: true, (random, it) => Bytes(it, text => text[..random.Next(text.Length - 1)])),
        new(
            "manifest: something behind it",
            MustRefuse: true,
            (random, it) => it.Text += DamageKind.Pick(random, new[] { "x", "{}", "0", "\0", "]", "\"" })),
        new("manifest: a field nulled, resealed", MustRefuse: true, (random, it) => Replace(random, it, "null")),
        new("manifest: a field removed, resealed", MustRefuse: true, (random, it) => Remove(random, it)),
        new("manifest: a field twice", MustRefuse: true, Twice),
        new("manifest: a field of another type, resealed", MustRefuse: true, OtherType),
        new(
            "manifest: an odd number, resealed",
            MustRefuse: true,
            (random, it) => SealedManifest.Edit(it.Manifest, DamageKind.Pick(random, Counters), DamageKind.Pick(random, OddNumbers))),
        new("manifest: an odd figure, resealed", MustRefuse: true, (random, it) => SealedManifest.Edit(
            it.Manifest,
            DamageKind.Pick(
                random, new[] { "sums.0", "sums.1", "seconds", "metrics.0.seconds", "metrics.0.train.total", "metrics.0.train.kl_z" }),
            DamageKind.Pick(random, new[] { "1e400", "-1e999", "NaN", "Infinity", "\"NaN\"", "\"1\"", "[]", "true" }))),
        new("manifest: a counter that contradicts the others, resealed", MustRefuse: true, Contradict),
        new("manifest: figures dropped or doubled, resealed", MustRefuse: true, (random, it) =>
        {
            var metrics = JsonNode.Parse(it.Text)!["metrics"]!.ToJsonString();
            SealedManifest.Edit(it.Manifest, "metrics", random.Next(2) == 0 ? "[]" : $"[{metrics[1..^1]},{metrics[1..^1]}]");
        }),
        new(
            "manifest: sums of another length, resealed",
            MustRefuse: true,
            (random, it) => SealedManifest.Edit(it.Manifest, "sums", DamageKind.Pick(random, new[] { "[]", "[1]", "[1,2,3,4]" }))),
        new("manifest: the name of another file, resealed", MustRefuse: true, (random, it) =>
            SealedManifest.Edit(
                it.Manifest, DamageKind.Pick(random, Checkpoint.Files) + ".name", $"\"{DamageKind.Pick(random, OddNames)}\"")),
        new("manifest: names exchanged, resealed", MustRefuse: true, (_, it) =>
        {
            var (model, optimizer) = (
                JsonNode.Parse(it.Text)!["modelFile"]!.ToJsonString(), JsonNode.Parse(it.Text)!["optimizerFile"]!.ToJsonString());
            SealedManifest.Edit(it.Manifest, "modelFile", optimizer);
            SealedManifest.Edit(it.Manifest, "optimizerFile", model);
        }),
        new("manifest: another digest", MustRefuse: true, (random, it) => SealedManifest.Edit(
            it.Manifest, "sha256", DamageKind.Pick(
                random, new[] { "null", "\"\"", $"\"{new string('0', 64)}\"", $"\"{new string('A', 64)}\"", "1" }))),
        new("manifest: a possible value, not resealed", MustRefuse: true, (random, it) =>
        {
            var value = random.NextDouble().ToString(CultureInfo.InvariantCulture);
            var text = JsonNode.Parse(it.Text)!;
            text["seconds"] = JsonNode.Parse(value);
            it.Text = text.ToJsonString();
        }),
        new("manifest: a field that does not belong in it, resealed", MustRefuse: true, (random, it) =>
            SealedManifest.Edit(
                it.Manifest, DamageKind.Pick(random, new[] { "", "identity.", "metrics.0.", "modelFile." }) + "extra", "1")),
        new("manifest: lists within lists, resealed", MustRefuse: true, (random, it) =>
        {
            var depth = DamageKind.Pick(random, new[] { 5, 60, 5000 });
            SealedManifest.Edit(it.Manifest, "metrics", new string('[', depth) + new string(']', depth));
        }),
        new("manifest: other lines of the identity, resealed", MustRefuse: true, (random, it) => SealedManifest.EditLines(
            it.Manifest,
            DamageKind.Pick(random, new[] { "definition", "plan", "options", "data" }),
            lines => random.Next(3) switch { 0 => [], 1 => [.. lines, .. lines], _ => [.. lines[..^1], "odd -> line: of (a file"] })),
        new(
            "manifest: nothing, or something else",
            MustRefuse: true,
            (random, it) =>
                it.Text = DamageKind.Pick(
                    random, new[] { "", "null", "[]", "{}", "7", "\"\"", "{\"format\":2}", "{\"format\":1}", "\ufeff{}" })),
        new(
            "manifest: another format, resealed",
            MustRefuse: true,
            (random, it) =>
                SealedManifest.Edit(it.Manifest, "format", DamageKind.Pick(random, new[] { "0", "1", "3", "9223372036854775807" }))),
    ];

    private static void Bytes(Checkpoint it, Func<byte[], byte[]> change) =>
        File.WriteAllBytes(it.Manifest, change(File.ReadAllBytes(it.Manifest)));

    private static void Replace(Random random, Checkpoint it, string value) =>
        SealedManifest.Edit(it.Manifest, DamageKind.Pick(random, it.Places()), value);

    /// <summary>Only members of objects: a list without an item is another list.</summary>
    private static void Remove(Random random, Checkpoint it) =>
        SealedManifest.Edit(
            it.Manifest,
            DamageKind.Pick(random, it.Places().Where(place => !char.IsAsciiDigit(place[place.LastIndexOf('.') + 1])).ToList()),
            "");

    private static void Twice(Random random, Checkpoint it)
    {
        var lines = it.Text.Split('\n');
        var candidates = Enumerable.Range(0, lines.Length).Where(
            i =>
                lines[i].TrimStart().StartsWith('"') && lines[i].Contains("\": ", StringComparison.Ordinal)
                    && !lines[i].TrimEnd().EndsWith('[') && !lines[i].TrimEnd().EndsWith('{'))
            .ToList();
        var line = DamageKind.Pick(random, candidates);
        lines[line] = $"{lines[line].TrimEnd().TrimEnd(',')},{lines[line]}";
        it.Text = string.Join('\n', lines);
    }

    private static void OtherType(Random random, Checkpoint it)
    {
        var place = DamageKind.Pick(random, it.Places());
        var node = place.Split('.').Aggregate(
            JsonNode.Parse(it.Text)!,
            (at, name) => int.TryParse(name, CultureInfo.InvariantCulture, out var index) ? at[index]! : at[name]!);
        string[] others = node.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.Number => ["\"1\"", "true", "[1]", "{}"],
            System.Text.Json.JsonValueKind.String => ["1", "false", "[\"\"]", "{}"],
            System.Text.Json.JsonValueKind.Array => ["{}", "\"\"", "0"],
            _ => ["[]", "\"\"", "0"],
        };
        SealedManifest.Edit(it.Manifest, place, DamageKind.Pick(random, others));
    }

    private static void Contradict(Random random, Checkpoint it)
    {
        var counter = DamageKind.Pick(random, Counters);
        var value = (long)JsonNode.Parse(it.Text)![counter]!;
        long[] others = [value + 1, value + random.Next(2, 1000), Math.Max(0, value - 1), int.MaxValue, 0, long.MaxValue];
        SealedManifest.Edit(
            it.Manifest,
            counter,
            DamageKind.Pick(random, others.Where(other => other != value).ToList()).ToString(CultureInfo.InvariantCulture));
    }
}
