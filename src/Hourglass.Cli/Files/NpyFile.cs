using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Cli.Files;

/// <summary>Arrays as NumPy's files: version 1.0, little endian, in C order (numpy.lib.format).</summary>
internal static class NpyFile
{
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

    /// <summary>Writes an array.</summary>
    /// <param name="path">The file.</param>
    /// <param name="values">Numbers of type float32, float64 or int64; others become float64.</param>
    public static void Write(string path, Tensor values)
    {
        using var scope = NewDisposeScope();
        var type = values.dtype is ScalarType.Float32 or ScalarType.Int64 ? values.dtype : ScalarType.Float64;
        var array = values.detach().cpu().to_type(type).contiguous();
        using var file = File.Create(path);
        file.Write(Header(type, array.shape));
        if (array.numel() > 0)
        {
            file.Write(array.bytes);
        }
    }

    /// <summary>The bytes before the numbers: a multiple of 64.</summary>
    internal static byte[] Header(ScalarType type, ReadOnlySpan<long> shape)
    {
        var sizes = string.Concat(shape.ToArray().Select(size => size.ToString(CultureInfo.InvariantCulture) + ", "));
        var description = type switch { ScalarType.Float32 => "<f4", ScalarType.Int64 => "<i8", _ => "<f8" };
        var tuple = shape.Length == 1 ? sizes.TrimEnd() : sizes.TrimEnd(',', ' ');
        var words = $"{{'descr': '{description}', 'fortran_order': False, 'shape': ({tuple}), }}";
        var length = (Magic.Length + 2 + words.Length + 1 + Alignment - 1) / Alignment * Alignment;
        var header = new byte[length];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(Magic.Length), (ushort)(length - Magic.Length - 2));
        var text = header.AsSpan(Magic.Length + 2);
        text.Fill((byte)' ');
        Encoding.ASCII.GetBytes(words, text);
        header[^1] = (byte)'\n';
        return header;
    }
}
