using System.Buffers.Binary;
using static TorchSharp.torch;

namespace Hourglass.Checkpoints;

/// <summary>Header, then every tensor's bytes straight from its memory.</summary>
internal static class SafeTensorsWriter
{
    public static void Save(string path, SafeTensorsHeader header, IReadOnlyDictionary<string, Tensor> tensors)
    {
        var beside = path + ".writing";
        try
        {
            using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                Write(stream, header, tensors);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Remove(beside);
            throw new HourglassException(
                $"The safetensors file '{path}' cannot be written: {error.Message} {WriteAdvice.For(error)}, "
                + "or choose another folder; what was there before is untouched.",
                error);
        }
        catch
        {
            Remove(beside);
            throw;
        }
    }

    /// <summary>Leaves nothing half-written behind.</summary>
    private static void Remove(string path)
    {
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    private static void Write(Stream stream, SafeTensorsHeader header, IReadOnlyDictionary<string, Tensor> tensors)
    {
        var json = header.ToJson().Span;
        if (json.Length > SafeTensorsHeader.MaximumLength)
        {
            throw new HourglassException("The names and metadata take more than the 100 MB that a safetensors header may have.");
        }

        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        stream.Write(length);
        stream.Write(json);
        foreach (var entry in header.Entries)
        {
            using var scope = NewDisposeScope();
            var values = tensors[entry.Name].detach().cpu().contiguous();
            SafeTensorsMemory.Write(values, stream);
        }
    }
}
