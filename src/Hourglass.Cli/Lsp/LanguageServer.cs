using System.IO.Pipelines;
using System.Text.Json;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.Lsp.Answers;
using Hourglass.Cli.Lsp.Protocol;
using Hourglass.Cli.Lsp.Wire;
using Hourglass.Compiler.Binding;
using Hourglass.Editor;
using StreamJsonRpc;

namespace Hourglass.Cli.Lsp;

/// <summary>
/// The language server: the protocol on one side, a <see cref="Workspace"/> on the other. The methods are in <see cref="Methods"/>.
/// </summary>
internal sealed class LanguageServer
{
    private const int Error = 1;

    private readonly LanguageRpc _rpc;
    private readonly Connection _connection;
    private readonly ProjectFiles _files;
    private readonly CancellationTokenSource _end = new();
    private bool _isTraced;
    private bool _isTracedAtLength;

    private LanguageServer(Stream input, Stream output, ProjectFiles files, Func<BindingResult, CancellationToken, string> draw)
    {
        _files = files;
        _connection = new Connection(PipeWriter.Create(output), PipeReader.Create(input), LspJson.Formatter());
        _rpc = new LanguageRpc(_connection);
        _rpc.Failed += OnFailed;
        _rpc.Dispatched += OnDispatched;
        Session = new Session(new Workspace(files));
        Publisher = new DiagnosticsPublisher(Session, TellAsync, AskAsync, OnFailed);
        Draw = draw;
        Methods.AddTo(this, _rpc);
    }

    /// <summary>What answers need.</summary>
    public Session Session { get; }

    /// <summary>Tells the client what is wrong with its documents.</summary>
    public DiagnosticsPublisher Publisher { get; }

    /// <summary>Draws models.</summary>
    public Func<BindingResult, CancellationToken, string> Draw { get; }

    /// <summary>The order of changes and questions.</summary>
    public WorkQueue Queue { get; } = new();

    /// <summary>Serves one client, until it says <c>exit</c>, its stream ends, or its process does.</summary>
    /// <param name="input">What the client says.</param>
    /// <param name="output">What it is told.</param>
    /// <param name="files">Files that are not open.</param>
    /// <param name="draw">Draws a model that is bound.</param>
    /// <param name="client">The client's process, where the command line names it.</param>
    /// <returns>The exit code: 0 where <c>shutdown</c> came before the end, 1 otherwise.</returns>
    public static async Task<int> RunAsync(
        Stream input,
        Stream output,
        ProjectFiles files,
        Func<BindingResult, CancellationToken, string> draw,
        int? client = null)
    {
        var server = new LanguageServer(input, output, files, draw);
        if (client is { } process)
        {
            server.EndWith(process);
        }

        var publishing = server.Publisher.RunAsync(server._end.Token);
        using var rpc = server._rpc;
        rpc.StartListening();
        try
        {
            await rpc.Completion.WaitAsync(server._end.Token);
        }
        catch (OperationCanceledException) when (server._end.IsCancellationRequested)
        {
            // The client's process is gone.
        }
        finally
        {
            await server._end.CancelAsync();
            await publishing;
        }

        return server._connection.Lifecycle.IsShutDown ? ExitCodes.Success : ExitCodes.Failure;
    }

    /// <summary><c>initialize</c>.</summary>
    public InitializeResult Initialize(InitializeParams client)
    {
        Session.Client = ClientFeatures.Of(client.Capabilities);
        Session.Folders.Begin(client);
        Trace(client.Trace);
        if (client.ProcessId is { ValueKind: JsonValueKind.Number } id && id.TryGetInt32(out var process))
        {
            EndWith(process);
        }

        return new InitializeResult(Capabilities.Of(Session.Client), new ServerInfo("hourglass", HourglassTool.Version));
    }

    /// <summary><c>initialized</c>: what only the server can ask for.</summary>
    public void Initialized()
    {
        if (Session.Client.Watching)
        {
            var watch = new WatchOptions([new FileWatcher("**/*.ae")]);
            _ = AskAsync("client/registerCapability", new RegistrationParams([new("files", "workspace/didChangeWatchedFiles", watch)]));
        }
    }

    /// <summary><c>$/setTrace</c>.</summary>
    public void Trace(string? value)
    {
        _isTraced = value is "messages" or "verbose";
        _isTracedAtLength = value is "verbose";
    }

    /// <summary>Changes the text of a file. What depends on it is looked at again, too.</summary>
    public void Change(string path, Action change)
    {
        Publisher.Interrupt();
        try
        {
            change();
        }
        finally
        {
            Publisher.Touch(path, Session.Workspace.DependentsOf(path));
        }
    }

    /// <summary>A file has changed on the disk.</summary>
    public void ChangeOnDisk(string path) => Change(path, () => Session.Workspace.ChangedOnDisk(path));

    /// <summary>Looks for files that have changed on the disk.</summary>
    public void LookAtDisk()
    {
        foreach (var path in _files.Changed())
        {
            ChangeOnDisk(path);
        }
    }

    private void EndWith(int process) => _ = Task.Run(async () =>
    {
        await ClientProcess.EndOfAsync(process, _end.Token);
        await _end.CancelAsync();
    });

    private Task TellAsync(string method, object parameters) => QuietlyAsync(_rpc.NotifyWithParameterObjectAsync(method, parameters));

    private Task AskAsync(string method, object? parameters) => QuietlyAsync(_rpc.InvokeWithParameterObjectAsync(method, parameters));

    private void OnFailed(string line, Exception exception)
    {
        _ = TellAsync("window/logMessage", new LogMessageParams(Error, line));
        if (_isTracedAtLength)
        {
            _ = TellAsync("$/logTrace", new LogTraceParams(line, exception.ToString()));
        }
    }

    private void OnDispatched(string method, TimeSpan time)
    {
        if (_isTraced)
        {
            _ = TellAsync("$/logTrace", new LogTraceParams(FormattableString.Invariant($"{method}: {time.TotalMilliseconds:0.0} ms")));
        }
    }

    /// <summary>Messages to a client that is gone, and requests that it does not take, are nothing to be told of.</summary>
    private static async Task QuietlyAsync(Task message)
    {
        try
        {
            await message;
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or OperationCanceledException or RemoteRpcException
            or InvalidOperationException)
        {
            // See above.
        }
    }
}
