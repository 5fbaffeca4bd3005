using System.Text.Json;
using Hourglass.Cli.Lsp;
using Hourglass.Cli.Lsp.Answers;
using Hourglass.Cli.Lsp.Protocol;
using Hourglass.Cli.Lsp.Wire;
using Hourglass.Compiler.Ground;

namespace Hourglass.Tests.Lsp;

/// <summary>The small pieces of the protocol.</summary>
public sealed class PieceTests
{
    [Theory]
    [InlineData("file:///home/u/a.ae", "/home/u/a.ae", false)]
    [InlineData("file:///home/u/a%20b%23%25c.ae", "/home/u/a b#%c.ae", false)]
    [InlineData("file:///home/%C3%BC.ae", "/home/ü.ae", false)]
    [InlineData("file:///C:/m/a.ae", @"C:\m\a.ae", true)]
    [InlineData("file://server/m/a%20b.ae", @"\\server\m\a b.ae", true)]
    [InlineData("untitled:Untitled-1", "untitled:Untitled-1", false)]
    [InlineData("untitled:Untitled-1", "untitled:Untitled-1", true)]
    [InlineData("git:/home/u/a.ae?x", "git:/home/u/a.ae?x", false)]
    [InlineData("file://server/m/a.ae", "file://server/m/a.ae", false)]
    [InlineData("", "", false)]
    internal void Documents_have_paths_and_paths_documents(string uri, string path, bool windows)
    {
        Assert.Equal(path, DocumentUri.PathOf(uri, windows));
        Assert.Equal(uri, DocumentUri.Of(path, windows));
    }

    /// <summary>Clients spell a URI in several ways.</summary>
    [Theory]
    [InlineData("file:///c%3A/m/a.ae", @"c:\m\a.ae", true)]
    [InlineData("FILE:///c:/m/a.ae", @"c:\m\a.ae", true)]
    [InlineData("file://localhost/m/a.ae", "/m/a.ae", false)]
    [InlineData("file:///m/./b/../a.ae", "/m/a.ae", false)]
    [InlineData("file:///m/a%zz.ae", "/m/a%zz.ae", false)]
    [InlineData("file:///m/a%00.ae", "file:///m/a%00.ae", false)]
    [InlineData("file:", "file:", false)]
    [InlineData("file://", "file://", false)]
    internal void Other_spellings_are_understood(string uri, string path, bool windows) =>
        Assert.Equal(path, DocumentUri.PathOf(uri, windows));

    [Theory]
    [InlineData("dense($1)$0", "dense()")]
    [InlineData("dense(${1:n}, ${2:relu})", "dense(n, relu)")]
    [InlineData("${1|relu,tanh|} x", "relu x")]
    [InlineData("${1:a ${2:b} c}", "a b c")]
    [InlineData(@"\$1 \} \\", @"$1 } \")]
    [InlineData("${TM_FILENAME}${1}", "")]
    [InlineData("a } $ {", "a } $ {")]
    [InlineData("${1", "")]
    [InlineData("${1|a", "a")]
    public void Snippets_have_a_plain_text(string snippet, string text) => Assert.Equal(text, SnippetText.Plain(snippet));

    [Theory]
    [InlineData("**dense** `n`", "dense n")]
    [InlineData("```ae\nx -> y\n```\nsee [the page](https://x.y) and [that](z)", "x -> y\nsee the page and that")]
    [InlineData("a](b [c](d", "a](b [c](d")]
    public void Markdown_has_a_plain_text(string markdown, string text) => Assert.Equal(text, Markup.Plain(markdown));

    /// <summary>Every unit of a text counts for its columns, halves of pairs included.</summary>
    [Theory]
    [InlineData("\"a\"", 0x61)]
    [InlineData("\"\\ud83d\\ude00\"", 0xd83d, 0xde00)]
    [InlineData("\"x\\ud83d\"", 0x78, 0xd83d)]
    [InlineData("\"\\ude00\\n\\t\\\\\\\"\\u0041\\/\"", 0xde00, 0xa, 9, 0x5c, 0x22, 0x41, 0x2f)]
    public void Texts_are_read_unit_by_unit(string json, params int[] units)
    {
        var change = JsonSerializer.Deserialize($$"""{"text":{{json}} }""", LspJson.Default.ContentChange)!;
        Assert.Equal(units, change.Text.Select(unit => (int)unit));
    }

    [Theory]
    [InlineData("3", 3)]
    [InlineData("-3", 0)]
    [InlineData("4294967295", int.MaxValue)]
    [InlineData("1e300", int.MaxValue)]
    [InlineData("1e400", int.MaxValue)]
    [InlineData("2.7", 2)]
    public void Places_of_any_size_are_read(string json, int line)
    {
        var place = JsonSerializer.Deserialize($$"""{"line":{{json}},"character":0}""", LspJson.Default.LspPosition)!;
        Assert.Equal(line, place.Line);
    }

    [Fact]
    public void A_range_that_ends_before_it_begins_is_turned_round() => Assert.Equal(
        new TextSpan(new(1, 2), new(3, 4)),
        new LspRange(new(3, 4), new(1, 2)).Span);

    [Theory]
    [InlineData("[]", "a message is an object, found an array")]
    [InlineData("null", "a message is an object, found null")]
    [InlineData("{}", "a message has a method, a result or an error")]
    [InlineData("""{"id":1.5,"method":"x"}""", "an id is a whole number or a text, found a number")]
    [InlineData("""{"id":"\ud83d","method":"x"}""", "an id is a whole number or a text, found a text")]
    [InlineData("""{"id":1,"method":null}""", "a method is a text, found null")]
    [InlineData("""{"id":1,"method":"x","params":true}""", "params are an object or an array, found a truth value")]
    [InlineData("""{"jsonrpc":"1.0","id":1,"method":"x"}""", "jsonrpc is \"2.0\", found a text")]
    [InlineData("""{"jsonrpc":2,"id":1,"method":"x"}""", "jsonrpc is \"2.0\", found a number")]
    public void What_is_no_message_is_told(string json, string complaint)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Equal((EnvelopeKind.Invalid, complaint), (Envelope.Of(document.RootElement) is var e ? e.Kind : default, e.Complaint));
    }

    [Theory]
    [InlineData("""{"id":1,"method":"x"}""", "Request False")]
    [InlineData("""{"id":"a","method":"x","params":[]}""", "Request True")]
    [InlineData("""{"id":null,"method":"x","params":null}""", "Request False")]
    [InlineData("""{"jsonrpc":"2.0","method":"x","params":{}}""", "Notification True")]
    [InlineData("""{"id":1,"result":null}""", "Response False")]
    [InlineData("""{"id":1,"error":5}""", "Response False")]
    public void Messages_are_told_apart(string json, string kind)
    {
        using var document = JsonDocument.Parse(json);
        var envelope = Envelope.Of(document.RootElement);
        Assert.Equal(kind, $"{envelope.Kind} {envelope.HasParams}");
    }
}
