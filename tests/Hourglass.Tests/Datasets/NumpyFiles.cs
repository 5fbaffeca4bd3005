using System.IO.Compression;
using System.Text;

namespace Hourglass.Tests.Datasets;

/// <summary>Files of NumPy's, byte by byte.</summary>
internal static class NumpyFiles
{
    /// <summary>An array with the header that NumPy writes: version 1.0, filled with blanks to a multiple of 64.</summary>
    public static byte[] Array(string descr, string shape, byte[] values, bool fortran = false) =>
        Raw($"{{'descr': '{descr}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}", values);

    /// <summary>An array with any header.</summary>
    public static byte[] Raw(string header, byte[] values, byte version = 1)
    {
        var before = version == 1 ? 10 : 12;
        var text = Encoding.Latin1.GetBytes(header + new string(' ', 63 - ((before + header.Length) % 64)) + "\n");
        byte[] length = version == 1
            ? [(byte)text.Length, (byte)(text.Length >> 8)]
            : [(byte)text.Length, (byte)(text.Length >> 8), 0, 0];
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. values];
    }

    /// <summary>Numbers of double precision, the last byte of each first where that is asked for.</summary>
    public static byte[] Doubles(bool bigEndian, params double[] values) => [.. values.SelectMany(value =>
    {
        var bytes = BitConverter.GetBytes(value);
        return bigEndian ? bytes.Reverse() : bytes;
    })];

    /// <summary>A column of whole numbers.</summary>
    public static byte[] Longs(params long[] values) => Array(
        "<i8",
        $"({values.Length},)",
        [.. values.SelectMany(BitConverter.GetBytes)]);

    /// <summary>An archive of entries.</summary>
    public static byte[] Zip(params (string Name, byte[] Bytes)[] entries)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.Optimal).Open();
                entry.Write(bytes);
            }
        }

        return memory.ToArray();
    }

    /// <summary>An archive like those of anomaly detection: X of two columns, y of labels, five examples.</summary>
    public static byte[] Table() => Zip(
        ("X.npy", Array("<f8", "(5, 2)", Doubles(false, 0.5, 1, 2, 3, 4, 5, 6, 7, 8, 9.25))),
        ("y.npy", Longs(0, 1, 0, 1, 1)));
}
