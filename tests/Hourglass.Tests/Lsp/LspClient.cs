using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hourglass.Cli.Lsp;
using Hourglass.Compiler.Binding;
using Hourglass.Editor;

namespace Hourglass.Tests.Lsp;

/// <summary>A client of the server within the process: JSON in, JSON out, and bytes of any kind.</summary>
internal sealed class LspClient : IAsyncDisposable
{
    /// <summary>Far more than any answer takes, on a machine that is busy with other things too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Pipe _toServer = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly Pipe _toClient = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonNode>> _answers = new();
    private readonly Task _reading;
    private int _id;

    public LspClient(Func<BindingResult, CancellationToken, string>? draw = null)
    {
        Exit = LanguageServer.RunAsync(
            _toServer.Reader.AsStream(), _toClient.Writer.AsStream(), new ProjectFiles(), draw ?? ((_, _) => "<svg/>"));
        _reading = ReadAsync();
    }

    /// <summary>The server's exit code, once it has ended.</summary>
    public Task<int> Exit { get; }

    /// <summary>What came without being an answer to a request of this client, in order.</summary>
    public BlockingCollection<JsonNode> Told { get; } = [];

    /// <summary>The ids of all answers, as JSON.</summary>
    public ConcurrentQueue<string> Answered { get; } = [];

    /// <summary>A client that has been greeted.</summary>
    /// <param name="capabilities">What it takes, as JSON.</param>
    /// <param name="draw">Draws models.</param>
    public static async Task<LspClient> StartAsync(string capabilities = "{}", Func<BindingResult, CancellationToken, string>? draw = null)
    {
        var client = new LspClient(draw);
        await client.ResultAsync("initialize", $$"""{"processId":null,"capabilities":{{capabilities}}}""");
        client.Notify("initialized", "{}");
        return client;
    }

    public static byte[] Frame(string json)
    {
        var payload = Encoding.UTF8.GetBytes(json);
        return [.. Encoding.ASCII.GetBytes($"Content-Length: {payload.Length}\r\n\r\n"), .. payload];
    }

    public void Write(params ReadOnlySpan<byte> bytes)
    {
        _toServer.Writer.Write(bytes);
        _ = _toServer.Writer.FlushAsync();
    }

    public void Send(string json) => Write(Frame(json));

    public void Notify(string method, string parameters) => Send($$"""{"jsonrpc":"2.0","method":"{{method}}","params":{{parameters}}}""");

    /// <summary>Sends a request.</summary>
    /// <returns>Its id, and its answer.</returns>
    public (int Id, Task<JsonNode> Answer) Ask(string method, string? parameters = null)
    {
        var id = Interlocked.Increment(ref _id);
        var answer = _answers.GetOrAdd(id.ToString(System.Globalization.CultureInfo.InvariantCulture), _ => New());
        Send($$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}"{{(parameters is null ? "" : ",\"params\":" + parameters)}}}""");
        return (id, answer.Task.WaitAsync(Patience));
    }

    /// <summary>The result of a request.</summary>
    public async Task<JsonNode?> ResultAsync(string method, string? parameters = null)
    {
        var answer = await Ask(method, parameters).Answer;
        Assert.True(answer["error"] is null, answer.ToJsonString());
        return answer["result"];
    }

    /// <summary>The code of a request's error.</summary>
    public async Task<(int Code, string Message)> ErrorAsync(string method, string? parameters = null)
    {
        var answer = await Ask(method, parameters).Answer;
        Assert.True(answer["error"] is not null, answer.ToJsonString());
        return (answer["error"]!["code"]!.GetValue<int>(), answer["error"]!["message"]!.GetValue<string>());
    }

    public void Open(string uri, string text, int version = 1) => Notify(
        "textDocument/didOpen",
        $$"""{"textDocument":{"uri":{{Text(uri)}},"languageId":"ae","version":{{version}},"text":{{Text(text)}} } }""");

    /// <summary>Puts a text in the place of a whole document's.</summary>
    public void Replace(string uri, string text, int version) => Notify(
        "textDocument/didChange",
        $$"""{"textDocument":{"uri":{{Text(uri)}},"version":{{version}}},"contentChanges":[{"text":{{Text(text)}}}]}""");

    /// <summary>The next notification of a method, others before it left out.</summary>
    public JsonNode Next(string method)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (DateTime.UtcNow < deadline)
        {
            if (Told.TryTake(out var message, TimeSpan.FromMilliseconds(100)) && message["method"]?.GetValue<string>() == method)
            {
                return message["params"]!;
            }

            if (_reading.IsCompleted && Told.Count == 0)
            {
                break;
            }
        }

        Assert.Fail($"{method} did not come.");
        throw new InvalidOperationException();
    }

    /// <summary>Leaves out what came so far.</summary>
    public void Forget()
    {
        while (Told.TryTake(out _))
        {
        }
    }

    /// <summary>The diagnostics of a document at a version.</summary>
    public JsonArray Diagnostics(string uri, int version)
    {
        while (true)
        {
            var told = Next("textDocument/publishDiagnostics");
            if (told["uri"]!.GetValue<string>() == uri && told["version"]?.GetValue<int>() == version)
            {
                return told["diagnostics"]!.AsArray();
            }
        }
    }

    /// <summary>Ends the stream and waits for the server.</summary>
    public async Task<int> EndAsync()
    {
        await _toServer.Writer.CompleteAsync();
        return await Exit.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await _reading.WaitAsync(Patience);
        Told.Dispose();
    }

    public static string Text(string text) => JsonSerializer.Serialize(text);

    private static TaskCompletionSource<JsonNode> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ReadAsync()
    {
        using var input = _toClient.Reader.AsStream();
        using var reader = new BufferedStream(input);
        while (await LengthAsync(reader) is { } length)
        {
            var payload = new byte[length];
            await reader.ReadExactlyAsync(payload);
            var message = JsonNode.Parse(payload)!;
            if (message["method"] is not null)
            {
                Told.Add(message);
                continue;
            }

            Answered.Enqueue(message["id"]?.ToJsonString() ?? "null");
            if (message["id"] is { } id && _answers.TryRemove(id.ToJsonString(), out var asked))
            {
                asked.SetResult(message);
            }
            else
            {
                Told.Add(message);
            }
        }
    }

    private static async Task<int?> LengthAsync(Stream stream)
    {
        var header = new StringBuilder();
        var one = new byte[1];
        while (!header.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0)
            {
                Assert.Equal("", header.ToString());
                return null;
            }

            header.Append((char)one[0]);
        }

        var line = Assert.Single(header.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("Content-Length: ", line, StringComparison.Ordinal);
        return int.Parse(line["Content-Length: ".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
