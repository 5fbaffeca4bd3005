using System.Buffers.Binary;
using System.Globalization;
using Hourglass.Files;
using static TorchSharp.torch;

namespace Hourglass.Checkpoints;

/// <summary>Reads a file whose every byte is mistrusted: nothing reaches torch before it is known that torch can take it.</summary>
internal static class SafeTensorsReader
{
    /// <summary>Reads all tensors.</summary>
    /// <param name="path">The file.</param>
    /// <param name="damaged">What to throw where the file is malformed: of what is wrong with it, and the cause or null.</param>
    /// <exception cref="DataException">The system does not hand the file out, or there is no room for a tensor.</exception>
    public static SafeTensorsFile Read(string path, Func<string, Exception?, HourglassException> damaged)
    {
        if (RegularFile.Obstacle(path) is { } obstacle)
        {
            throw new DataException($"The safetensors file '{path}' cannot be read: {obstacle}");
        }

        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var complete = false;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            var header = ReadHeader(stream, damaged);
            foreach (var entry in header.Entries)
            {
                var tensor = Room(path, entry);
                tensors.Add(entry.Name, tensor);
                SafeTensorsMemory.Read(tensor, stream);
                if (entry.Type == ScalarType.Bool && tensor.bytes.IndexOfAnyExceptInRange((byte)0, (byte)1) >= 0)
                {
                    throw damaged($"the tensor '{TensorText.Shown(entry.Name)}' of BOOL has a byte that is neither 0 nor 1", null);
                }
            }

            complete = true;
            return new SafeTensorsFile(tensors, header.Metadata);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The safetensors file '{path}' cannot be read: {error.Message}", error);
        }
        finally
        {
            if (!complete)
            {
                foreach (var tensor in tensors.Values)
                {
                    tensor.Dispose();
                }
            }
        }
    }

    /// <summary>
    /// Memory for a tensor. Its type and shape are known to be good and no larger than the file: what can still be missing is room.
    /// </summary>
    private static Tensor Room(string path, SafeTensorsEntry entry)
    {
        try
        {
            return empty(entry.Shape, entry.Type).DetachFromDisposeScope();
        }
        catch (Exception error)
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"There is no room in memory for the tensor '{TensorText.Shown(entry.Name)}' of '{path}', {entry.End - entry.Begin} bytes. "
                + $"Free some and try again."), error);
        }
    }

    private static SafeTensorsHeader ReadHeader(FileStream stream, Func<string, Exception?, HourglassException> damaged)
    {
        var file = stream.Length;
        if (file < sizeof(ulong))
        {
            throw damaged(
                string.Create(CultureInfo.InvariantCulture, $"there are {file} bytes, fewer than the 8 of the header's length"), null);
        }

        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > SafeTensorsHeader.MaximumLength)
        {
            throw damaged(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"a header of {length} bytes is announced; at most {SafeTensorsHeader.MaximumLength} are allowed"),
                null);
        }

        if ((long)length > file - sizeof(ulong))
        {
            throw damaged(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the file is cut short: its header has {length} bytes, and only {file - sizeof(ulong)} follow"),
                null);
        }

        var json = new byte[(int)length];
        stream.ReadExactly(json);
        return SafeTensorsHeaderParser.Parse(json, file - sizeof(ulong) - (long)length, damaged);
    }
}
