using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;

namespace Hourglass.Reports.TensorBoard;

/// <summary>
/// A file of TFRecords: the length (64 bits, little endian), its masked CRC-32C, the message, its masked CRC-32C.
/// </summary>
internal sealed class RecordFile : IDisposable
{
    private readonly FileStream _stream;

    /// <summary>Makes the file; its folder exists.</summary>
    public RecordFile(string path) => _stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);

    /// <summary>Appends a message and hands it to the system.</summary>
    public void Append(IMessage message)
    {
        var body = message.ToByteArray();
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(number, (ulong)body.Length);
        _stream.Write(number);
        WriteCheck(number);
        _stream.Write(body);
        WriteCheck(body);
        _stream.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void WriteCheck(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        // The mask keeps the CRC of a record that holds CRCs from being trivial.
        Span<byte> check = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(check, BitOperations.RotateRight(~crc, 15) + 0xA282EAD8);
        _stream.Write(check);
    }
}
