using System.Diagnostics;
using System.Text.Json;
using StreamJsonRpc;

namespace Hourglass.Package.Tests;

/// <summary>A language server as a process, and the little of an editor that a test needs: one document is open.</summary>
internal sealed class LanguageServer : IDisposable
{
    private readonly Process _process;
    private readonly JsonRpc _rpc;
    private readonly string _folder;
    private readonly CancellationToken _cancellation;
    private string _document = "";
    private string _text = "";

    private LanguageServer(Process process, string folder, CancellationToken cancellation)
    {
        _process = process;
        _folder = folder;
        _cancellation = cancellation;
        var streams = new HeaderDelimitedMessageHandler(
            process.StandardInput.BaseStream,
            process.StandardOutput.BaseStream,
            new SystemTextJsonFormatter());
        _rpc = new JsonRpc(streams);

        // What servers ask of editors, and need no more than an answer.
        _rpc.AddLocalRpcMethod("workspace/configuration", (JsonElement items) => new object?[items.GetArrayLength()]);
        _rpc.AddLocalRpcMethod("client/registerCapability", (JsonElement registrations) => (object?)null);
        _rpc.AddLocalRpcMethod("window/workDoneProgress/create", (JsonElement token) => (object?)null);
        _rpc.StartListening();
    }

    /// <summary>Starts a server for a folder.</summary>
    public static async Task<LanguageServer> Start(string file, string folder, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(file)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        // What it logs is read, so that it can go on, and is not kept.
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        var server = new LanguageServer(process, folder, cancellation);
        var capabilities = new { workspace = new { didChangeWatchedFiles = new { dynamicRegistration = true }, configuration = true } };
        await server._rpc.InvokeWithParameterObjectAsync<JsonElement>(
            "initialize",
            new
            {
                processId = Environment.ProcessId,
                rootUri = server.Uri(""),
                workspaceFolders = new[] { new { uri = server.Uri(""), name = "test" } },
                capabilities,
            },
            cancellation);
        await server._rpc.NotifyWithParameterObjectAsync("initialized", new { });
        return server;
    }

    /// <summary>Opens a document of the folder, about whose text is asked from then on.</summary>
    public async Task Open(string document)
    {
        _document = document;
        _text = await File.ReadAllTextAsync(Path.Combine(_folder, document), _cancellation);
        await _rpc.NotifyWithParameterObjectAsync(
            "textDocument/didOpen",
            new { textDocument = new { uri = Uri(document), languageId = "csharp", version = 1, text = _text } });
    }

    /// <summary>Where an editor goes from some text: <c>Models/small.ae(2,7)</c>, counted from 1.</summary>
    public async Task<string[]> Definition(string text)
    {
        var found = await Ask("definition", text, 0);
        return [.. found.EnumerateArray().Select(Location)];
    }

    /// <summary>What an editor shows of some text.</summary>
    public async Task<string> Hover(string text)
    {
        var shown = await Ask("hover", text, 0);
        return shown.ValueKind == JsonValueKind.Null ? "" : shown.GetProperty("contents").GetProperty("value").GetString()!;
    }

    /// <summary>What an editor lists behind some text.</summary>
    public async Task<string[]> Completion(string text)
    {
        var list = await Ask("completion", text, text.Length);
        var items = list.ValueKind == JsonValueKind.Object ? list.GetProperty("items") : list;
        return [.. items.EnumerateArray().Select(item => item.GetProperty("label").GetString()!)];
    }

    /// <summary>Tells that files have changed.</summary>
    public Task Changed(params string[] files) => _rpc.NotifyWithParameterObjectAsync(
        "workspace/didChangeWatchedFiles",
        new { changes = files.Select(file => new { uri = Uri(file), type = 2 }).ToArray() });

    public void Dispose()
    {
        _rpc.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private Task<JsonElement> Ask(string what, string text, int offset)
    {
        var at = _text.IndexOf(text, StringComparison.Ordinal) + offset;
        var lines = _text[..at].Split('\n');
        return _rpc.InvokeWithParameterObjectAsync<JsonElement>(
            "textDocument/" + what,
            new
            {
                textDocument = new { uri = Uri(_document) },
                position = new { line = lines.Length - 1, character = lines[^1].Length },
            },
            _cancellation);
    }

    private string Location(JsonElement location)
    {
        var path = Path.GetRelativePath(_folder, new Uri(location.GetProperty("uri").GetString()!).LocalPath).Replace('\\', '/');
        var start = location.GetProperty("range").GetProperty("start");
        var (line, column) = (start.GetProperty("line").GetInt32() + 1, start.GetProperty("character").GetInt32() + 1);
        return FormattableString.Invariant($"{path}({line},{column})");
    }

    private string Uri(string file) => new Uri(Path.Combine(_folder, file)).AbsoluteUri;
}
