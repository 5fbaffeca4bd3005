using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;
using StreamJsonRpc.Reflection;

namespace Hourglass.Cli.Lsp.Wire;

/// <summary>
/// The library's message handler behind a door: what it would end the connection for (torn headers, JSON that is no message, answers that
/// nobody asked for) is answered or dropped before it. At the end of the stream it waits for the answers that are on their way.
/// </summary>
/// <param name="writer">Where messages go.</param>
/// <param name="reader">Where they come from.</param>
/// <param name="formatter">Reads and writes them.</param>
internal sealed class Connection(PipeWriter writer, PipeReader reader, SystemTextJsonFormatter formatter)
    : HeaderDelimitedMessageHandler(writer, reader, formatter), IJsonRpcMessageBufferManager
{
    /// <summary>How long the end of the stream waits for answers.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How long <c>exit</c> does, after which nobody listens.</summary>
    private static readonly TimeSpan Haste = TimeSpan.FromSeconds(1);

    private readonly FrameReader _frames = new(reader.AsStream());
    private readonly Lock _lock = new();

    /// <summary>Requests of the client that have no answer yet: how many of each id, as a client may use one twice.</summary>
    private readonly Dictionary<RequestId, int> _asked = [];

    /// <summary>Requests of the server that have no answer yet.</summary>
    private readonly HashSet<RequestId> _asking = [];

    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RequestId _written;
    private bool _ending;

    /// <summary>Which messages are taken.</summary>
    public Lifecycle Lifecycle { get; } = new();

    /// <inheritdoc/>
    void IJsonRpcMessageBufferManager.DeserializationComplete(JsonRpcMessage message) =>
        (message as IJsonRpcMessageBufferManager)?.DeserializationComplete(message);

    /// <inheritdoc/>
    protected override async ValueTask<JsonRpcMessage?> ReadCoreAsync(CancellationToken cancellationToken)
    {
        while (await _frames.ReadAsync(cancellationToken) is { } frame)
        {
            using var json = frame.Json;
            if (json is null)
            {
                Answer(RequestId.Null, JsonRpcErrorCode.ParseError, frame.Damage!);
                continue;
            }

            var envelope = Envelope.Of(json.RootElement);
            if (Lifecycle.Ends(envelope))
            {
                await AnswersAsync(Haste);
                return null;
            }

            if (IsWelcome(envelope) && Read(frame, envelope) is { } message)
            {
                return message;
            }
        }

        await AnswersAsync(Patience);
        return null;
    }

    /// <inheritdoc/>
    protected override void Write(JsonRpcMessage content, CancellationToken cancellationToken)
    {
        if (content is JsonRpcRequest { IsResponseExpected: true } request)
        {
            lock (_lock)
            {
                _asking.Add(request.RequestId);
            }
        }

        base.Write(content, cancellationToken);
        _written = content is JsonRpcResult or JsonRpcError ? ((IJsonRpcMessageWithId)content).RequestId : default;
    }

    /// <inheritdoc/>
    protected override async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        // One message at a time is written and flushed.
        var written = _written;
        await base.FlushAsync(cancellationToken);
        lock (_lock)
        {
            if (_asked.TryGetValue(written, out var count) && count > 1)
            {
                _asked[written] = count - 1;
            }
            else
            {
                _asked.Remove(written);
            }

            if (_ending && _asked.Count == 0)
            {
                _answered.TrySetResult();
            }
        }
    }

    private bool IsWelcome(Envelope message)
    {
        switch (message.Kind)
        {
            case EnvelopeKind.Request:
                var refusal = Ask(message.Id)
                    ? Lifecycle.Refuse(message)
                    : (JsonRpcErrorCode.InvalidRequest, $"the request {message.Id} is not answered yet");
                if (refusal is var (code, why))
                {
                    Answer(message.Id, code, why);
                }

                return refusal is null;
            case EnvelopeKind.Notification:
                return Lifecycle.Takes(message);
            case EnvelopeKind.Response:
                lock (_lock)
                {
                    return _asking.Remove(message.Id);
                }

            default:
                Answer(message.Id, JsonRpcErrorCode.InvalidRequest, message.Complaint!);
                return false;
        }
    }

    /// <summary>Counts a request; false where one of its id is not answered yet.</summary>
    private bool Ask(RequestId id)
    {
        lock (_lock)
        {
            var others = _asked.GetValueOrDefault(id);
            _asked[id] = others + 1;
            return others == 0;
        }
    }

    private JsonRpcMessage? Read(Frame frame, Envelope envelope)
    {
        try
        {
            var payload = envelope.Method is null || envelope.HasParams ? frame.Payload : WithParams(envelope);
            return formatter.Deserialize(new ReadOnlySequence<byte>(payload));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            if (envelope.Kind == EnvelopeKind.Request)
            {
                Answer(envelope.Id, JsonRpcErrorCode.InvalidRequest, $"the message has another form than JSON-RPC: {error.Message}");
            }

            return null;
        }
    }

    /// <summary>A message without parameters, or with null for them, as one with none in an object: every method takes one.</summary>
    private static byte[] WithParams(Envelope message)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("jsonrpc"u8, "2.0"u8);
            switch (message.Id)
            {
                case { IsEmpty: true }:
                    break;
                case { Number: { } number }:
                    json.WriteNumber("id"u8, number);
                    break;
                default:
                    json.WriteString("id"u8, message.Id.String);
                    break;
            }

            json.WriteString("method"u8, message.Method);
            json.WriteStartObject("params"u8);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>Answers without waiting: a client that does not read must not keep the server from reading.</summary>
    private void Answer(RequestId id, JsonRpcErrorCode code, string message)
    {
        var error = new JsonRpcError { RequestId = id, Error = new JsonRpcError.ErrorDetail { Code = code, Message = message } };
        _ = WriteQuietlyAsync(error);
    }

    private async Task WriteQuietlyAsync(JsonRpcError error)
    {
        try
        {
            await WriteAsync(error, CancellationToken.None);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or OperationCanceledException
            or InvalidOperationException)
        {
            // Nobody is there to be told: reading ends by itself.
        }
    }

    private async Task AnswersAsync(TimeSpan patience)
    {
        lock (_lock)
        {
            _ending = true;
            if (_asked.Count == 0)
            {
                _answered.TrySetResult();
            }
        }

        await _answered.Task.WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
