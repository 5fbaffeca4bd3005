using Hourglass.Images;
using Hourglass.Tests.Datasets;
using Hourglass.Tests.Training;
using static TorchSharp.torch;

namespace Hourglass.Tests.Images;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pictures_in_the_order_of_their_numbers()
    {
        foreach (var i in (int[])[10, 9, 0, 2])
        {
            Write($"{i}.png", PngFiles.Bytes(2, 3, [(byte)i, 1, 127, 128, 254, 255]));
        }

        Write("notes.txt", [1]);
        using var images = ImageFolder.Read(_folder.Path);
        Assert.Equal([4, 1, 2, 3], images.shape);
        byte[] expected = [.. new byte[] { 0, 2, 9, 10 }.SelectMany(i => new byte[] { i, 1, 127, 128, 254, 255 })];
        Assert.Equal(expected, images.data<byte>().ToArray());
    }

    [Theory]
    [InlineData("2", "10")]
    [InlineData("a2b10", "a2b11")]
    [InlineData("a", "a1")]
    [InlineData("1a", "1b")]
    [InlineData("01", "1")]
    [InlineData("99999999999999999999998", "99999999999999999999999")]
    public void Runs_of_digits_are_numbers(string first, string second)
    {
        Assert.InRange(NaturalOrder.Instance.Compare(first, second), int.MinValue, -1);
        Assert.InRange(NaturalOrder.Instance.Compare(second, first), 1, int.MaxValue);
        Assert.Equal(0, NaturalOrder.Instance.Compare(first, first));
    }

    [Fact]
    public void What_cannot_be_read_is_told()
    {
        Refused("has no picture (.png, ");
        var whole = PngFiles.Bytes(2, 3, [0, 1, 2, 3, 4, 5]);
        Write("1.png", whole);
        Write("2.png", PngFiles.Bytes(3, 2, [0, 1, 2, 3, 4, 5]));
        Refused("2.png' is 3 × 2 and '");
        Write("2.png", PngFiles.Bytes(2, 3, new byte[18], colour: 2));
        Refused("2.png' is not of 8-bit grey values; save it as such.");
        Write("2.png", [1, 2, 3]);
        Refused("2.png' is damaged, or is none.");
        Write("2.png", whole[..^30]);
        Refused("2.png' is cut short.");
        Assert.Contains(
            "cannot be read",
            Assert.Throws<DataException>(() => ImageFolder.Read(_folder.File("nothing"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_pictures_are_read_or_refused()
    {
        var whole = PngFiles.Bytes(4, 4, [.. Enumerable.Range(0, 16).Select(i => (byte)(i * 16))]);
        var random = new Random(2);
        var refused = 0;
        for (var i = 0; i < 500; i++)
        {
            byte[] damaged = [.. whole];
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            Write("1.png", damaged[..(i % 4 == 0 ? random.Next(1, damaged.Length) : damaged.Length)]);
            try
            {
                ImageFolder.Read(_folder.Path).Dispose();
            }
            catch (DataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 250, 500);
    }

    /// <summary>Thirty slices of the challenge of 2012 (Arganda-Carreras et al., 2015) with their membranes, 0, and cells, 255.</summary>
    [Fact]
    public void Real_slices()
    {
        using var scope = NewDisposeScope();
        var images = ImageFolder.Read(Path.Combine(SharedData.Isbi, "image"));
        var labels = ImageFolder.Read(Path.Combine(SharedData.Isbi, "label"));
        Assert.Equal([30, 1, 512, 512], images.shape);
        Assert.Equal([30, 1, 512, 512], labels.shape);
        Assert.True(labels.eq(0).logical_or(labels.eq(255)).all().item<bool>());

        // The sums that another decoder finds, written in Python.
        Assert.Equal(35484654, images[2].sum(ScalarType.Int64).item<long>());
        Assert.Equal(36511488, images[10].sum(ScalarType.Int64).item<long>());
    }

    private void Refused(string expected) => Assert.Contains(
        expected,
        Assert.Throws<DataException>(() => ImageFolder.Read(_folder.Path)).Message,
        StringComparison.Ordinal);

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(_folder.File(name), bytes);
}
