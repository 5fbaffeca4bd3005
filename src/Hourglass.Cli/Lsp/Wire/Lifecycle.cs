using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace Hourglass.Cli.Lsp.Wire;

/// <summary>Which messages are taken when: nothing before <c>initialize</c>, only <c>exit</c> after <c>shutdown</c>.</summary>
internal sealed class Lifecycle
{
    /// <summary>The protocol's code for a request that comes before <c>initialize</c>.</summary>
    public const JsonRpcErrorCode NotInitialized = (JsonRpcErrorCode)(-32002);

    private const string Cancellation = "$/cancelRequest";
    private const string Exit = "exit";

    private State _state;

    private enum State { Fresh, Running, ShutDown }

    /// <summary>Whether the client has said that it will say no more.</summary>
    public bool IsShutDown => _state == State.ShutDown;

    /// <summary>Whether a message ends the connection.</summary>
    public static bool Ends(Envelope message) => message.Kind == EnvelopeKind.Notification && message.Method == Exit;

    /// <summary>Whether a notification counts.</summary>
    public bool Takes(Envelope notification) => _state == State.Running || notification.Method == Cancellation;

    /// <summary>Why a request is refused; null where it is not.</summary>
    public (JsonRpcErrorCode Code, string Message)? Refuse(Envelope request)
    {
        switch (_state, request.Method)
        {
            case (State.Fresh, "initialize"):
                _state = State.Running;
                return null;
            case (State.Fresh, _):
                return (NotInitialized, $"{request.Method} came before initialize");
            case (State.ShutDown, _):
                return (JsonRpcErrorCode.InvalidRequest, $"{request.Method} came after shutdown");
            case (_, "initialize"):
                return (JsonRpcErrorCode.InvalidRequest, "initialize came a second time");
            case (_, "shutdown"):
                _state = State.ShutDown;
                return null;
            default:
                return null;
        }
    }
}
