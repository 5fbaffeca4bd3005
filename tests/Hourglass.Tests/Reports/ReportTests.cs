using System.Globalization;
using System.Text.RegularExpressions;
using Hourglass.Reports;
using Hourglass.Tests.Training;
using Hourglass.Training;
using SkiaSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Reports;

public class ReportTests
{
    [Theory]
    [InlineData("1,28,28", 1, 28, 28)]
    [InlineData("3,32,16", 3, 32, 16)]
    [InlineData("784", 1, 28, 28)]
    [InlineData("8,9", 1, 8, 9)]
    [InlineData("783", 0, 0, 0)]
    [InlineData("2,28,28", 0, 0, 0)]
    [InlineData("9", 0, 0, 0)]
    [InlineData("", 0, 0, 0)]
    public void Knows_which_shapes_are_pictures(string shape, int channels, int height, int width)
    {
        long[] sizes = shape.Length == 0 ? [] : [.. shape.Split(',').Select(s => long.Parse(s, CultureInfo.InvariantCulture))];
        Assert.Equal(channels == 0 ? null : new ImageShape(channels, height, width), ImageShape.Of(sizes));
    }

    [Fact]
    public void Draws_every_pixel_where_it_belongs()
    {
        using var scope = NewDisposeScope();
        var images = zeros(2, 3, 4, 4);
        images[0, 0, 1, 2] = 1; // red
        images[1, 2, 3, 0] = 1; // blue
        using var bitmap = SKBitmap.Decode(ImageGrid.Draw([images, ones(1, 3, 4, 4) * 0.5], new ImageShape(3, 4, 4), 0, 1));
        Assert.Equal((2 * 60 + 4, 2 * 60 + 4), (bitmap.Width, bitmap.Height));
        Assert.Equal(new SKColor(255, 0, 0), bitmap.GetPixel(4 + 2 * 14 + 7, 4 + 1 * 14 + 7));
        Assert.Equal(new SKColor(0, 0, 255), bitmap.GetPixel(4 + 60 + 7, 4 + 3 * 14 + 7));
        Assert.Equal(new SKColor(0, 0, 0), bitmap.GetPixel(4 + 7, 4 + 7));
        Assert.Equal(new SKColor(128, 128, 128), bitmap.GetPixel(4 + 7, 64 + 7));
        Assert.Equal(SKColors.White, bitmap.GetPixel(64 + 7, 64 + 7));
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("de-DE")]
    public void A_model_of_images_gets_every_picture_and_one_self_contained_page(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            using var folder = new TemporaryFolder();
            using var data = TinyVae.Data(train: 80, test: 30, shape: [1, 8, 8]);
            using var model = new TinyVae(shape: [1, 8, 8]);
            var report = model.TrainOn(data, new TrainOptions { OutputFolder = folder.Path });

            Assert.Equal(folder.File("report.html"), report.ReportPath);
            foreach (var name in new[] { "losses.png", "reconstructions.png", "samples.png", "latent.png" })
            {
                using var bitmap = SKBitmap.Decode(folder.File(name));
                Assert.True(bitmap.Width > 400 && bitmap.Height > 100, name);
                Assert.True(bitmap.Pixels.Distinct().Count() > 10, name);
            }

            var html = File.ReadAllText(report.ReportPath!);
            Assert.Equal(4, Regex.Count(html, "<img [^>]*src=\"data:image/png;base64,"));
            Assert.DoesNotContain("src=\"http", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
            Assert.Contains("A &lt;small&gt; model &amp; its &quot;tests&quot;.", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<small>", html, StringComparison.Ordinal);
            Assert.Contains("<td>unit[1, 8, 8]</td>", html, StringComparison.Ordinal);
            Assert.Contains("<td>adam(0.01)</td>", html, StringComparison.Ordinal);
            Assert.Contains(
                $"<td>{report.Epochs[2].Test["nll_x"].ToString("0.####", CultureInfo.InvariantCulture)}</td>",
                html,
                StringComparison.Ordinal);
            Assert.Equal(3 + 1, Regex.Count(html, "<tr>(<td>[0-9]+</td>|<th>epoch)"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Without_fonts_the_caption_says_what_the_labels_would()
    {
        var terms = new Dictionary<string, double> { ["nll_x"] = 1, ["kl_z"] = 2, ["total"] = 3 };
        EpochMetrics[] metrics = [new(1, terms, terms, 1, 1)];
        Assert.Contains("cyan: total, nll_x, kl_z.", Plots.LossCaption(metrics, hasFonts: false), StringComparison.Ordinal);
        Assert.DoesNotContain("fonts", Plots.LossCaption(metrics, hasFonts: true), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_images_gets_the_losses_and_the_reasons()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("samples.png"), "of an earlier training");
        File.WriteAllText(folder.File("latent.png"), "of an earlier training");
        using var data = TinyVae.Data(test: 0);
        using var model = new TinyVae(code: 3);
        var report = model.TrainOn(data, new TrainOptions { OutputFolder = folder.Path, Epochs = 1, Overwrite = true });
        Assert.True(File.Exists(folder.File("losses.png")));
        Assert.False(File.Exists(folder.File("samples.png")));
        Assert.False(File.Exists(folder.File("latent.png")));
        var html = File.ReadAllText(report.ReportPath!);
        Assert.Contains("x is not an image", html, StringComparison.Ordinal);
        Assert.Contains("the samples are not images", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_pictures_do_not_depend_on_what_was_drawn_before()
    {
        using var data = TinyVae.Data(shape: [16]);
        byte[] Samples(long surroundings)
        {
            using var random = new RandomScope(surroundings);
            using var folder = new TemporaryFolder();
            using var model = new TinyVae(shape: [16]);
            model.TrainOn(data, new TrainOptions { OutputFolder = folder.Path });
            return File.ReadAllBytes(folder.File("samples.png"));
        }

        Assert.Equal(Samples(1), Samples(2));
    }
}
