using System.Text;
using System.Text.Json.Nodes;
using Hourglass.Compiler.Binding;
using Hourglass.Editor;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Lsp;

/// <summary>The protocol's rules: what comes when, and how it is answered.</summary>
public sealed class ServerTests : IDisposable
{
    private const string Uri = "untitled:Untitled-1";

    private const string Model = """
        model M {
          data x: real[8]
          encode z = x -> dense(4, relu) -> dense(2)
          decode y = z -> dense(4, relu) -> dense(8)
          minimize mse(y, x)
        }

        """;

    private const string At = $$"""{"textDocument":{"uri":"{{Uri}}"},"position":{"line":2,"character":20} }""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Requests_have_their_time()
    {
        var client = new LspClient();
        Assert.Equal((-32002, "textDocument/hover came before initialize"), await client.ErrorAsync("textDocument/hover", At));
        Assert.Equal((-32002, "shutdown came before initialize"), await client.ErrorAsync("shutdown"));
        var result = await client.ResultAsync("initialize", """{"processId":null,"rootUri":null,"capabilities":{}}""");
        Assert.Equal("hourglass", result!["serverInfo"]!["name"]!.GetValue<string>());
        Assert.Equal("utf-16", result["capabilities"]!["positionEncoding"]!.GetValue<string>());
        Assert.Equal((-32600, "initialize came a second time"), await client.ErrorAsync("initialize", "{}"));
        Assert.Null(await client.ResultAsync("shutdown"));
        Assert.Equal((-32600, "textDocument/hover came after shutdown"), await client.ErrorAsync("textDocument/hover", At));
        client.Notify("exit", "null");
        Assert.Equal(0, await client.Exit);
    }

    /// <summary>Without <c>shutdown</c> the end is none that the server could have expected.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_end_without_shutdown_is_told_by_the_exit_code(bool byMessage)
    {
        var client = await LspClient.StartAsync();
        if (byMessage)
        {
            client.Send("""{"jsonrpc":"2.0","method":"exit"}""");
            Assert.Equal(1, await client.Exit);
        }
        else
        {
            Assert.Equal(1, await client.EndAsync());
        }
    }

    /// <summary>Whoever writes all of its requests and closes the stream gets all answers.</summary>
    [Fact]
    public async Task Answers_that_are_on_their_way_come_before_the_end()
    {
        var client = await LspClient.StartAsync();
        client.Open(Uri, Model);
        Task<JsonNode>[] answers = [.. Enumerable.Range(0, 50).Select(_ => client.Ask("textDocument/foldingRange", At).Answer)];
        await client.EndAsync();
        Assert.All(await Task.WhenAll(answers), answer => Assert.Null(answer["error"]));
    }

    /// <summary>Clients name their folders, or as older ones one; and tell which they open and close later.</summary>
    [Theory]
    [InlineData("\"workspaceFolders\":[{\"uri\":\"%\",\"name\":\"a\"}]")]
    [InlineData("\"rootUri\":\"%/\"")]
    public async Task Models_are_found_by_name_in_the_folders_of_the_client(string folders)
    {
        Directory.CreateDirectory(_folder.File("a"));
        Directory.CreateDirectory(_folder.File("b"));
        File.WriteAllText(_folder.File("a/one.ae"), "\nmodel One { data x: real }\n");
        File.WriteAllText(_folder.File("b/two.ae"), "model Two { data x: real }\n");
        var (a, b) = (new Uri(_folder.File("a")).AbsoluteUri, new Uri(_folder.File("b")).AbsoluteUri);
        await using var client = new LspClient();
        await client.ResultAsync("initialize", $$"""{"capabilities":{},{{folders.Replace("%", a, StringComparison.Ordinal)}} }""");
        var found = Assert.Single((await client.ResultAsync("workspace/symbol", """{"query":"o"}"""))!.AsArray())!;
        Assert.Equal(("One", 5), (found["name"]!.GetValue<string>(), found["kind"]!.GetValue<int>()));
        Assert.Equal(a + "/one.ae", found["location"]!["uri"]!.GetValue<string>());
        Assert.Equal("""{"line":1,"character":6}""", found["location"]!["range"]!["start"]!.ToJsonString());

        client.Notify(
            "workspace/didChangeWorkspaceFolders",
            $$"""{"event":{"added":[{"uri":"{{b}}","name":"b"}],"removed":[{"uri":"{{a}}","name":"a"}]} }""");
        found = Assert.Single((await client.ResultAsync("workspace/symbol", """{"query":""}"""))!.AsArray())!;
        Assert.Equal("Two", found["name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("textDocument/nothing", "{}", -32601)]
    [InlineData("$/nothing", "{}", -32601)]
    [InlineData("textDocument/hover", "{}", -32602)]
    [InlineData("textDocument/hover", null, -32602)]
    [InlineData("textDocument/hover", "null", -32602)]
    [InlineData("textDocument/hover", "[]", -32602)]
    [InlineData("textDocument/hover", "[{}]", -32602)]
    [InlineData("textDocument/hover", """{"textDocument":5,"position":{"line":0,"character":0}}""", -32602)]
    [InlineData("textDocument/hover", """{"textDocument":{"uri":null},"position":{"line":0,"character":0}}""", -32602)]
    [InlineData("textDocument/hover", """{"textDocument":{"uri":"a"},"position":{"line":"0","character":0}}""", -32602)]
    [InlineData("textDocument/hover", "5", -32600)]
    public async Task Other_requests_are_refused(string method, string? parameters, int code)
    {
        await using var client = await LspClient.StartAsync();
        var (found, message) = await client.ErrorAsync(method, parameters);
        Assert.Equal(code, found);
        Assert.DoesNotContain('\n', message);
        Assert.DoesNotContain("   at ", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_of_the_server_is_one_line_and_the_server_lives()
    {
        await using var client = await LspClient.StartAsync(draw: (_, _) => throw new InvalidOperationException("The pen broke.\nTwice."));
        client.Open(Uri, Model);
        var (code, message) = await client.ErrorAsync("hourglass/graph", At);
        Assert.Equal(-32603, code);
        Assert.Equal(
            "hourglass/graph failed with InvalidOperationException: The pen broke. This is a mistake of the tool; please report it with "
            + "the model's text.",
            message);
        var logged = client.Next("window/logMessage");
        Assert.Equal((1, message), (logged["type"]!.GetValue<int>(), logged["message"]!.GetValue<string>()));
        await client.ResultAsync("textDocument/foldingRange", At);
    }

    [Fact]
    public async Task Whoever_traces_the_server_sees_what_took_how_long_and_why_it_failed()
    {
        await using var client = await LspClient.StartAsync(draw: (_, _) => throw new InvalidOperationException("The pen broke."));
        client.Notify("$/setTrace", """{"value":"verbose"}""");
        client.Open(Uri, Model);
        await client.ErrorAsync("hourglass/graph", At);
        string? verbose = null;
        while (verbose is null)
        {
            verbose = client.Next("$/logTrace")["verbose"]?.GetValue<string>();
        }

        Assert.Contains("   at ", verbose, StringComparison.Ordinal);
        Assert.EndsWith(" ms", client.Next("$/logTrace")["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    /// <summary>At once, though its turn has not come.</summary>
    [Fact]
    public async Task A_request_that_is_taken_back_is_answered_so()
    {
        using var drawing = new SemaphoreSlim(0);
        using var drawn = new SemaphoreSlim(0);
        await using var client = await LspClient.StartAsync(draw: Draw);
        client.Open(Uri, Model);
        client.Notify("$/cancelRequest", """{"id":{} }""");
        client.Notify("$/cancelRequest", """{"id":"no such"}""");

        // A change waits for the answer before it, though not for long: a machine that is busy gets some tries.
        var codes = new List<int?>();
        while (codes.Count < 10 && !codes.Contains(-32800))
        {
            var slow = client.Ask("hourglass/graph", At);
            Assert.True(await drawing.WaitAsync(60_000, TestContext.Current.CancellationToken), "Nothing is drawn.");
            client.Replace(Uri, Model + "\n", 2);
            var (id, answer) = client.Ask("textDocument/hover", At);
            client.Notify("$/cancelRequest", $$"""{"id":{{id}} }""");
            codes.Add((await answer)["error"]?["code"]!.GetValue<int>());
            drawn.Release();
            Assert.Null((await slow.Answer)["error"]);
        }

        Assert.Equal(-32800, codes[^1]);

        string Draw(BindingResult model, CancellationToken cancellation)
        {
            drawing.Release();
            drawn.Wait(60_000);
            return "<svg/>";
        }
    }

    /// <summary>A client that uses an id twice gets two answers, of which one is the right one.</summary>
    [Fact]
    public async Task An_id_in_use_is_not_used_again()
    {
        using var drawn = new SemaphoreSlim(0);
        await using var client = await LspClient.StartAsync(draw: (_, _) => drawn.Wait(60_000) ? "<svg/>" : "");
        client.Open(Uri, Model);
        client.Send($$"""{"jsonrpc":"2.0","id":"a","method":"hourglass/graph","params":{{At}} }""");
        client.Send($$"""{"jsonrpc":"2.0","id":"a","method":"textDocument/hover","params":{{At}} }""");
        var refused = Unasked(client);
        Assert.Equal((-32600, "\"a\""), (refused["error"]!["code"]!.GetValue<int>(), refused["id"]!.ToJsonString()));
        drawn.Release();
        Assert.Null(Unasked(client)["error"]);
    }

    [Fact]
    public async Task Torn_messages_are_answered_and_the_next_one_counts()
    {
        await using var client = await LspClient.StartAsync();
        client.Open(Uri, Model);
        client.Write([.. "Content-Length: 70\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\""u8]);
        await client.ResultAsync("textDocument/foldingRange", At);
        Assert.Equal(-32700, Unasked(client)["error"]!["code"]!.GetValue<int>());
        client.Write([.. "\r\n\r\n\r\n<html>\r\n\r\n"u8]);
        await client.ResultAsync("textDocument/foldingRange", At);
        Assert.Equal(-32700, Unasked(client)["error"]!["code"]!.GetValue<int>());
        client.Send("[]");
        Assert.Equal(-32600, Unasked(client)["error"]!["code"]!.GetValue<int>());
        client.Send("""{"jsonrpc":"2.0","id":3000,"result":null}""");
        client.Send("""{"jsonrpc":"2.0","id":3000,"error":null}""");
        client.Send($$"""{"jsonrpc":"2.0","id":3001,"method":"textDocument/hover","traceparent":5,"params":{{At}} }""");
        Assert.Equal(-32600, Unasked(client)["error"]!["code"]!.GetValue<int>());
        await client.ResultAsync("textDocument/foldingRange", At);
    }

    /// <summary>The client's answers to the server's requests, of whatever form, end nothing.</summary>
    [Theory]
    [InlineData("\"result\":null")]
    [InlineData("\"error\":{\"code\":-32601,\"message\":\"no\"}")]
    [InlineData("\"error\":5")]
    [InlineData("\"result\":{\"a\":[1,\"\\ud83d\"]}")]
    public async Task Files_are_watched_where_a_client_can(string answer)
    {
        await using var client = await LspClient.StartAsync("""{"workspace":{"didChangeWatchedFiles":{"dynamicRegistration":true} } }""");
        var asked = Unasked(client);
        Assert.Equal("client/registerCapability", asked["method"]!.GetValue<string>());
        Assert.Contains("\"globPattern\":\"**/*.ae\"", asked.ToJsonString(), StringComparison.Ordinal);
        client.Send($$"""{"jsonrpc":"2.0","id":{{asked["id"]!.ToJsonString()}},{{answer}} }""");
        client.Open(Uri, Model);
        await client.ResultAsync("textDocument/foldingRange", At);
    }

    private static JsonNode Unasked(LspClient client)
    {
        while (true)
        {
            Assert.True(client.Told.TryTake(out var message, 60_000), "Nothing came.");
            if (message["method"]?.GetValue<string>() is null or "client/registerCapability")
            {
                return message;
            }
        }
    }
}
