using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Hourglass.Cli.Lsp;

namespace Hourglass.Benchmarks.Editor;

/// <summary>An editor with one document, over the real protocol and within the process.</summary>
internal sealed class EditorClient : IDisposable
{
    private const string Uri = "untitled:models";

    private readonly Stream _output;
    private readonly Stream _input;
    private readonly Task<int> _server;
    private int _version;
    private int _id;

    /// <summary>Opens a document.</summary>
    public EditorClient(string text)
    {
        // Nobody waits for room in a pipe: that would be a part of the latency.
        var (up, down) = (new Pipe(new PipeOptions(pauseWriterThreshold: 0)), new Pipe(new PipeOptions(pauseWriterThreshold: 0)));
        (_output, _input) = (up.Writer.AsStream(), new BufferedStream(down.Reader.AsStream(), 1 << 16));
        _server = LanguageServer.RunAsync(up.Reader.AsStream(), down.Writer.AsStream(), new ProjectFiles(), (_, _) => "<svg/>");
        Ask("initialize", """{"capabilities":{} }""");
        Notify("initialized", "{}");
        Notify(
            "textDocument/didOpen",
            $$"""{"textDocument":{"uri":"{{Uri}}","languageId":"ae","version":0,"text":{{JsonSerializer.Serialize(text)}} } }""");
        WaitForDiagnostics();
    }

    /// <summary>Puts a text in the place of what stands between two columns.</summary>
    public void Edit(int line, int from, int to, string text) => Notify(
        "textDocument/didChange",
        string.Create(CultureInfo.InvariantCulture, $$"""
            {"textDocument":{"uri":"{{Uri}}","version":{{++_version}} },"contentChanges":[{"range":{"start":{"line":{{line}},
            "character":{{from}} },"end":{"line":{{line}},"character":{{to}} } },"text":"{{text}}"}]}
            """));

    /// <summary>Asks at a place, and waits for the answer.</summary>
    /// <returns>The size of the answer.</returns>
    public int AskAt(string method, int line, int column) => Ask(method, string.Create(CultureInfo.InvariantCulture, $$"""
        {"textDocument":{"uri":"{{Uri}}"},"position":{"line":{{line}},"character":{{column}} } }
        """));

    /// <summary>Asks about lines, as many as a screen shows.</summary>
    /// <returns>The size of the answer.</returns>
    public int AskAbout(string method, int line, int lines) => Ask(method, string.Create(CultureInfo.InvariantCulture, $$"""
        {"textDocument":{"uri":"{{Uri}}"},"range":{"start":{"line":{{line}},"character":0},"end":{"line":{{line + lines}},"character":0} } }
        """));

    /// <summary>Waits until the diagnostics of the text as it is have come.</summary>
    public void WaitForDiagnostics()
    {
        while (true)
        {
            using var message = Read();
            if (message.RootElement.TryGetProperty("params", out var told)
                && told.TryGetProperty("version", out var version)
                && version.GetInt32() == _version)
            {
                return;
            }
        }
    }

    /// <summary>Ends the server.</summary>
    public void Dispose()
    {
        _output.Dispose();
        _server.GetAwaiter().GetResult();
        _input.Dispose();
    }

    private int Ask(string method, string parameters)
    {
        var id = ++_id;
        Send(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}} }"""));
        while (true)
        {
            using var message = Read();
            if (message.RootElement.TryGetProperty("id", out var of) && of.GetInt32() == id)
            {
                return message.RootElement.TryGetProperty("error", out var error)
                    ? throw new InvalidOperationException(error.GetRawText())
                    : message.RootElement.GetRawText().Length;
            }
        }
    }

    private void Notify(string method, string parameters) =>
        Send($$"""{"jsonrpc":"2.0","method":"{{method}}","params":{{parameters}} }""");

    private void Send(string json)
    {
        var payload = Encoding.UTF8.GetBytes(json);
        _output.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {payload.Length}\r\n\r\n")));
        _output.Write(payload);
        _output.Flush();
    }

    private JsonDocument Read()
    {
        var length = 0;
        for (var sign = _input.ReadByte(); sign != '\r'; sign = _input.ReadByte())
        {
            length = sign switch
            {
                < 0 => throw new EndOfStreamException("The server has ended."),
                >= '0' and <= '9' => (10 * length) + sign - '0',
                _ => length,
            };
        }

        var payload = new byte[length];
        _input.ReadExactly(payload.AsSpan(0, 3));
        _input.ReadExactly(payload);
        return JsonDocument.Parse(payload);
    }
}
