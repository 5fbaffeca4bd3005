using System.IO.Compression;
using System.Text;
using Hourglass.Datasets;
using Hourglass.Files;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Files;

/// <summary>Which encodings are read, and which byte is named where one is not.</summary>
public sealed class TextFileTests : IDisposable
{
    private const string Table = "a,größe,π\n1,2,3\n4,5,6\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Encodings =>
        ["utf-8", "utf-8 bom", "utf-16 bom", "utf-16BE bom", "utf-32 bom", "utf-32BE bom", "gzip utf-8", "gzip utf-16 bom"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Marks_are_respected(string name)
    {
        var encoding = name.Replace("gzip ", "", StringComparison.Ordinal).Split(' ')[0] switch
        {
            "utf-16" => new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
            "utf-16BE" => new UnicodeEncoding(bigEndian: true, byteOrderMark: true),
            "utf-32" => new UTF32Encoding(bigEndian: false, byteOrderMark: true),
            "utf-32BE" => new UTF32Encoding(bigEndian: true, byteOrderMark: true),
            _ => (Encoding)new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        };
        byte[] bytes = [.. name.EndsWith("bom", StringComparison.Ordinal) ? encoding.GetPreamble() : [], .. encoding.GetBytes(Table)];
        using (Stream file = File.Create(_folder.File("t.csv")), packed = name.StartsWith("gzip", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionLevel.Fastest)
            : file)
        {
            packed.Write(bytes);
        }

        using var data = Dataset.FromCsv(_folder.File("t.csv"));
        Assert.Equal(["a", "größe", "π"], data.ColumnNames);
        Assert.Equal(2, data.Count);
    }

    [Theory]
    [InlineData("a,b,c\nä,β,3\n4,5,", 0xE9, ",6\n", 3, 5, "'é'")]
    [InlineData("", 0x80, ",b,c\n1,2,3\n", 1, 1, "Save the file as UTF-8.")]
    [InlineData("a,b,c\nä", 0xFF, ",β,3\n", 2, 2, "'ÿ'")]
    [InlineData("a,b,c\nx€𝄞", 0xC3, "x,2,3\n", 2, 4, "'Ã'")]
    public void Other_encodings_are_refused_with_the_byte(string before, byte value, string behind, int line, int column, string advice)
    {
        var message = Refusal([.. Encoding.UTF8.GetBytes(before), value, .. Encoding.UTF8.GetBytes(behind)]);
        Assert.StartsWith(
            $"{_folder.File("t.csv")}({line}): the byte 0x{value:X2} in column {column} is not UTF-8.",
            message,
            StringComparison.Ordinal);
        Assert.Contains(advice, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_beyond_the_first_block_have_their_place_too()
    {
        // A whole character across the blocks' border, and a broken one behind it.
        var start = new string('x', (1 << 16) - 1) + "ä\n";
        Assert.Contains(
            "(2): the byte 0xE4 in column 3 is not UTF-8",
            Refusal([.. Encoding.UTF8.GetBytes(start), .. "a,"u8, 0xE4, (byte)'\n']),
            StringComparison.Ordinal);
        Assert.Contains("(1): the byte 0xE4 in column 4 is not UTF-8", Refusal([.. "abc"u8, 0xE4]), StringComparison.Ordinal);
    }

    [Fact]
    public void Nul_is_of_no_text()
    {
        Assert.Contains("(2): the byte 0x00 in column 1 is of no text", Refusal([.. "a,b\n"u8, 0, .. ",1\n"u8]), StringComparison.Ordinal);
        Assert.Contains(
            "(1): the byte 0x00 in column 2 is of no text. Is it a text file? UTF-16",
            Refusal(Encoding.Unicode.GetBytes("a,b\n1,2\n")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_mark_that_the_rest_belies_is_refused()
    {
        var message = Refusal([0xFF, 0xFE, (byte)'a', 0, 0x00, 0xD8, (byte)'\n', 0]);
        Assert.Contains(
            "begins with a byte order mark of UTF-16 or UTF-32, but has bytes (0x00 0xD8) that are no character",
            message,
            StringComparison.Ordinal);
    }

    /// <summary>Whatever the blocks' borders break, the text comes through as it is.</summary>
    [Fact]
    public void Characters_across_blocks_come_through()
    {
        for (var shift = 0; shift < 4; shift++)
        {
            var text = new string('x', (1 << 16) - shift) + "€𝄞" + new string('é', 40_000);
            File.WriteAllText(_folder.File("long.txt"), text);
            var read = TextFile.Read(
                _folder.File("long.txt"),
                stream => new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true)).ReadToEnd());
            Assert.Equal(text, read);
        }
    }

    private string Refusal(byte[] bytes)
    {
        File.WriteAllBytes(_folder.File("t.csv"), bytes);
        return Assert.Throws<DataException>(() => Dataset.FromCsv(_folder.File("t.csv"))).Message;
    }
}
