using System.Diagnostics;
using System.Text.Json;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace Hourglass.Cli.Lsp.Wire;

/// <summary>The library's connection, with this server's words for what goes wrong: one line, and no stack trace to the client.</summary>
internal sealed class LanguageRpc : JsonRpc
{
    /// <summary>A connection over a message handler.</summary>
    public LanguageRpc(IJsonRpcMessageHandler handler)
        : base(handler)
    {
        TraceSource.Switch.Level = SourceLevels.Off;
        CancelLocallyInvokedMethodsWhenConnectionIsClosed = true;
    }

    /// <summary>Is told of mistakes of the server: the line for the user, and the exception for whoever traces the server.</summary>
    public event Action<string, Exception>? Failed;

    /// <summary>Is told of the time that each message took.</summary>
    public event Action<string, TimeSpan>? Dispatched;

    /// <inheritdoc/>
    protected override JsonRpcError.ErrorDetail CreateErrorDetails(JsonRpcRequest request, Exception exception)
    {
        if (exception is LocalRpcException refusal)
        {
            return new() { Code = (JsonRpcErrorCode)refusal.ErrorCode, Message = refusal.Message };
        }

        // What cannot be read has a place in the message; what cannot be written has none.
        var isOfParams = exception is JsonException { Path: not null };
        var line = isOfParams
            ? $"{request.Method} has other parameters than the protocol's: {FirstLine(exception.Message)}"
            : $"{request.Method} failed with {exception.GetType().Name}: {FirstLine(exception.Message)} This is a mistake of the tool; "
                + "please report it with the model's text.";
        if (!isOfParams || request.IsNotification)
        {
            Failed?.Invoke(line, exception);
        }

        return new() { Code = isOfParams ? JsonRpcErrorCode.InvalidParams : JsonRpcErrorCode.InternalError, Message = line };
    }

    /// <inheritdoc/>
    protected override async ValueTask<JsonRpcMessage> DispatchRequestAsync(
        JsonRpcRequest request,
        TargetMethod targetMethod,
        CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            return await base.DispatchRequestAsync(request, targetMethod, cancellationToken);
        }
        finally
        {
            Dispatched?.Invoke(request.Method!, Stopwatch.GetElapsedTime(start));
        }
    }

    private static string FirstLine(string text) => Hosting.Failures.FirstLine(text);
}
