using static TorchSharp.torch;

namespace Hourglass.Checkpoints;

/// <summary>The types that the format names, in the reference implementation's order of alignment, by which tensors are laid out.</summary>
internal static class SafeTensorsType
{
    /// <summary>Types that both the format and torch have here; the rank is the place in the format's own list.</summary>
    private static readonly (string Name, ScalarType Type, int Size, int Rank)[] Known =
    [
        ("BOOL", ScalarType.Bool, 1, 0),
        ("U8", ScalarType.Byte, 1, 1),
        ("I8", ScalarType.Int8, 1, 2),
        ("I16", ScalarType.Int16, 2, 5),
        ("F16", ScalarType.Float16, 2, 7),
        ("BF16", ScalarType.BFloat16, 2, 8),
        ("I32", ScalarType.Int32, 4, 9),
        ("F32", ScalarType.Float32, 4, 11),
        ("C64", ScalarType.ComplexFloat32, 8, 12),
        ("F64", ScalarType.Float64, 8, 13),
        ("I64", ScalarType.Int64, 8, 14),
    ];

    /// <summary>Types of the format that torch does not have here.</summary>
    private static readonly HashSet<string> Foreign = new(StringComparer.Ordinal)
    {
        "F4", "F6_E2M3", "F6_E3M2", "F8_E5M2", "F8_E4M3", "F8_E8M0", "F8_E5M2FNUZ", "F8_E4M3FNUZ", "U16", "U32", "U64"
    };

    public static (string Name, int Size, int Rank)? Of(ScalarType type) =>
        Known.FirstOrDefault(known => known.Type == type) is { Name: not null } found ? (found.Name, found.Size, found.Rank) : null;

    public static (ScalarType Type, int Size)? Of(string name) =>
        Known.FirstOrDefault(known => known.Name == name) is { Name: not null } found ? (found.Type, found.Size) : null;

    public static bool IsForeign(string name) => Foreign.Contains(name);

    public static string Names => string.Join(", ", Known.Select(known => known.Name));
}
