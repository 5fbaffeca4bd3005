using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Checkpoints;

/// <summary>Reads a file whose every byte is mistrusted.</summary>
internal static class SafeTensorsReader
{
    public static SafeTensorsFile Read(string path)
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var complete = false;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            var header = ReadHeader(path, stream);
            foreach (var entry in header.Entries)
            {
                var tensor = empty(entry.Shape, entry.Type).DetachFromDisposeScope();
                tensors.Add(entry.Name, tensor);
                SafeTensorsMemory.Read(tensor, stream);
            }

            complete = true;
            return new SafeTensorsFile(tensors, header.Metadata);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The safetensors file '{path}' cannot be read: {error.Message}", error);
        }
        catch (ExternalException error)
        {
            throw new DataException($"The safetensors file '{path}' holds a tensor that torch cannot make room for: {error.Message.Split('\n')[0]}", error);
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

    private static SafeTensorsHeader ReadHeader(string path, FileStream stream)
    {
        var file = stream.Length;
        if (file < 8)
        {
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"The file '{path}' is no safetensors file: it has {file} bytes, fewer than the 8 of the header's length."));
        }

        Span<byte> prefix = stackalloc byte[8];
        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > SafeTensorsHeader.MaximumLength)
        {
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"The file '{path}' is no safetensors file, or damaged: it announces a header of {length} bytes; at most {SafeTensorsHeader.MaximumLength} are allowed."));
        }

        if ((long)length > file - 8)
        {
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"The safetensors file '{path}' is cut short: its header has {length} bytes, and only {file - 8} follow."));
        }

        var json = new byte[(int)length];
        stream.ReadExactly(json);
        return SafeTensorsHeaderParser.Parse(path, json, file - 8 - (long)length);
    }
}
