using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace Hourglass.Damage;

/// <summary>Damage to the headers of the files of tensors, with hashes that fit.</summary>
internal static class HeaderDamage
{
    private static readonly string[] OddTypes = ["F64", "I64", "U8", "BOOL", "C64", "F16", "U16", "F8_E4M3", "F32 ", "f32", "", "\\ud800"];

    private static readonly string[] OddSizes =
    [
        "-1", "-0", "1.5", "1e0", "null", "\"6\"", "[6]", "{}", "4611686018427387904", "9223372036854775807", "9223372036854775808",
        "1e400",
    ];

    public static IReadOnlyList<DamageKind> Kinds { get; } =
    [
        new("header: another type of element", MustRefuse: true, (random, it) => Edit(random, it, entry =>
            entry.Member(
                "dtype", $"\"{DamageKind.Pick(random, OddTypes.Where(type => type != (string)entry.Members["dtype"]!).ToList())}\""))),
        new("header: an odd size", MustRefuse: true, (random, it) => Edit(random, it, entry =>
            entry.Member(
                "shape",
                DamageKind.Pick(
                    random,
                    new[] { $"[{DamageKind.Pick(random, OddSizes)}]", $"[0,{DamageKind.Pick(random, OddSizes)},9223372036854775807]" })))),
        new(
            "header: no list of sizes",
            MustRefuse: true,
            (random, it) =>
                Edit(random, it, entry => entry.Member("shape", DamageKind.Pick(random, new[] { "null", "6", "{}", "\"\"", "[[6]]" })))),
        new("header: a hundred dimensions", MustRefuse: true, (random, it) => Edit(random, it, entry =>
            entry.Member("shape", $"[{string.Join(',', Enumerable.Repeat("1", 100))}]"))),
        new("header: odd offsets", MustRefuse: true, (random, it) => Edit(random, it, entry => entry.Member(
            "data_offsets", DamageKind.Pick(
                random,
                new[]
                {
                    "[]", "[0]", "[0,1,2]", "null", "[8,0]", $"[0,{DamageKind.Pick(random, OddSizes)}]",
                    $"[{DamageKind.Pick(random, OddSizes)},8]", "[0,9223372036854775807]"
                })))),
        new("header: offsets of another tensor", MustRefuse: true, Overlap),
        new(
            "header: a member missing",
            MustRefuse: true,
            (random, it) =>
                Edit(random, it, entry => entry.Member(DamageKind.Pick(random, new[] { "dtype", "shape", "data_offsets" }), ""))),
        new(
            "header: no object for a tensor",
            MustRefuse: true,
            (random, it) => Edit(random, it, entry => DamageKind.Pick(random, new[] { "null", "7", "[]", "\"\"", "{}", "[[[[[[]]]]]]" }))),
        new("header: another name", MustRefuse: true, (random, it) => Text(random, it, text =>
            text.Replace(
                DamageKind.Pick(random, new[] { ".weight", ".bias", "encoder." }),
                DamageKind.Pick(random, new[] { ".w", "\\u0000", "\\ud83d", "" }),
                StringComparison.Ordinal))),
        new("header: a name twice", MustRefuse: true, (random, it) => Text(random, it, text =>
        {
            var first = JsonNode.Parse(text)!.AsObject().First();
            return $"{{\"{first.Key}\":{first.Value!.ToJsonString()},{text.TrimStart()[1..]}";
        })),
        new("header: metadata that is none", MustRefuse: true, (random, it) => Text(random, it, text =>
            "{\"__metadata__\":"
            + $"{DamageKind.Pick(random, new[] { "null", "7", "[]", "{\"a\":7}", "{\"a\":{}}", "{\"a\":\"1\",\"a\":\"2\"}" })},"
            + $"{text.TrimStart()[1..]}")),
        new("header: no JSON", MustRefuse: true, (random, it) => Text(random, it, text =>
            DamageKind.Pick(
                random,
                new[]
                {
                    "", "{", text + "}", text.Replace(':', ' '), "\ufeff" + text, " " + text,
                    text.Replace("\"", "'", StringComparison.Ordinal), new string('[', 5000), new string('{', 5000)
                }))),
    ];

    private static void Edit(Random random, Checkpoint it, Func<Entry, string> change) => Text(random, it, text =>
    {
        var tensors = JsonNode.Parse(text)!.AsObject();
        var chosen = DamageKind.Pick(random, tensors.Where(tensor => tensor.Key != "__metadata__").Select(tensor => tensor.Key).ToList());
        return "{" + string.Join(
            ',',
            tensors.Select(tensor => $"\"{tensor.Key}\":"
                + $"{(tensor.Key == chosen ? change(new Entry(tensor.Value!.AsObject())) : tensor.Value!.ToJsonString())}")) + "}";
    });

    private static void Overlap(Random random, Checkpoint it) => Text(random, it, text =>
    {
        var tensors = JsonNode.Parse(text)!.AsObject();
        var entries = tensors.Where(tensor => tensor.Key != "__metadata__").Select(tensor => tensor.Value!.AsObject()).ToList();
        var (one, other) = (DamageKind.Pick(random, entries), DamageKind.Pick(random, entries));
        var wrong = ReferenceEquals(one, other) ? JsonNode.Parse("[4,4]") : other["data_offsets"]!.DeepClone();
        one["data_offsets"] = wrong;
        return tensors.ToJsonString();
    });

    /// <summary>Changes the text of a header; its length and the hash fit again.</summary>
    private static void Text(Random random, Checkpoint it, Func<string, string> change) => it.EditBytes(
        FileDamage.File(random),
        seal: true,
        bytes =>
        {
            var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
            var header = Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(bytes, 8, length)));
            byte[] prefix = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
            return [.. prefix, .. header, .. bytes[(8 + length)..]];
        });

    /// <summary>What the header says of a tensor.</summary>
    private sealed record Entry(JsonObject Members)
    {
        /// <summary>The entry with another member, or without it.</summary>
        public string Member(string name, string value) => "{" + string.Join(
            ',', Members.Where(member => member.Key != name || value.Length > 0)
                .Select(member => $"\"{member.Key}\":{(member.Key == name ? value : member.Value!.ToJsonString())}")) + "}";
    }
}
