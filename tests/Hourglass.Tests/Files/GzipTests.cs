using System.IO.Compression;
using Hourglass.Files;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Files;

/// <summary>What gzip files unpack to, and what is said of damaged ones. The packed bytes come from the framework.</summary>
public sealed class GzipTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 200_000).Select(i => (byte)((i * i) >> 3))];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(CompressionLevel.Optimal)]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.SmallestSize)]
    public void A_member_unpacks_to_what_was_packed(CompressionLevel level) => Assert.Equal(Content, Read(Pack(Content, level)));

    [Fact]
    public void Several_members_are_one_file()
    {
        Assert.Equal([.. Content, .. Content, 7], Read([.. Pack(Content), .. Pack([]), .. Pack(Content), .. Pack([7])]));
        Assert.Equal([], Read(Pack([])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(65_535)]
    public void Headers_may_have_every_option(int extra)
    {
        // FEXTRA, FNAME and FCOMMENT, then what the framework wrote behind its plain header.
        byte[] header =
        [
            0x1f, 0x8b, 8, 4 | 8 | 16, 0, 0, 0, 0, 0, 255, (byte)extra, (byte)(extra >> 8), .. new byte[extra], .. "name\0comment\0"u8
        ];
        Assert.Equal(Content, Read([.. header, .. Pack(Content)[10..]]));
    }

    [Fact]
    public void A_checksum_that_fails_is_called_that()
    {
        var sum = Pack(Content);
        sum[^8] ^= 1;
        Assert.Contains("its checksum fails (CRC-32", Refusal(sum), StringComparison.Ordinal);
        var stored = Pack(Content, CompressionLevel.NoCompression);
        stored[stored.Length / 2] ^= 1;
        Assert.Contains("its checksum fails (CRC-32", Refusal(stored), StringComparison.Ordinal);
        var length = Pack(Content);
        length[^1] ^= 1;
        Assert.Contains("it unpacks to 200000 bytes, but says", Refusal(length), StringComparison.Ordinal);
        Assert.Contains("its checksum fails", Refusal([.. Pack(Content), .. sum]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_was_cut_short_is_called_that_wherever_it_was_cut()
    {
        var whole = Pack(Content[..300]);
        for (var length = 2; length < whole.Length; length++)
        {
            Assert.Contains($"it is cut short at byte {length}.", Refusal(whole[..length]), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0x1f })]
    [InlineData(new byte[] { 0x1f, 0x8c, 8, 0, 0, 0, 0, 0, 0, 0 })]
    public void What_lies_behind_the_end_is_refused(byte[] behind)
    {
        var whole = Pack(Content);
        Assert.Contains(
            $"behind its member 1, from byte {whole.Length} on, it has something that is no gzip",
            Refusal([.. whole, .. behind]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_within_is_refused_or_of_no_effect()
    {
        var whole = Pack(Content[..300]);
        var refused = 0;
        for (var bit = 16; bit < whole.Length * 8; bit++)
        {
            byte[] damaged = [.. whole];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.Equal(Content[..300], Read(damaged));
            }
            catch (DataException error)
            {
                Assert.StartsWith("The gzip file '", error.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        // Of no effect are six bytes of time, hints and system, a flag for text, and the bits that fill the last byte of what is packed.
        Assert.InRange((whole.Length - 2) * 8 - refused, 49, 49 + 7);
    }

    private static byte[] Pack(byte[] content, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level, leaveOpen: true))
        {
            gzip.Write(content);
        }

        // The framework writes nothing at all for nothing.
        return packed.Length > 0 ? packed.ToArray() : [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    private byte[] Read(byte[] packed)
    {
        var path = _folder.File("data.gz");
        File.WriteAllBytes(path, packed);
        using var file = ContentFile.Open(path);
        using var content = new MemoryStream();
        file.Content.CopyTo(content);
        Assert.True(file.IsGzip);
        return content.ToArray();
    }

    private string Refusal(byte[] packed) => Assert.Throws<DataException>(() => Read(packed)).Message;
}
