using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using static TorchSharp.torch;

namespace Hourglass.Checkpoints;

/// <summary>Where a tensor lies: bytes <paramref name="Begin"/> up to <paramref name="End"/> behind the header.</summary>
internal sealed record SafeTensorsEntry(string Name, string TypeName, ScalarType Type, int Size, long[] Shape, long Begin, long End);

/// <summary>The header: entries in the order of their data, and the metadata.</summary>
internal sealed record SafeTensorsHeader(IReadOnlyList<SafeTensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    public const string MetadataName = "__metadata__";

    /// <summary>The reference implementation's limit.</summary>
    public const long MaximumLength = 100_000_000;

    /// <summary>
    /// Lays the tensors out as the reference implementation does: wide types first (so that all are aligned), then by name.
    /// </summary>
    /// <exception cref="HourglassException">A tensor has a type or name that the format lacks.</exception>
    public static SafeTensorsHeader For(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var entries = new List<SafeTensorsEntry>(tensors.Count);
        var end = 0L;
        foreach (var (name, tensor, type) in tensors.Select(pair => (pair.Key, pair.Value, TypeOf(pair.Key, pair.Value)))
            .OrderByDescending(item => item.Item3.Rank)
            .ThenBy(item => item.Key, StringComparer.Ordinal))
        {
            var begin = end;
            end += tensor.numel() * type.Size;
            entries.Add(new SafeTensorsEntry(name, type.Name, tensor.dtype, type.Size, tensor.shape, begin, end));
        }

        return new SafeTensorsHeader(entries, metadata);
    }

    /// <summary>The JSON, padded with spaces to a multiple of eight bytes.</summary>
    public ReadOnlyMemory<byte> ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            WriteMetadata(json);
            foreach (var entry in Entries)
            {
                WriteEntry(json, entry);
            }

            json.WriteEndObject();
        }

        var padding = (8 - (buffer.WrittenCount % 8)) % 8;
        buffer.GetSpan(padding)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        return buffer.WrittenMemory;
    }

    private void WriteMetadata(Utf8JsonWriter json)
    {
        if (Metadata.Count == 0)
        {
            return;
        }

        json.WriteStartObject(MetadataName);
        foreach (var (name, text) in Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(name, text);
        }

        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, SafeTensorsEntry entry)
    {
        json.WriteStartObject(entry.Name);
        json.WriteString("dtype", entry.TypeName);
        json.WriteStartArray("shape");
        foreach (var dimension in entry.Shape)
        {
            json.WriteNumberValue(dimension);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(entry.Begin);
        json.WriteNumberValue(entry.End);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static (string Name, int Size, int Rank) TypeOf(string name, Tensor tensor) => name == MetadataName
        ? throw new HourglassException(
            $"A tensor cannot be saved under the name '{MetadataName}', which the safetensors format keeps for itself.")
        : SafeTensorsType.Of(tensor.dtype)
            ?? throw new HourglassException(
                $"The tensor '{name}' is of type {tensor.dtype}, which the safetensors format lacks; it has {SafeTensorsType.Names}.");
}
