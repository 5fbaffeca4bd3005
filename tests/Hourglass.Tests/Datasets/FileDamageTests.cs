using Hourglass.Tests.Training;
using Parquet;
using SkiaSharp;

namespace Hourglass.Tests.Datasets;

/// <summary>Damaged files of formats that other libraries decode: read, or one clear message; nothing else.</summary>
public sealed class FileDamageTests : IDisposable
{
    private const int Mutants = 600;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Of_parquet()
    {
        var path = _folder.File("t.parquet");
        await Parquets.WriteAsync(path, CompressionMethod.Snappy);
        Damage(path, path, "", 300);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_arrow(bool stream)
    {
        var path = _folder.File("t.arrow");
        Arrows.Write(path, Apache.Arrow.Ipc.CompressionCodecType.Zstd, stream);
        Damage(path, path, "", 150);
    }

    [Theory]
    [InlineData("png", 300)]
    [InlineData("jpg", 100)]
    [InlineData("bmp", 50)]
    [InlineData("tif", 30)]
    public void Of_pictures(string ending, int leastRefused)
    {
        var path = _folder.File("a." + ending);
        using (var bitmap = new SKBitmap(new SKImageInfo(9, 7, SKColorType.Rgba8888, SKAlphaType.Opaque)))
        {
            bitmap.Erase(SKColors.Coral);
            bitmap.SetPixel(2, 3, SKColors.Black);
            if (ending == "tif")
            {
                PictureFiles.WriteTiff(path, bitmap);
            }
            else
            {
                using var data = bitmap.Encode(ending == "jpg" ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png, 90);
                File.WriteAllBytes(path, ending == "bmp" ? PictureFiles.Bmp(bitmap) : data.ToArray());
            }
        }

        Damage(path, _folder.Path, $"The picture '{path}' ", leastRefused);
    }

    private static void Damage(string path, string opened, string begins, int leastRefused)
    {
        var refused = FileMutants.Open(path, opened, File.ReadAllBytes(path), Mutants, begins);
        Assert.True(refused >= leastRefused, $"only {refused} refused");
    }
}
