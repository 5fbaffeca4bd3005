using System.Buffers.Binary;

namespace Hourglass.Damage;

/// <summary>Damage to the files of tensors as files.</summary>
internal static class FileDamage
{
    public static IReadOnlyList<DamageKind> Kinds { get; } =
    [
        new("file: a bit flipped", MustRefuse: true, (random, it) => it.EditBytes(File(random), seal: false, bytes => Flip(random, bytes))),
        new(
            "file: cut short",
            MustRefuse: true,
            (random, it) => it.EditBytes(File(random), seal: false, bytes => bytes[..random.Next(bytes.Length)])),
        new(
            "file: something behind it",
            MustRefuse: true,
            (random, it) => it.EditBytes(File(random), seal: false, bytes => [.. bytes, (byte)random.Next(256)])),
        new("file: missing", MustRefuse: true, (random, it) => System.IO.File.Delete(it.FileOf(File(random)))),
        new("file: a folder in its place", MustRefuse: true, (random, it) =>
        {
            var path = it.FileOf(File(random));
            System.IO.File.Delete(path);
            Directory.CreateDirectory(path);
        }),
        new("file: exchanged", MustRefuse: true, (random, it) => Exchange(it, seal: false)),
        new("file: exchanged, resealed", MustRefuse: true, (random, it) => Exchange(it, seal: true)),
        new(
            "file: a bit flipped, resealed",
            MustRefuse: false,
            (random, it) => it.EditBytes(File(random), seal: true, bytes => Flip(random, bytes))),
        new(
            "file: bytes overwritten, resealed",
            MustRefuse: false,
            (random, it) => it.EditBytes(File(random), seal: true, bytes => Overwrite(random, bytes))),
        new(
            "file: cut short, resealed",
            MustRefuse: true,
            (random, it) => it.EditBytes(File(random), seal: true, bytes => bytes[..random.Next(bytes.Length)])),
        new(
            "file: something behind it, resealed",
            MustRefuse: true,
            (random, it) => it.EditBytes(File(random), seal: true, bytes => [.. bytes, .. new byte[random.Next(1, 64)]])),
        new("file: random bytes, resealed", MustRefuse: true, (random, it) => it.EditBytes(File(random), seal: true, bytes =>
        {
            var other = new byte[random.Next(bytes.Length)];
            random.NextBytes(other);
            return other;
        })),
        new(
            "file: another length of the header, resealed",
            MustRefuse: true,
            (random, it) => it.EditBytes(File(random), seal: true, bytes =>
            {
                var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
                ulong[] others =
                [
                    0, 1, length - 1, length + 1, length + 8, (ulong)bytes.Length, 100_000_001, long.MaxValue, ulong.MaxValue
                ];
                BinaryPrimitives.WriteUInt64LittleEndian(bytes, DamageKind.Pick(random, others));
                return bytes;
            })),
    ];

    /// <summary>One of the two.</summary>
    public static string File(Random random) => DamageKind.Pick(random, Checkpoint.Files);

    /// <summary>Turns one bit around.</summary>
    public static byte[] Flip(Random random, byte[] bytes)
    {
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }

    /// <summary>Writes up to eight other bytes.</summary>
    public static byte[] Overwrite(Random random, byte[] bytes)
    {
        random.NextBytes(bytes.AsSpan(random.Next(bytes.Length - 8), random.Next(1, 9)));
        return bytes;
    }

    private static void Exchange(Checkpoint it, bool seal)
    {
        var model = System.IO.File.ReadAllBytes(it.FileOf("modelFile"));
        var optimizer = System.IO.File.ReadAllBytes(it.FileOf("optimizerFile"));
        it.EditBytes("modelFile", seal, _ => optimizer);
        it.EditBytes("optimizerFile", seal, _ => model);
    }
}
