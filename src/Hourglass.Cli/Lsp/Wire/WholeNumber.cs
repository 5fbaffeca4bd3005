using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hourglass.Cli.Lsp.Wire;

/// <summary>Reads lines and columns of any size: what lies outside of the text counts as its nearest place.</summary>
internal sealed class WholeNumber : JsonConverter<int>
{
    /// <inheritdoc/>
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            throw new JsonException($"a number was expected, found {reader.TokenType}");
        }

        return reader.TryGetInt32(out var number) ? Math.Max(0, number) : (int)Math.Clamp(reader.GetDouble(), 0, int.MaxValue);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
