using System.Text.Json;
using StreamJsonRpc;

namespace Hourglass.Cli.Lsp.Wire;

/// <summary>What kind of message a JSON text is.</summary>
internal enum EnvelopeKind { Request, Notification, Response, Invalid }

/// <summary>The outside of a message, looked at before anything else is made of it: JSON of any form may come.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id, where it has one.</param>
/// <param name="Method">Its method, where it has one.</param>
/// <param name="HasParams">Whether it has parameters.</param>
/// <param name="Complaint">What is wrong with an invalid one.</param>
internal sealed record Envelope(EnvelopeKind Kind, RequestId Id, string? Method, bool HasParams, string? Complaint)
{
    /// <summary>The envelope of a message.</summary>
    public static Envelope Of(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            return Invalid(RequestId.Null, $"a message is an object, found {Found(message)}");
        }

        if (IdOf(message) is not { } id)
        {
            return Invalid(RequestId.Null, $"an id is a whole number or a text, found {Found(message.GetProperty("id"))}");
        }

        if (message.TryGetProperty("jsonrpc", out var version)
            && !(version.ValueKind == JsonValueKind.String && version.ValueEquals("2.0"u8)))
        {
            return Invalid(id, $"jsonrpc is \"2.0\", found {Found(version)}");
        }

        if (!message.TryGetProperty("method", out var method))
        {
            return message.TryGetProperty("result", out _) || message.TryGetProperty("error", out _)
                ? new Envelope(EnvelopeKind.Response, id, null, false, null)
                : Invalid(id, "a message has a method, a result or an error");
        }

        if (TextOf(method) is not { } name)
        {
            return Invalid(id, $"a method is a text, found {Found(method)}");
        }

        var has = message.TryGetProperty("params", out var parameters) && parameters.ValueKind != JsonValueKind.Null;
        return has && parameters.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)
            ? Invalid(id, $"params are an object or an array, found {Found(parameters)}")
            : new Envelope(id.IsEmpty ? EnvelopeKind.Notification : EnvelopeKind.Request, id, name, has, null);
    }

    private static Envelope Invalid(RequestId id, string complaint) =>
        new(EnvelopeKind.Invalid, id.IsEmpty ? RequestId.Null : id, null, false, complaint);

    /// <summary>The id; nothing where it is of another form.</summary>
    private static RequestId? IdOf(JsonElement message)
    {
        if (!message.TryGetProperty("id", out var id))
        {
            return RequestId.NotSpecified;
        }

        return id.ValueKind switch
        {
            JsonValueKind.Null => RequestId.Null,
            JsonValueKind.Number when id.TryGetInt64(out var number) => new RequestId(number),
            JsonValueKind.String when TextOf(id) is { } text => new RequestId(text),
            _ => null,
        };
    }

    /// <summary>A string; null for anything else, and for one that is no Unicode.</summary>
    private static string? TextOf(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are not UTF-8.
            return null;
        }
    }

    private static string Found(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.Null => "null",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => "a truth value",
    };
}
