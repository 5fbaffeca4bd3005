using System.Globalization;
using System.Text;

namespace Hourglass.Tests.Lsp;

/// <summary>Messages as no client should send them, and some as one should; the same for one seed.</summary>
/// <param name="seed">The seed.</param>
internal sealed class RandomMessages(int seed)
{
    private static readonly string[] Methods =
    [
        "textDocument/hover", "textDocument/completion", "textDocument/signatureHelp", "textDocument/definition", "textDocument/references",
        "textDocument/documentHighlight", "textDocument/prepareRename", "textDocument/rename", "textDocument/documentSymbol",
        "textDocument/foldingRange", "textDocument/semanticTokens/full", "textDocument/semanticTokens/range", "textDocument/inlayHint",
        "textDocument/codeAction", "textDocument/formatting", "textDocument/rangeFormatting", "hourglass/graph", "workspace/symbol",
        "textDocument/nothing",
        "initialize", "workspace/executeCommand", "$/unknown", "",
    ];

    private static readonly string[] Notifications =
    [
        "textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "textDocument/didSave",
        "workspace/didChangeWatchedFiles", "workspace/didChangeWorkspaceFolders",
        "$/cancelRequest", "$/setTrace", "$/progress", "initialized", "textDocument/willSave", "unknown",
    ];

    private static readonly string[] Uris =
    [
        "untitled:a", "untitled:b", "file:///nowhere/a%20b.ae", "file:///", "", "\\ud83d", "http://x/y", "file://%00",
        "file:///nowhere/ü.ae",
    ];

    private static readonly string[] Texts =
    [
        "", "\\n", "x", "{", "}", " -> dense(4)", "model M {\\n", "data x: real[8]\\n", "encode z = x -> dense(2)\\n",
        "// \\ud83d\\ude00\\n",
        "\\ud83d", "\\ude00", "\\u0000", "\\r", "\\r\\n", "import \\\"a.ae\\\"\\n", "const width = 4\\n", "block b(n) = dense(n)\\n",
        "\\u2028",
        "minimize mse(y, x)\\n", "\\\"", "/*", "~ normal", "train { epochs: 3 }\\n",
    ];

    private static readonly string[] Values =
    [
        "null", "0", "-1", "1e999", "4294967296", "\"x\"", "true", "[]", "{}", "[[[[]]]]", "{\"uri\":7}", "{\"line\":[]}", "\"\\ud83d\"",
        "1.5",
    ];

    private static readonly string[] Noise =
        ["\r\n", "garbage", "Content-Length: -5\r\n\r\n", "Content-Length: 2\r\n\r\n{]", "\0\0\0", "{}"];

    private readonly Random _random = new(seed);
    private int _version;

    /// <summary>The ids of requests that were written whole, each of which must be answered.</summary>
    public HashSet<int> Requests { get; } = [];

    /// <summary>The bytes of the next message; <paramref name="id"/> is that of a request, should it be one.</summary>
    public byte[] Next(int id) => _random.Next(100) switch
    {
        < 40 => LspClient.Frame(Request(id)),
        < 80 => LspClient.Frame(Notification(id)),
        < 85 => LspClient.Frame(Envelope()),
        < 90 => Torn(LspClient.Frame(Request(id, counts: false))),
        < 95 => Encoding.UTF8.GetBytes(Pick(Noise)),
        _ => LspClient.Frame(new string('[', _random.Next(1, 200))),
    };

    private string Request(int id, bool counts = true)
    {
        if (counts)
        {
            Requests.Add(id);
        }

        return $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{Pick(Methods)}}"{{Parameters(Ask)}} }""";
    }

    private string Notification(int id)
    {
        var method = Pick(Notifications);
        return $$"""{"jsonrpc":"2.0","method":"{{method}}"{{Parameters(() => Tell(method, id))}} }""";
    }

    /// <summary>Mostly of the right form.</summary>
    private string Parameters(Func<string> right) => _random.Next(10) switch
    {
        0 => "",
        1 => $",\"params\":{Pick(Values)}",
        _ => $",\"params\":{right()}",
    };

    private string Ask()
    {
        string[] members =
        [
            Document(), $"\"position\":{Position()}", $"\"range\":{Range()}", "\"newName\":\"y\"", "\"options\":{\"tabSize\":2}",
            "\"query\":\"m\"",
            "\"context\":{\"includeDeclaration\":true,\"triggerKind\":2,\"triggerCharacter\":\" \",\"diagnostics\":[]}",
        ];

        // A part may be missing, and one may be there that nobody knows.
        var left = members.Where(_ => _random.Next(12) > 0).Append(_random.Next(8) == 0 ? $"\"x\":{Pick(Values)}" : "\"y\":1");
        return $"{{{string.Join(',', left)}}}";
    }

    private string Tell(string method, int id) => method switch
    {
        "textDocument/didOpen" =>
            $$"""{"textDocument":{"uri":"{{Pick(Uris)}}","languageId":"ae","version":{{++_version}},"text":"{{Text(12)}}"} }""",
        "textDocument/didChange" =>
            $$"""{"textDocument":{"uri":"{{Pick(Uris)}}","version":{{++_version}} },"contentChanges":[{{Changes()}}]}""",
        "workspace/didChangeWatchedFiles" => $$"""{"changes":[{"uri":"{{Pick(Uris)}}","type":2}]}""",
        "workspace/didChangeWorkspaceFolders" => """{"event":{"added":[{"uri":"file:///none"},{}],"removed":[{"uri":"x"}]} }""",
        "$/cancelRequest" => $$"""{"id":{{Number(Math.Max(0, id - _random.Next(4)))}} }""",
        "$/setTrace" => """{"value":"off"}""",
        _ => $"{{{Document()}}}",
    };

    private string Changes() => string.Join(',', Enumerable.Range(0, _random.Next(3)).Select(_ => _random.Next(8) == 0
        ? $$"""{"text":"{{Text(12)}}"}"""
        : $$"""{"range":{{Range()}},"text":"{{Text(3)}}"}"""));

    private string Text(int most) => string.Concat(Enumerable.Range(0, _random.Next(most)).Select(_ => Pick(Texts)));

    private string Document() => $$"""
        "textDocument":{"uri":"{{Pick(Uris)}}"}
        """;

    private string Range() => $$"""{"start":{{Position()}},"end":{{Position()}} }""";

    private string Position() => $$"""{"line":{{Place()}},"character":{{Place()}} }""";

    private string Place() => _random.Next(12) == 0 ? Pick(["-1", "2147483647", "4294967295", "1e20", "0.5"]) : Number(_random.Next(12));

    /// <summary>A message that is none of the protocol's.</summary>
    private string Envelope() => Pick(
    [
        "[]", "null", "{}", "{\"id\":null}", "{\"id\":{},\"method\":\"x\"}", "{\"id\":7,\"result\":{}}",
        "{\"id\":8,\"error\":{\"code\":\"x\"}}",
        "{\"method\":5}", "{\"jsonrpc\":\"1.0\",\"method\":\"textDocument/didOpen\"}", "{\"jsonrpc\":\"2.0\",\"method\":null}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"\\ud83d\",\"method\":\"x\"}", "{\"method\":\"$/progress\",\"params\":{\"token\":1,\"value\":2}}",
        "{\"method\":\"x\",\"traceparent\":{}}", "{\"method\":\"textDocument/hover\",\"params\":null}",
    ]);

    /// <summary>A piece is missing at the end or within, or a length is wrong.</summary>
    private byte[] Torn(byte[] frame)
    {
        var at = _random.Next(frame.Length);
        return _random.Next(3) switch
        {
            0 => frame[..at],
            1 => [.. frame[..at], .. frame[Math.Min(frame.Length, at + _random.Next(1, 20))..]],
            _ => [.. Encoding.UTF8.GetBytes($"Content-Length: {_random.Next(400)}\r\n\r\n"), .. frame[20..]],
        };
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}
