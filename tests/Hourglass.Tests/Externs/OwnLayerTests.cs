using Hourglass.Datasets;
using Hourglass.Tests.Training;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Externs;

/// <summary>Layers of the hand-written part: they begin by the seed, train, and are saved, loaded and resumed as the others.</summary>
public class OwnLayerTests
{
    private static readonly TrainOptions Quiet = new() { Report = false };

    [Fact]
    public void They_stand_behind_the_models_own_and_begin_by_its_seed()
    {
        using var scope = NewDisposeScope();
        using var model = new OwnLayer(4);
        using var same = new OwnLayer(4);
        using var other = new OwnLayer(5);
        Assert.Equal(["mixer.weight", "mixer.bias"], model.state_dict().Keys.TakeLast(2));
        Assert.True(model.Mixer.weight.equal(same.Mixer.weight).all().item<bool>());
        Assert.False(model.Mixer.weight.equal(other.Mixer.weight).all().item<bool>());

        // The model's own layers begin as they would without.
        using var random = new RandomScope(4);
        using var first = nn.Linear(6, 5);
        Assert.True(first.weight.equal(model.Encoder.Dense1.weight).all().item<bool>());
    }

    [Fact]
    public void They_train_and_go_with_the_weights()
    {
        using var data = ValueTests.Data();
        using var model = new OwnLayer();
        using var before = model.Mixer.weight.clone();
        var report = OwnLayer.Train(model, data, Quiet);
        Assert.Equal(["nll_x", "kl_z", "spread_z", "size"], model.Description.Terms);
        Assert.True(report.Epochs[^1].Train["size"] > 0);
        Assert.True((before - model.Mixer.weight).abs().max().item<float>() > 1e-3);

        using var folder = new TemporaryFolder();
        var path = folder.File("model.safetensors");
        model.Save(path);
        using var loaded = OwnLayer.Load(path);
        Assert.Equal(Numbers(model), Numbers(loaded));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void A_training_that_was_stopped_goes_on_as_if_it_had_not_been(int stopAfter)
    {
        using var data = ValueTests.Data();
        using var whole = new OwnLayer();
        OwnLayer.Train(whole, data, Quiet);

        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        var options = Quiet with { OutputFolder = folder.Path };
        using var first = new OwnLayer();
        var steps = 0;
        var progress = new Told(_ =>
        {
            if (++steps == stopAfter)
            {
                cancellation.Cancel();
            }
        });
        Assert.True(OwnLayer.Train(first, data, options with { Cancellation = cancellation.Token }, progress).Interrupted);

        using var second = new OwnLayer(9);
        OwnLayer.Train(second, data, options with { Resume = true });
        Assert.Equal(Numbers(whole), Numbers(second));
    }

    [Fact]
    public void All_variables_of_a_term_have_a_row_for_each_draw()
    {
        // Of two draws an example: were the means not repeated, the difference would be none.
        using var model = new OwnLayer();
        using var x = rand(7, 6);
        using var spread = model.Minimize(x).SpreadZ;
        Assert.True(spread.item<float>() > 0);
    }

    private static float[] Numbers(OwnLayer model)
    {
        using var scope = NewDisposeScope();
        return [.. model.state_dict().Values.SelectMany(value => value.flatten().data<float>().ToArray())];
    }

    private sealed class Told(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
