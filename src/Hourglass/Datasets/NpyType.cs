using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>The type of an array's elements, as NumPy writes it: <c>&lt;f8</c>.</summary>
/// <param name="Size">The bytes of an element.</param>
/// <param name="Stored">The type of a tensor that holds the bytes as they are.</param>
/// <param name="Swapped">Whether the bytes of an element come in the other order than this machine's.</param>
/// <param name="Unsigned">Whether there is no such type in torch for numbers of this size without a sign.</param>
/// <param name="Truth">Whether 0 and 1 are false and true.</param>
internal sealed record NpyType(int Size, ScalarType Stored, bool Swapped, bool Unsigned, bool Truth)
{
    private const string Readable = "bool, int8 to int64, uint8 to uint64, float16, float32 and float64 are read";

    /// <summary>Reads a type's name.</summary>
    /// <exception cref="UnreadableTypeException">It is none of the types that are read; the message is a part of a sentence.</exception>
    public static NpyType Of(string name)
    {
        var swapped = name.StartsWith('>') == BitConverter.IsLittleEndian;
        return name is not ['<' or '>' or '|', .. var kind]
            ? throw new UnreadableTypeException($"its elements are of the unknown type '{Checkpoints.TensorText.Shown(name)}'; {Readable}")
            : kind switch
            {
                "b1" => new(1, ScalarType.Byte, false, false, true),
                "u1" => new(1, ScalarType.Byte, false, false, false),
                "i1" => new(1, ScalarType.Int8, false, false, false),
                "i2" or "u2" => new(2, ScalarType.Int16, swapped, kind[0] == 'u', false),
                "i4" or "u4" => new(4, ScalarType.Int32, swapped, kind[0] == 'u', false),
                "i8" or "u8" => new(8, ScalarType.Int64, swapped, kind[0] == 'u', false),
                "f2" => new(2, ScalarType.Float16, swapped, false, false),
                "f4" => new(4, ScalarType.Float32, swapped, false, false),
                "f8" => new(8, ScalarType.Float64, swapped, false, false),
                _ => throw new UnreadableTypeException(Refusal(name, kind)),
            };
    }

    private static string Refusal(string name, string kind) => kind[..Math.Min(1, kind.Length)] switch
    {
        "O" => "it holds Python objects, which pickle would have to run code to read. Save numbers: a.astype('float64')",
        "U" or "S" or "a" => "it holds text. Save numbers, such as numpy.unique(a, return_inverse=True)[1]",
        "M" or "m" => "it holds dates or times. Save numbers: a.astype('int64')",
        "c" => "it holds complex numbers. Save their real and imaginary parts as arrays of their own",
        "V" => "it holds records or raw bytes. Save each field as an array of its own",
        _ => $"its elements are of the unknown type '{Checkpoints.TensorText.Shown(name)}'; {Readable}",
    };
}
