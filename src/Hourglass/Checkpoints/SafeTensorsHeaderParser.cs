using System.Globalization;
using System.Text.Json;
using static TorchSharp.torch;

namespace Hourglass.Checkpoints;

/// <summary>The JSON header of a file, checked against the number of bytes that follow it.</summary>
internal sealed class SafeTensorsHeaderParser
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    private readonly string _path;

    private SafeTensorsHeaderParser(string path) => _path = path;

    /// <exception cref="DataException">It is malformed, or the tensors do not cover the data exactly once.</exception>
    public static SafeTensorsHeader Parse(string path, ReadOnlyMemory<byte> json, long dataLength) => new SafeTensorsHeaderParser(path).Parse(json, dataLength);

    private SafeTensorsHeader Parse(ReadOnlyMemory<byte> json, long dataLength)
    {
        if (json.Length == 0 || json.Span[0] != (byte)'{')
        {
            throw Error("its header does not begin with '{'");
        }

        try
        {
            using var document = JsonDocument.Parse(json, Options);
            var entries = new List<SafeTensorsEntry>();
            IReadOnlyDictionary<string, string> metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.NameEquals(SafeTensorsHeader.MetadataName))
                {
                    metadata = Metadata(property.Value);
                }
                else
                {
                    entries.Add(Entry(property.Name, property.Value));
                }
            }

            return new SafeTensorsHeader(CheckCover(entries, dataLength), metadata);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is no valid UTF-16, such as a lone surrogate.
            throw Error("its header is no valid JSON: " + error.Message.ReplaceLineEndings(" "), error);
        }
    }

    private Dictionary<string, string> Metadata(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || element.EnumerateObject().Any(property => property.Value.ValueKind != JsonValueKind.String))
        {
            throw Error($"'{SafeTensorsHeader.MetadataName}' must hold nothing but text by name");
        }

        return element.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetString()!, StringComparer.Ordinal);
    }

    private SafeTensorsEntry Entry(string name, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty("dtype", out var typeElement) || typeElement.ValueKind != JsonValueKind.String
            || !element.TryGetProperty("shape", out var shapeElement)
            || !element.TryGetProperty("data_offsets", out var offsetsElement))
        {
            throw Error($"the tensor '{name}' must have dtype, shape and data_offsets");
        }

        var typeName = typeElement.GetString()!;
        var (type, size) = SafeTensorsType.Of(typeName) ?? throw Error(SafeTensorsType.IsForeign(typeName)
            ? $"the tensor '{name}' is of type {typeName}, which torch does not have here; {SafeTensorsType.Names} can be read"
            : $"the tensor '{name}' is of the unknown type '{typeName}'; the types are {SafeTensorsType.Names}");
        var shape = Numbers(name, "shape", shapeElement);
        if (Numbers(name, "data_offsets", offsetsElement) is not [var begin, var end])
        {
            throw Error($"the data_offsets of the tensor '{name}' must be two numbers");
        }

        var bytes = ByteCount(name, shape, size);
        if (end < begin || end - begin != bytes)
        {
            throw Error(string.Create(CultureInfo.InvariantCulture, $"the tensor '{name}' of {typeName} [{string.Join(", ", shape)}] takes {bytes} bytes, but its data_offsets are {begin} to {end}"));
        }

        return new SafeTensorsEntry(name, typeName, type, size, shape, begin, end);
    }

    private long[] Numbers(string name, string what, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw Error($"the {what} of the tensor '{name}' must be a list of numbers");
        }

        return [.. element.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number) && number >= 0
            ? number
            : throw Error($"the {what} of the tensor '{name}' has '{item.GetRawText()}'; it must be whole numbers from 0"))];
    }

    private long ByteCount(string name, long[] shape, int size)
    {
        try
        {
            return shape.Aggregate((long)size, (product, dimension) => checked(product * dimension));
        }
        catch (OverflowException error)
        {
            throw Error($"the shape of the tensor '{name}' is too large for any memory", error);
        }
    }

    /// <summary>The format wants every byte of the data to belong to exactly one tensor.</summary>
    private List<SafeTensorsEntry> CheckCover(List<SafeTensorsEntry> entries, long dataLength)
    {
        var ordered = entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End).ToList();
        var end = 0L;
        foreach (var entry in ordered)
        {
            if (entry.Begin != end)
            {
                throw Error(string.Create(CultureInfo.InvariantCulture, $"the data of the tensor '{entry.Name}' begins at {entry.Begin}, {(entry.Begin < end ? "inside that of another tensor" : "behind a hole")}; expected {end}"));
            }

            end = entry.End;
        }

        if (end != dataLength)
        {
            throw Error(string.Create(CultureInfo.InvariantCulture, $"its tensors take {end} bytes, and {dataLength} follow the header{(dataLength < end ? ": the file is cut short" : "")}"));
        }

        return ordered;
    }

    private DataException Error(string what, Exception? cause = null)
    {
        var message = $"The safetensors file '{_path}' is damaged: {what}. Write it again, or take an older copy.";
        return cause is null ? new DataException(message) : new DataException(message, cause);
    }
}
