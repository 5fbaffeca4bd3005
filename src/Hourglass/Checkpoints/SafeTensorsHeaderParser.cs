using System.Globalization;
using System.Text.Json;

namespace Hourglass.Checkpoints;

/// <summary>The JSON header of a file, checked against the number of bytes that follow it.</summary>
internal sealed class SafeTensorsHeaderParser
{
    private const string TypeMember = "dtype";
    private const string ShapeMember = "shape";
    private const string OffsetsMember = "data_offsets";

    /// <summary>Above that, torch's own loops over dimensions fail.</summary>
    private const int LargestRank = 64;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 4 };

    private readonly Func<string, Exception?, HourglassException> _damaged;

    private SafeTensorsHeaderParser(Func<string, Exception?, HourglassException> damaged) => _damaged = damaged;

    /// <summary>Parses a header.</summary>
    /// <param name="json">Its text.</param>
    /// <param name="dataLength">How many bytes follow it.</param>
    /// <param name="damaged">What to throw where it is malformed, or the tensors do not cover the data exactly once: of what is wrong, and
    /// the cause or null.</param>
    public static SafeTensorsHeader Parse(ReadOnlyMemory<byte> json, long dataLength, Func<string, Exception?, HourglassException> damaged)
    {
        var parser = new SafeTensorsHeaderParser(damaged);
        try
        {
            return parser.Parse(json, dataLength);
        }
        catch (JsonFieldException error)
        {
            throw parser.Error("in its header, " + error.Message, error);
        }
    }

    private SafeTensorsHeader Parse(ReadOnlyMemory<byte> json, long dataLength)
    {
        if (json.Length == 0 || json.Span[0] != (byte)'{')
        {
            throw Error("its header does not begin with '{'");
        }

        using var document = Document(json);
        var members = new JsonField(document.RootElement, "").Members();
        var tensors = members.Where(member => member.Key != SafeTensorsHeader.MetadataName);
        var entries = tensors.Select(member => Entry(member.Key, member.Value)).ToList();
        var metadata = members.TryGetValue(SafeTensorsHeader.MetadataName, out var texts) ? Metadata(texts) : [];
        return new SafeTensorsHeader(CheckCover(entries, dataLength), metadata);
    }

    private JsonDocument Document(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json, Options);
        }
        catch (JsonException error)
        {
            throw Error("its header is no valid JSON: " + error.Message.ReplaceLineEndings(" ").TrimEnd('.'), error);
        }
    }

    private static Dictionary<string, string> Metadata(JsonField field) =>
        field.Members().ToDictionary(member => member.Key, member => member.Value.Text(), StringComparer.Ordinal);

    private SafeTensorsEntry Entry(string name, JsonField field)
    {
        // Other members are passed over, as in the reference implementation.
        var shown = TensorText.Shown(name);
        var members = field.Members();
        if (!members.TryGetValue(TypeMember, out var typeField)
            || !members.TryGetValue(ShapeMember, out var shapeField)
            || !members.TryGetValue(OffsetsMember, out var offsetsField))
        {
            throw Error($"the tensor '{shown}' must have {TypeMember}, {ShapeMember} and {OffsetsMember}");
        }

        var typeName = typeField.Text();
        var (type, size) = SafeTensorsType.Of(typeName) ?? throw Error(SafeTensorsType.IsForeign(typeName)
            ? $"the tensor '{shown}' is of type {typeName}, which torch does not have here; {SafeTensorsType.Names} can be read"
            : $"the tensor '{shown}' is of the unknown type '{TensorText.Shown(typeName)}'; the types are {SafeTensorsType.Names}");
        var shape = Numbers(shapeField);
        if (shape.Length > LargestRank)
        {
            throw Error(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the tensor '{shown}' has {shape.Length} dimensions; torch has no more than {LargestRank}"));
        }

        if (Numbers(offsetsField) is not [var begin, var end])
        {
            throw Error($"the {OffsetsMember} of the tensor '{shown}' must be two numbers");
        }

        var bytes = ByteCount(name, shape, size);
        if (end < begin || end - begin != bytes)
        {
            throw Error(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the tensor '{shown}' of {typeName} [{string.Join(", ", shape)}] takes {bytes} bytes, but its {OffsetsMember} are "
                        + $"{begin} to {end}"));
        }

        return new SafeTensorsEntry(name, typeName, type, size, shape, begin, end);
    }

    private static long[] Numbers(JsonField field) => [.. field.Items().Select(item => item.Whole())];

    /// <summary>The sizes of an empty tensor must not overflow without its zeros either: torch computes strides from them.</summary>
    private long ByteCount(string name, long[] shape, int size)
    {
        try
        {
            var withoutZeros = shape.Aggregate((long)size, (product, dimension) => checked(product * Math.Max(1, dimension)));
            return shape.Contains(0) ? 0 : withoutZeros;
        }
        catch (OverflowException error)
        {
            throw Error($"the shape of the tensor '{TensorText.Shown(name)}' is too large for any memory", error);
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
                throw Error(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"the data of the tensor '{TensorText.Shown(entry.Name)}' begins at {entry.Begin}, "
                        + $"{(entry.Begin < end ? "inside that of another tensor" : "behind a hole")}; expected {end}"));
            }

            end = entry.End;
        }

        if (end != dataLength)
        {
            throw Error(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"its tensors take {end} bytes, and {dataLength} follow the "
                        + $"header{(dataLength < end ? ": the file is cut short" : "")}"));
        }

        return ordered;
    }

    private HourglassException Error(string what, Exception? cause = null) => _damaged(what, cause);
}
