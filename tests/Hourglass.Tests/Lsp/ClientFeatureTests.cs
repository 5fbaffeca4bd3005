using System.Text.Json.Nodes;
using Hourglass.Cli.Lsp.Answers;
using Hourglass.Editor;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Lsp;

/// <summary>Each client gets what it takes: the answers of one text, to clients that take everything and nothing.</summary>
public sealed class ClientFeatureTests : IDisposable
{
    private const string Everything = """
        {"workspace":{"workspaceEdit":{"documentChanges":true} },
        "textDocument":{"completion":{"completionItem":{"snippetSupport":true,"documentationFormat":["markdown","plaintext"]} },
        "hover":{"contentFormat":["markdown"]},
        "signatureHelp":{"signatureInformation":{"documentationFormat":["markdown"],"parameterInformation":{"labelOffsetSupport":true} } },
        "documentSymbol":{"hierarchicalDocumentSymbolSupport":true},"codeAction":{"codeActionLiteralSupport":{"codeActionKind":{} } },
        "rename":{"prepareSupport":true} } }
        """;

    private const string Model = """
        const width = 4

        model M {
          data x: real[8]
          encode z = x -> dense(width, relu) -> dense(2)
          decode y = z -> dense(4, relu) -> dense(8)
          minimize mse(y, x)
        }

        """;

    private readonly TemporaryFolder _folder = new();

    private string Uri => new Uri(_folder.File("m.ae")).AbsoluteUri;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Everything, "markdown")]
    [InlineData("{}", "plaintext")]
    [InlineData("""{"textDocument":{"hover":{"contentFormat":["plaintext"]} } }""", "plaintext")]
    [InlineData("""{"textDocument":{"hover":{"contentFormat":"markdown"} } }""", "plaintext")]
    [InlineData("""{"textDocument":[]}""", "plaintext")]
    [InlineData("null", "plaintext")]
    public async Task Hovers(string capabilities, string kind)
    {
        await using var client = await StartAsync(capabilities);
        var hover = await client.ResultAsync("textDocument/hover", At(4, 19));
        Assert.Equal(kind, hover!["contents"]!["kind"]!.GetValue<string>());
        Assert.Equal(kind == "markdown", hover["contents"]!["value"]!.GetValue<string>().Contains('`', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Everything, true)]
    [InlineData("{}", false)]
    public async Task Completions_have_places_to_fill_in(string capabilities, bool filled)
    {
        await using var client = await StartAsync(capabilities);
        var items = Items(await client.ResultAsync("textDocument/completion", At(4, 18)));
        var dense = Assert.Single(items, item => item["label"]!.GetValue<string>().StartsWith("dense", StringComparison.Ordinal));
        Assert.Equal(filled ? 2 : 1, dense["insertTextFormat"]!.GetValue<int>());
        Assert.Equal(filled, dense["textEdit"]!["newText"]!.GetValue<string>().Contains('$', StringComparison.Ordinal));
        Assert.All(items, item => Assert.True(filled || item["insertTextFormat"]!.GetValue<int>() == 1));
        Assert.All(items, item => Assert.Equal(filled ? "markdown" : "plaintext", item["documentation"]?["kind"]?.GetValue<string>()
            ?? (filled ? "markdown" : "plaintext")));
    }

    /// <summary>Behind a name a space is just a space.</summary>
    [Theory]
    [InlineData(18, true)]
    [InlineData(9, false)]
    public async Task A_space_asks_for_words_behind_a_sign(int column, bool asks)
    {
        await using var client = await StartAsync(Everything);
        var at = At(4, column)[..^1] + ",\"context\":{\"triggerKind\":2,\"triggerCharacter\":\" \"} }";
        Assert.Equal(asks, Items(await client.ResultAsync("textDocument/completion", at)).Count > 0);
    }

    [Theory]
    [InlineData(Everything, true)]
    [InlineData("{}", false)]
    public async Task Signatures_name_their_parameters(string capabilities, bool byPlace)
    {
        await using var client = await StartAsync(capabilities);
        var help = await client.ResultAsync("textDocument/signatureHelp", At(4, 31));
        var signature = help!["signatures"]![0]!;
        var (label, first) = (signature["label"]!.GetValue<string>(), signature["parameters"]![0]!["label"]!);
        Assert.Equal(1, help["activeParameter"]!.GetValue<int>());
        var text = byPlace ? label[first[0]!.GetValue<int>()..first[1]!.GetValue<int>()] : first.GetValue<string>();
        Assert.Contains(text, label, StringComparison.Ordinal);
        Assert.NotEmpty(text);
    }

    [Fact]
    public async Task An_outline_is_a_tree_or_a_list()
    {
        await using var tree = await StartAsync(Everything);
        var model = Assert.Single((await tree.ResultAsync("textDocument/documentSymbol", At(0, 0)))!.AsArray(), item => Name(item) == "M")!;
        Assert.Contains("x", model["children"]!.AsArray().Select(Name));
        await using var list = await StartAsync("{}");
        var items = (await list.ResultAsync("textDocument/documentSymbol", At(0, 0)))!.AsArray();
        Assert.All(items, item => Assert.Equal(Uri, item!["location"]!["uri"]!.GetValue<string>()));
        Assert.Contains(items, item => Name(item) == "x" && item!["containerName"]!.GetValue<string>() == "M");
    }

    [Fact]
    public async Task Changes_name_the_version_that_they_are_of()
    {
        var broken = Model.Replace("dense(4", "desne(4", StringComparison.Ordinal);
        await using var versions = await StartAsync(Everything, broken);
        var action = Assert.Single((await versions.ResultAsync("textDocument/codeAction", Range))!.AsArray())!;
        Assert.Equal(("quickfix", "AE1002"), (action["kind"]!.GetValue<string>(), action["diagnostics"]![0]!["code"]!.GetValue<string>()));
        var document = Assert.Single(action["edit"]!["documentChanges"]!.AsArray())!;
        var identifier = document["textDocument"]!;
        Assert.Equal((Uri, 1), (identifier["uri"]!.GetValue<string>(), identifier["version"]!.GetValue<int>()));
        Assert.Equal("dense", document["edits"]![0]!["newText"]!.GetValue<string>());
        var kinds = Range[..^1] + ",\"context\":{\"diagnostics\":[],\"only\":[\"refactor\"]} }";
        Assert.Empty((await versions.ResultAsync("textDocument/codeAction", kinds))!.AsArray());

        const string literals = """{"textDocument":{"codeAction":{"codeActionLiteralSupport":{} } } }""";
        await using var none = await StartAsync(literals, broken);
        action = Assert.Single((await none.ResultAsync("textDocument/codeAction", Range))!.AsArray())!;
        Assert.Equal("dense", action["edit"]!["changes"]![Uri]![0]!["newText"]!.GetValue<string>());

        await using var commands = await StartAsync("{}", broken);
        Assert.Empty((await commands.ResultAsync("textDocument/codeAction", Range))!.AsArray());
    }

    [Fact]
    public async Task A_name_is_changed_or_the_reason_told()
    {
        await using var client = await StartAsync(Everything);
        var name = await client.ResultAsync("textDocument/prepareRename", At(4, 25));
        Assert.Equal("width", name!["placeholder"]!.GetValue<string>());
        var edit = await client.ResultAsync("textDocument/rename", Renamed("wide"));
        Assert.Equal(2, edit!["documentChanges"]![0]!["edits"]!.AsArray().Count);
        var (code, reason) = await client.ErrorAsync("textDocument/rename", Renamed("no name"));
        Assert.Equal(-32803, code);
        Assert.Contains("no name", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Places_of_a_name_are_found()
    {
        await using var client = await StartAsync("{}");
        var definition = Assert.Single((await client.ResultAsync("textDocument/definition", At(4, 25)))!.AsArray())!;
        Assert.Equal((Uri, 0), (definition["uri"]!.GetValue<string>(), definition["range"]!["start"]!["line"]!.GetValue<int>()));
        var uses = At(4, 25)[..^1] + ",\"context\":{\"includeDeclaration\":false} }";
        Assert.Single((await client.ResultAsync("textDocument/references", uses))!.AsArray());
        Assert.Equal(2, (await client.ResultAsync("textDocument/documentHighlight", At(4, 25)))!.AsArray().Count);
    }

    /// <summary>Each number leads from the piece before to a piece of the text.</summary>
    [Fact]
    public async Task Colours_lie_on_the_words()
    {
        await using var client = await StartAsync("{}");
        var data = (await client.ResultAsync("textDocument/semanticTokens/full", At(0, 0)))!["data"]!.AsArray();
        var (words, line, column) = (new List<string>(), 0, 0);
        for (var i = 0; i < data.Count; i += 5)
        {
            line += data[i]!.GetValue<int>();
            column = data[i + 1]!.GetValue<int>() + (data[i]!.GetValue<int>() == 0 ? column : 0);
            var type = Colours.Legend.TokenTypes[data[i + 3]!.GetValue<int>()];
            words.Add($"{Model.Split('\n')[line].Substring(column, data[i + 2]!.GetValue<int>())} {type} {data[i + 4]!.GetValue<int>()}");
        }

        Assert.Contains("model keyword 0", words);
        Assert.Contains("M class 1", words);
        Assert.Contains("dense function 4", words);
        Assert.Contains("width variable 3", words);
        Assert.Contains("width variable 2", words);
    }

    [Fact]
    public async Task Shapes_stand_behind_stages()
    {
        await using var client = await StartAsync("{}");
        var hints = (await client.ResultAsync("textDocument/inlayHint", Range))!.AsArray();
        Assert.Contains(hints, hint => hint!["position"]!["line"]!.GetValue<int>() == 4
            && hint["label"]!.GetValue<string>().Contains('4', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_text_is_put_in_order()
    {
        await using var client = await StartAsync("{}", Model.Replace("data x", "data    x", StringComparison.Ordinal));
        var edits = (await client.ResultAsync("textDocument/formatting", At(0, 0)[..^1] + ",\"options\":{\"tabSize\":2} }"))!.AsArray();
        Assert.NotEmpty(edits);
        Assert.NotEmpty((await client.ResultAsync("textDocument/foldingRange", At(0, 0)))!.AsArray());
    }

    [Fact]
    public void Every_kind_has_a_number_and_every_colour_a_word()
    {
        Assert.DoesNotContain(1, Enum.GetValues<CompletionKind>().Select(Completions.KindOf));
        Assert.Distinct(Enum.GetValues<CompletionKind>().Select(Completions.KindOf));
        Assert.Distinct(Enum.GetValues<OutlineKind>().Select(Outlines.KindOf));
        Assert.All(Enum.GetValues<TokenColour>(), colour => Assert.Contains(Colours.Of(colour).Type, Colours.Legend.TokenTypes));
    }

    private string Range => $$$"""
        {"textDocument":{"uri":"{{{Uri}}}"},"range":{"start":{"line":0,"character":0},"end":{"line":9,"character":0} } }
        """;

    private string At(int line, int column) =>
        $$"""{"textDocument":{"uri":"{{Uri}}"},"position":{"line":{{line}},"character":{{column}} } }""";

    private string Renamed(string name) => At(4, 25)[..^1] + $",\"newName\":\"{name}\"}}";

    private static string Name(JsonNode? item) => item!["name"]!.GetValue<string>();

    private static List<JsonNode> Items(JsonNode? list) => [.. list!["items"]!.AsArray().OfType<JsonNode>()];

    private async Task<LspClient> StartAsync(string capabilities, string text = Model)
    {
        var client = await LspClient.StartAsync(capabilities);
        client.Open(Uri, text);
        return client;
    }
}
