using Hourglass.Tests.Training;

namespace Hourglass.Tests.Lsp;

/// <summary>What is wrong with open documents comes by itself.</summary>
public sealed class DiagnosticsTests : IDisposable
{
    private const string Model = """
        model M {
          data x: real[8]
          encode z = x -> dense(width, relu) -> dense(2)
          decode y = z -> dense(4, relu) -> dense(8)
          minimize mse(y, x)
        }

        """;

    private readonly TemporaryFolder _folder = new();

    public DiagnosticsTests() => File.WriteAllText(_folder.File("a.csproj"), "");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task They_come_with_the_version_and_go_with_the_document()
    {
        await using var client = await LspClient.StartAsync();
        const string uri = "untitled:Untitled-1";
        client.Open(uri, Model, 7);
        var unknown = Assert.Single(client.Diagnostics(uri, 7))!;
        Assert.Equal(("hourglass", 1), (unknown["source"]!.GetValue<string>(), unknown["severity"]!.GetValue<int>()));
        Assert.Equal("""{"line":2,"character":24}""", unknown["range"]!["start"]!.ToJsonString());
        client.Replace(uri, "const width = 4\n" + Model, 8);
        Assert.Empty(client.Diagnostics(uri, 8));
        client.Replace(uri, Model, 9);
        Assert.Single(client.Diagnostics(uri, 9));
        client.Notify("textDocument/didClose", $$"""{"textDocument":{"uri":"{{uri}}"} }""");
        var told = client.Next("textDocument/publishDiagnostics");
        Assert.Equal(uri, told["uri"]!.GetValue<string>());
        Assert.Empty(told["diagnostics"]!.AsArray());
    }

    /// <summary>Related places are for clients that show them.</summary>
    [Theory]
    [InlineData("{}", false)]
    [InlineData("""{"textDocument":{"publishDiagnostics":{"relatedInformation":true} } }""", true)]
    public async Task Related_places_come_where_they_are_shown(string capabilities, bool shown)
    {
        await using var client = await LspClient.StartAsync(capabilities);
        const string uri = "untitled:Untitled-1";
        client.Open(uri, "const width = 4\nconst width = 5\n" + Model);
        var twice = client.Diagnostics(uri, 1).Single(diagnostic => diagnostic!["severity"]!.GetValue<int>() == 1)!;
        Assert.Equal(shown, twice["relatedInformation"] is not null);
        Assert.Contains("\nhelp: ", twice["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    /// <summary>While somebody types, what they typed before is not told any more.</summary>
    [Fact]
    public async Task Keys_one_after_the_other_are_told_once()
    {
        await using var client = await LspClient.StartAsync();
        const string uri = "untitled:Untitled-1";
        client.Open(uri, "", 1);
        client.Diagnostics(uri, 1);
        for (var version = 2; version < 100; version++)
        {
            client.Replace(uri, Model[..version], version);
        }

        client.Replace(uri, Model, 100);
        var told = 0;
        while (client.Next("textDocument/publishDiagnostics")["version"]!.GetValue<int>() != 100)
        {
            told++;
        }

        Assert.True(told < 50, $"{told} of 98 texts were told of.");
    }

    [Fact]
    public async Task An_edit_of_an_import_is_told_of_what_imports_it()
    {
        await using var client = await LspClient.StartAsync(
            """{"workspace":{"inlayHint":{"refreshSupport":true},"semanticTokens":{"refreshSupport":true} } }""");
        File.WriteAllText(_folder.File("sizes.ae"), "const width = 4\n");
        var (model, sizes) = (UriOf("a model.ae"), UriOf("sizes.ae"));
        client.Open(model, "import \"sizes.ae\"\n" + Model);
        Assert.Empty(client.Diagnostics(model, 1));
        client.Open(sizes, "const width = 4\n");
        Assert.Empty(client.Diagnostics(sizes, 1));
        client.Replace(sizes, "const wide = 4\n", 2);
        Assert.NotEmpty(client.Diagnostics(model, 1));
        client.Next("workspace/inlayHint/refresh");
        client.Next("workspace/semanticTokens/refresh");

        // Closed, the disk counts again.
        client.Notify("textDocument/didClose", $$"""{"textDocument":{"uri":"{{sizes}}"} }""");
        Assert.Empty(client.Diagnostics(model, 1));
    }

    /// <summary>With a watching client, and with one that only says that something was saved.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_change_on_the_disk_is_told_too(bool watching)
    {
        await using var client = await LspClient.StartAsync();
        File.WriteAllText(_folder.File("sizes.ae"), "const width = 4\n");
        var model = UriOf("model.ae");
        client.Open(model, "import \"sizes.ae\"\n" + Model);
        Assert.Empty(client.Diagnostics(model, 1));
        File.WriteAllText(_folder.File("sizes.ae"), "const other = 4444\n");
        client.Notify(
            watching ? "workspace/didChangeWatchedFiles" : "textDocument/didSave",
            watching
                ? $$"""{"changes":[{"uri":"{{UriOf("sizes.ae")}}","type":2}]}"""
                : $$"""{"textDocument":{"uri":"{{model}}"} }""");
        Assert.NotEmpty(client.Diagnostics(model, 1));
    }

    private string UriOf(string name) => new Uri(_folder.File(name)).AbsoluteUri;
}
