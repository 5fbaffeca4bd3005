using System.Globalization;

namespace Hourglass.Tests.Lsp;

/// <summary>The server answers or ignores, and never ends; and it keeps nothing of what it was told before.</summary>
public sealed class RobustnessTests
{
    private const int Messages = 100_000;
    private const int Edits = 10_000;

    private const string Model = """
        model M {
          data x: real[8]
          encode z = x -> dense(4, relu) -> dense(2)
          decode y = z -> dense(4, relu) -> dense(8)
          minimize mse(y, x)
        }

        """;

    [Fact]
    public async Task Random_messages_are_answered_or_ignored()
    {
        var client = await LspClient.StartAsync("""{"textDocument":{"codeAction":{"codeActionLiteralSupport":{} } } }""");
        var messages = new RandomMessages(seed: 19);
        for (var i = 0; i < Messages; i++)
        {
            // Ids far from those of the client's own requests.
            client.Write(messages.Next(1_000_000 + i));
            if (i % 500 == 0)
            {
                // Its turn comes: nobody sends a hundred thousand messages at once. It also shows that the server is there.
                await Known(client);
                client.Forget();
            }
        }

        client.Open("untitled:last", Model);
        Assert.Empty(client.Diagnostics("untitled:last", 1));
        Assert.Null(await client.ResultAsync("shutdown"));
        client.Notify("exit", "{}");
        Assert.Equal(0, await client.Exit);
        await client.DisposeAsync();
        var answered = client.Answered.ToHashSet(StringComparer.Ordinal);
        Assert.True(messages.Requests.Count > Messages / 3, $"{messages.Requests.Count} messages are requests.");
        Assert.DoesNotContain(messages.Requests, id => !answered.Contains(id.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>As in a session of some hours; the first edits fill what is kept on purpose.</summary>
    [Fact]
    public async Task Memory_does_not_grow_with_edits()
    {
        await using var client = await LspClient.StartAsync();
        const string uri = "untitled:memory";
        client.Open(uri, string.Concat(Enumerable.Range(0, 20).Select(i => Model.Replace("M", $"M{i}", StringComparison.Ordinal))));
        await TypeAsync(client, uri, Edits / 5);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await TypeAsync(client, uri, Edits);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        Assert.True(
            after - before < 8 << 20,
            string.Create(CultureInfo.InvariantCulture, $"{before / 1e6:0.0} MB before {Edits} edits, {after / 1e6:0.0} MB after."));
    }

    /// <summary>A number grows and shrinks, digit by digit; every tenth time something is asked, as editors do.</summary>
    private static async Task TypeAsync(LspClient client, string uri, int edits)
    {
        const string at = $$"""{"textDocument":{"uri":"untitled:memory"},"position":{"line":2,"character":24} }""";
        for (var i = 0; i < edits; i++)
        {
            var (from, text) = i % 2 == 0 ? (25, "1") : (26, "");
            client.Notify(
                "textDocument/didChange",
                $$"""
                {"textDocument":{"uri":"{{uri}}","version":{{i + 2}} },"contentChanges":[{"range":{"start":{"line":2,"character":25},
                "end":{"line":2,"character":{{from}} } },"text":"{{text}}"}]}
                """);
            if (i % 10 == 0)
            {
                await client.ResultAsync("textDocument/hover", at);
                await client.ResultAsync("textDocument/semanticTokens/full", at);
                client.Forget();
            }
        }

        await client.ResultAsync("textDocument/foldingRange", at);
    }

    private static async Task Known(LspClient client) =>
        await client.ResultAsync("textDocument/foldingRange", """{"textDocument":{"uri":"untitled:known"} }""");
}
