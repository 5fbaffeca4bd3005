using Hourglass.Reports;
using Hourglass.Tests.Numerics;
using Hourglass.Tests.Training;
using SkiaSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Reports;

/// <summary>Grids of pictures as a user draws them, pixel by pixel.</summary>
public sealed class ImageGridTests
{
    [Fact]
    public void A_picture_is_drawn_at_whole_pixels_between_black_and_white()
    {
        using var scope = NewDisposeScope();
        var pictures = tensor([.. Enumerable.Range(0, 32).Select(i => i - 16.0)]).reshape(2, 16);
        using var bitmap = SKBitmap.Decode(ImageGrid.Draw(pictures.split(1), low: -8, high: 8, side: 15));

        // Four by four pixels of three by three each, one below the other.
        Assert.Equal((12 + 8, 2 * 16 + 4), (bitmap.Width, bitmap.Height));
        for (var i = 0; i < 32; i++)
        {
            var (row, column) = (i % 16 / 4, i % 4);
            var grey = (byte)Math.Round(Math.Clamp((i - 16 + 8) * 255 / 16.0, 0, 255));
            Assert.Equal(new SKColor(grey, grey, grey), bitmap.GetPixel(4 + 3 * column + 1, 4 + 16 * (i / 16) + 3 * row + 1));
        }
    }

    [Fact]
    public void What_is_no_grid_of_pictures_is_said()
    {
        using var scope = NewDisposeScope();
        var one = zeros(2, 16);
        Assert.StartsWith("A grid takes one row", Message([]), StringComparison.Ordinal);
        Assert.StartsWith("A grid takes one row", Message([zeros(0, 16)]), StringComparison.Ordinal);
        Assert.Equal("The pictures of a grid have one shape; got [16] and [25].", Message([one, zeros(2, 25)]));
        Assert.StartsWith("[15] is no picture", Message([zeros(2, 15)]), StringComparison.Ordinal);
        Assert.Equal(
            "Black is 1 and white is 1; the first is to be below the second.",
            Assert.Throws<DataException>(() => ImageGrid.Draw([one], 1, 1)).Message);

        static string Message(Tensor[] rows) => Assert.Throws<DataException>(() => ImageGrid.Draw(rows)).Message;
    }

    [Fact]
    public void A_file_has_what_was_drawn_in_a_folder_that_is_made()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var rows = new[] { Numbers.UniformSingles(1, 3, 1, 5, 4) };
        var path = Path.Combine(folder.Path, "a", "b.png");
        ImageGrid.Save(path, rows);
        Assert.Equal(ImageGrid.Draw(rows), File.ReadAllBytes(path));
        Assert.Equal(["b.png"], Directory.GetFileSystemEntries(Path.Combine(folder.Path, "a")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_no_stack_trace()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("taken"), "");
        var path = Path.Combine(folder.Path, "taken", "b.png");
        Assert.StartsWith(
            $"The picture '{path}' cannot be written: ",
            Assert.Throws<HourglassException>(() => PictureFile.Write(path, [1])).Message,
            StringComparison.Ordinal);
    }
}
