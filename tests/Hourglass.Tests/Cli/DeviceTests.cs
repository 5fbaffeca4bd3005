using Hourglass.Datasets;
using Hourglass.Tests.Training;
using Hourglass.Training;
using TorchSharp;

namespace Hourglass.Tests.Cli;

/// <summary>Where a model computes.</summary>
public sealed class DeviceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_accelerator_that_is_not_there_is_said_so()
    {
        Assert.SkipWhen(torch.cuda.is_available(), "There is an accelerator.");
        var train = Train("--device", "cuda");
        Assert.Equal(1, train.Code);
        Assert.Equal(
            "error: The device cuda was asked for, and there is none here, or this libtorch is built for the processor alone. Refer to a "
                + "libtorch package for CUDA, or take the processor: cpu.\n",
            train.Error);
        Assert.False(File.Exists(_folder.File("out", "model.safetensors")));

        Assert.Equal(0, Train().Code);
        var evaluated = Tool.Run("evaluate", Corpus.File("02"), "--run", _folder.File("out"), "--limit", "50", "--device", "cuda:1");
        Assert.Equal(1, evaluated.Code);
        Assert.StartsWith("error: The device cuda:1 was asked for", evaluated.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_processor_may_be_named()
    {
        Assert.Equal(0, Train("--device", "cpu").Code);
        Assert.Equal(
            0,
            Tool.Run("evaluate", Corpus.File("02"), "--run", _folder.File("out"), "--limit", "50", "--device", "cpu").Code);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:x")]
    [InlineData("")]
    public void Another_word_is_a_mistake_of_the_command_line(string word)
    {
        var train = Train("--device", word);
        Assert.Equal(2, train.Code);
        Assert.Contains(
            $"--device takes cpu, cuda or cuda:N (the number of one of several), found '{word}'.",
            train.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void From_code_it_is_an_option()
    {
        Assert.SkipWhen(torch.cuda.is_available(), "There is an accelerator.");
        using var model = TextModel.Create("""
            model M {
              data   x: real[4]
              encode z = x -> dense(2)
              decode x ~ z -> normal(variance: fixed)
              minimize nll(x)
              train  { epochs: 1 }
            }
            """);
        using var data = Dataset.FromTensors(new Dictionary<string, torch.Tensor> { ["x"] = torch.ones(20, 4) });
        Assert.Single(model.TrainOn(data, new TrainOptions { Device = torch.CPU }).Epochs);
        TrainingReport On(DeviceType type) => model.TrainOn(data, new TrainOptions { Device = new torch.Device(type) });
        var error = Assert.Throws<HourglassException>(() => On(DeviceType.CUDA));
        Assert.Contains("cuda was asked for", error.Message, StringComparison.Ordinal);
        var other = Assert.Throws<HourglassException>(() => On(DeviceType.META));
        Assert.Contains("models compute on cpu and cuda", other.Message, StringComparison.Ordinal);
    }

    private ToolResult Train(params string[] options) => Tool.Run(
        ["train", Corpus.File("02"), "--limit", "50", "--epochs", "1", "--no-report", "--out", _folder.File("out"), .. options]);
}
