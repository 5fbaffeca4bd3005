using System.IO.Pipelines;
using System.Text;
using CsCheck;
using Hourglass.Cli.Lsp.Wire;

namespace Hourglass.Tests.Lsp;

/// <summary>Messages come out of a stream whole, whatever is torn between them.</summary>
public sealed class FrameReaderTests
{
    private const string Damage = "damage";

    /// <summary>What is torn, and what follows it.</summary>
    public static TheoryData<string, string[]> Streams => new()
    {
        { "", [] },
        { " \r\n", [] },
        { Frame("{}") + Frame("[1]"), ["{}", "[1]"] },
        { "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n" + Frame("{}"), ["{}"] },
        { "Content-Length: 2\r\nContent-Type: text/plain\r\n\r\n{}" + Frame("1"), ["{}", "1"] },
        { "Content-Length:2\r\n\r\n{}", ["{}"] },
        { "\r\n" + Frame("{}") + "\r\n\r\n" + Frame("1"), ["{}", "1"] },

        // Without a length, or with one that is none.
        { "{}" + Frame("1"), [Damage, "1"] },
        { "Length: 2\r\n\r\n{}" + Frame("1"), [Damage, "1"] },
        { "Content-Length: two\r\n\r\n{}" + Frame("1"), [Damage, "1"] },
        { "Content-Length: -2\r\n\r\n{}" + Frame("1"), [Damage, "1"] },
        { "Content-Length: 99999999999999999999\r\n\r\n{}" + Frame("1"), [Damage, "1"] },
        { "Content-Length: 2000000000\r\n\r\n{}" + Frame("1"), [Damage, "1"] },
        { "Content-Length: 2\n\n{}" + Frame("1"), [Damage, "1"] },
        { "Content-Length: 0\r\n\r\n" + Frame("1"), [Damage, "1"] },

        { "Content-Length: 28\r\n" + Frame("1"), [Damage, "1"] },
        { "Content-Length: 2\r\n\r\n" + Frame("1"), [Damage, "1"] },

        // Too long a length, by less and by more than the next message.
        { "Content-Length: 9\r\n\r\n{}" + Frame("1"), [Damage, "1"] },
        { "Content-Length: 500\r\n\r\n{}" + Frame("1") + Frame("2"), [Damage, "1", "2"] },
        { "Content-Length: 26\r\n\r\n{}" + Frame("1") + Frame("2"), [Damage, "1", "2"] },

        // Too short a one.
        { "Content-Length: 2\r\n\r\n[1]" + Frame("1"), [Damage, "1"] },
        { "Content-Length: 3\r\n\r\n{}[1,2]" + Frame("1"), [Damage, "1"] },

        // JSON that is none, with the beginning of a header in it.
        { Frame("{") + Frame("1"), [Damage, "1"] },
        { Frame("{\"a\":\"Content-Length: ") + Frame("1"), [Damage, "1"] },
        { Frame("Content-Le") + Frame("1"), [Damage, "1"] },
        { Frame("\"Content-Length: 4\\r\\n\""), ["\"Content-Length: 4\\r\\n\""] },

        // The end comes too early.
        { Frame("1") + "Content-Length: 9\r\n\r\n{}", ["1", Damage] },
        { Frame("1") + "Content-Len", ["1", Damage] },
        { "xyz", [Damage] },
        { "Content-Length: 5", [Damage] },
        { new string('x', 100_000) + Frame("1"), [Damage, "1"] },
        { "Content-Length: " + new string('1', 100_000) + "\r\n\r\n" + Frame("1"), [Damage, "1"] },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Messages_are_found_behind_what_is_torn(string stream, string[] expected)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        Assert.Equal(expected, await ReadAsync(bytes, bytes.Length));
        foreach (var piece in bytes.Length > 1000 ? new[] { 1000 } : [1, 2, 3, 7, 16])
        {
            Assert.Equal(expected, await ReadAsync(bytes, piece));
        }
    }

    /// <summary>However a stream arrives, the same comes out of it; and a whole message behind damage is never lost.</summary>
    [Fact]
    public void Every_whole_message_comes_whatever_stands_between() =>
        Gen.Select(Gen.OneOf(Gen.Const(true), Gen.Bool).SelectMany(Piece).Array[1, 12], Gen.Int[1, 40]).Sample(
            sample =>
            {
                var (pieces, step) = sample;
                var bytes = Encoding.Latin1.GetBytes(string.Concat(pieces.Select(piece => piece.Text)));
                var read = ReadAsync(bytes, step).GetAwaiter().GetResult();
                Assert.Equal(
                    pieces.Where(piece => piece.IsWhole).Select(piece => piece.Text[piece.Text.IndexOf('{', StringComparison.Ordinal)..]),
                    read.Where(message => message != Damage && message.Contains("whole", StringComparison.Ordinal)));
            },
            iter: 3_000);

    private static Gen<(bool IsWhole, string Text)> Piece(bool whole)
    {
        var message = Gen.Int[0, 999].Select(n => Frame($$"""{"whole":{{n}}}"""));
        var torn = Gen.Select(Gen.Int[0, 60], Gen.Int[0, 60], Gen.String[Gen.Char["{}[]\":,1 \r\nCL"], 0, 30])
            .Select((length, cut, text) => (Cut: cut, Text: $"Content-Length: {length}\r\n\r\n{text}"))
            .Select(torn => torn.Text[..Math.Min(torn.Cut, torn.Text.Length)] + "\r\n");
        return whole ? message.Select(text => (true, text)) : torn.Select(text => (false, text));
    }

    /// <summary>A large message comes in many pieces; the buffer does not stay so large.</summary>
    [Fact]
    public async Task A_large_message_is_read()
    {
        var text = $"\"{new string('x', 5_000_000)}\"";
        Assert.Equal([text, "1"], await ReadAsync(Encoding.UTF8.GetBytes(Frame(text) + Frame("1")), 65_536));
    }

    private static string Frame(string json) => $"Content-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}";

    private static async Task<List<string>> ReadAsync(byte[] bytes, int piece)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var writing = Task.Run(async () =>
        {
            for (var at = 0; at < bytes.Length; at += piece)
            {
                await pipe.Writer.WriteAsync(bytes.AsMemory(at, Math.Min(piece, bytes.Length - at)));
            }

            await pipe.Writer.CompleteAsync();
        });
        var reader = new FrameReader(pipe.Reader.AsStream());
        var read = new List<string>();
        while (await reader.ReadAsync(CancellationToken.None) is { } frame)
        {
            read.Add(frame.Damage is null ? Encoding.UTF8.GetString(frame.Payload) : Damage);
        }

        await writing;
        return read;
    }
}
