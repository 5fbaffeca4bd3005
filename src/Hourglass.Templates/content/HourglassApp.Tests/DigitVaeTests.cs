using Hourglass.Datasets;
using Hourglass.Training;
using TorchSharp;

namespace HourglassApp.Tests;

public sealed class DigitVaeTests
{
    [Fact]
    public void Images_become_codes_and_codes_images()
    {
        using var model = new DigitVae();
        using var images = torch.rand(5, 784);
        Assert.Equal([5, 20], model.Encode(images).Z.Mean.shape);
        Assert.Equal([5, 784], model.Reconstruct(images).shape);
        Assert.Equal([3, 784], model.Sample(3).shape);
    }

    [Fact]
    public void Training_lowers_the_loss()
    {
        using var data = Dataset.Digits(count: 500, testCount: 100);
        using var model = new DigitVae();
        var report = DigitVae.Train(model, data, new TrainOptions { Epochs = 3 });
        Assert.True(report.Epochs[^1].Test["total"] < report.Epochs[0].Test["total"]);
    }

    [Fact]
    public void Weights_come_back()
    {
        var file = Path.GetTempFileName();
        try
        {
            using var model = new DigitVae(seed: 7);
            model.Save(file);
            using var loaded = DigitVae.Load(file);
            using var images = torch.rand(2, 784);
            Assert.Equal(model.Reconstruct(images).data<float>(), loaded.Reconstruct(images).data<float>());
        }
        finally
        {
            File.Delete(file);
        }
    }
}
