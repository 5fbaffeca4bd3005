using BitMiracle.LibTiff.Classic;
using Hourglass.Datasets;
using Hourglass.Tests.Training;
using SkiaSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Datasets;

/// <summary>Folders of pictures: how they lie, what they are decoded to, and what is said of those that do not fit.</summary>
public sealed class PictureFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("png")]
    [InlineData("bmp")]
    [InlineData("tif")]
    public void Colours_are_those_that_were_written(string ending)
    {
        Write($"2.{ending}", 3, 2, (y, x) => new SKColor((byte)(10 * x), (byte)(20 * y), 255));
        Write($"10.{ending}", 3, 2, (_, _) => new SKColor(1, 2, 3));
        using var data = Dataset.Open(_folder.Path);
        Assert.Equal([3, 2, 3], data.ShapeOf("images"));
        var values = Values(data, "images");
        Assert.Equal([0, 10, 20, 0, 10, 20, 0, 0, 0, 20, 20, 20, 255, 255, 255, 255, 255, 255], values[..18]);
        Assert.Equal([1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3], values[18..]);
    }

    /// <summary>0.299 R + 0.587 G + 0.114 B, rounded.</summary>
    [Theory]
    [InlineData(255, 0, 0, 76)]
    [InlineData(0, 255, 0, 150)]
    [InlineData(0, 0, 255, 29)]
    [InlineData(255, 255, 255, 255)]
    [InlineData(10, 20, 30, 18)]
    public void Colours_become_grey(byte red, byte green, byte blue, byte expected)
    {
        Write("a.png", 2, 2, (_, _) => new SKColor(red, green, blue));
        using var data = Dataset.FromImages(_folder.Path, new ImageOptions { Channels = 1 });
        Assert.Equal([expected, expected, expected, expected], Values(data, "images"));
    }

    [Fact]
    public void Grey_pictures_have_one_channel()
    {
        using (var bitmap = new SKBitmap(new SKImageInfo(2, 1, SKColorType.Gray8)))
        {
            bitmap.GetPixelSpan().Clear();
            Save(bitmap, "a.png");
        }

        using var data = Dataset.Open(_folder.Path);
        Assert.Equal([1, 1, 2], data.ShapeOf("images"));
    }

    [Fact]
    public void Sizes_are_stretched_or_cut()
    {
        // Left half black, right half white; four times as wide as high.
        Write("a.png", 16, 4, (_, x) => x < 8 ? SKColors.Black : SKColors.White);
        Write("b.png", 4, 4, (_, _) => SKColors.White);
        using var stretched = Dataset.FromImages(_folder.Path, new ImageOptions { Height = 2, Width = 2, Channels = 1 });
        Assert.Equal([0, 255, 0, 255, 255, 255, 255, 255], Values(stretched, "images"));
        using var cut = Dataset.FromImages(
            _folder.Path,
            new ImageOptions { Height = 4, Width = 4, Channels = 1, Fit = ImageFit.Crop });
        Assert.Equal([0, 0, 255, 255], Values(cut, "images")[..4]);
    }

    [Fact]
    public void Folders_are_classes_and_splits()
    {
        Write("train/dog/1.png", 2, 2, (_, _) => SKColors.Red);
        Write("train/cat/1.png", 2, 2, (_, _) => SKColors.Green);
        Write("train/cat/2.png", 2, 2, (_, _) => SKColors.Blue);
        Write("test/cow/1.png", 2, 2, (_, _) => SKColors.White);
        Write("val/dog/1.png", 2, 2, (_, _) => SKColors.White);
        using var data = Dataset.Open(_folder.Path);
        Assert.Equal((3, 1), (data.Count, data.TestCount));
        Assert.Equal([0, 0, 2], data.Classes("label", DataSplit.Train));
        Assert.Equal([1], data.Classes("label", DataSplit.Test));
        Assert.Equal(["the folder val is not read"], data.Notes);
        using var bound = data.Bind(
            [new DataField("x", Domain.Unit, 0, [3, 2, 2], false), new DataField("y", Domain.Class, 3, [], false)]);
        Assert.Equal(
            [("images", "bytes divided by 255"), ("label", "texts as classes: 0 cat, 1 cow, 2 dog")],
            bound.Columns.Select(column => (column.Columns[0], column.Conversion)));
    }

    [Fact]
    public void Pictures_of_one_name_belong_together()
    {
        Write("image/2.png", 2, 1, (_, x) => x == 0 ? SKColors.Black : SKColors.White);
        Write("image/10.png", 2, 1, (_, _) => SKColors.Black);
        Write("label/2.bmp", 2, 1, (_, x) => x == 0 ? SKColors.White : SKColors.Black);
        Write("label/10.bmp", 2, 1, (_, _) => SKColors.White);
        using var data = Dataset.FromImages(_folder.Path, new ImageOptions { Channels = 1 });
        using var bound = data.Bind(
            [new DataField("x", Domain.Unit, 0, [1, 1, 2], false), new DataField("t", Domain.Binary, 0, [1, 1, 2], false)]);
        using var batch = bound.TrainBatch(arange(2));
        Assert.Equal([0, 1, 0, 0], batch["x"].data<float>().ToArray());
        Assert.Equal([1, 0, 1, 1], batch["t"].data<float>().ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_said()
    {
        Write("image/1.png", 2, 1, (_, _) => SKColors.Black);
        Write("label/2.png", 2, 1, (_, _) => SKColors.Black);
        Assert.Equal(
            "'image' and 'label' are pairs of pictures, and '1' is not once in each of them.",
            Assert.Throws<DataException>(() => Dataset.Open(_folder.Path)).Message);
        Write("other/a.png", 2, 1, (_, _) => SKColors.Black);
        Write("other/b.png", 2, 3, (_, _) => SKColors.Black);
        Assert.Equal(
            $"The picture '{_folder.File("other/b.png")}' is 3 × 2 and '{_folder.File("other/a.png")}' is 1 × 2; all must be of one size. "
            + "Ask for one: --image-size HEIGHTxWIDTH (in C#, ImageOptions.Height and Width).",
            Assert.Throws<DataException>(() => Dataset.Open(_folder.File("other"))).Message);
        File.WriteAllText(_folder.File("other/c.png"), "no picture");
        Assert.Equal(
            $"The picture '{_folder.File("other/c.png")}' is damaged, or is none. Fetch it again.",
            Assert.Throws<DataException>(() => Dataset.Open(_folder.File("other"))).Message);
    }

    private void Write(string name, int width, int height, Func<int, int, SKColor> colour)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                bitmap.SetPixel(x, y, colour(y, x));
            }
        }

        Save(bitmap, name);
    }

    private void Save(SKBitmap bitmap, string name)
    {
        var path = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        switch (Path.GetExtension(name))
        {
            case ".tif":
                PictureFiles.WriteTiff(path, bitmap);
                break;
            case ".bmp":
                File.WriteAllBytes(path, PictureFiles.Bmp(bitmap));
                break;
            default:
                using (var data = bitmap.Encode(SKEncodedImageFormat.Png, 100))
                {
                    File.WriteAllBytes(path, data.ToArray());
                }

                break;
        }
    }

    private static byte[] Values(Dataset data, string column)
    {
        using var bound = data.Bind([new DataField(column, Domain.Count, 0, data.ShapeOf(column), false)]);
        using var places = arange(data.Count, ScalarType.Int64);
        using var batch = bound.TrainBatch(places);
        return [.. batch[column].data<float>().Select(value => (byte)value)];
    }
}
