using Hourglass.Checkpoints;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Tests.Training;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Checkpoints;

/// <summary><c>Save</c> and <c>Load</c> of emitted types.</summary>
public sealed class WeightsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_loaded_model_computes_what_the_saved_one_does_and_is_in_evaluation_mode()
    {
        using var scope = NewDisposeScope();
        using var model = new BatchNormVector(7);
        model.train();
        model.Minimize(Numbers.UniformSingles(1, 8, 3)).Total.backward();
        model.Save(_folder.File("weights"));
        using var loaded = BatchNormVector.Load(_folder.File("weights"));
        Assert.False(loaded.training);
        var x = Numbers.UniformSingles(1, 5, 3);
        Assert.Equal(model.Encode(x).H.bytes.ToArray(), loaded.Encode(x).H.bytes.ToArray());
        Assert.Equal(1, loaded.Encoder.Batchnorm1.num_batches_tracked!.item<long>());
    }

    [Fact]
    public void The_output_folder_of_a_training_will_do()
    {
        using var model = new Draws();
        using var data = Hourglass.Datasets.Dataset.FromTensors(
            new Dictionary<string, Tensor> { ["x"] = Numbers.UniformSingles(1, 20, 6) });
        Draws.Train(model, data, new TrainOptions { OutputFolder = _folder.File("run"), Report = false });
        using var loaded = Draws.Load(_folder.File("run"));
        Assert.Equal(model.Encoder.Dense1.weight!.bytes.ToArray(), loaded.Encoder.Dense1.weight!.bytes.ToArray());
    }

    [Fact]
    public void A_file_in_double_precision_makes_a_model_in_double_precision()
    {
        using var model = new Draws().Double();
        model.Save(_folder.File("double"));
        using var loaded = Draws.Load(_folder.File("double"));
        Assert.Equal(ScalarType.Float64, loaded.Encoder.Dense1.weight!.dtype);
        Assert.Equal(model.Decoder.Dense1.bias!.bytes.ToArray(), loaded.Decoder.Dense1.bias!.bytes.ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        using var model = new Draws();
        var weights = model.state_dict();
        Assert.Equal(
            $"The weights in '{Write(weights.Where(pair => pair.Key != "encoder.dense1.bias"))}' are not those of a Draws: it lacks "
            + "'encoder.dense1.bias'. Load them into the model that was trained, as it was then.",
            Message());
        Write(weights.Append(new("encoder.dense9.bias", zeros(2))));
        Assert.Contains("it has 'encoder.dense9.bias', which the model has not", Message(), StringComparison.Ordinal);
        Write(weights.Select(pair => pair.Key == "encoder.dense1.bias" ? new(pair.Key, zeros(4)) : pair));
        Assert.Contains("its 'encoder.dense1.bias' is float32[4], the model's is float32[5]", Message(), StringComparison.Ordinal);
        Write(weights.Select(pair => pair.Key == "encoder.dense1.bias" ? new(pair.Key, zeros([5], float64)) : pair));
        Assert.Contains("its 'encoder.dense1.bias' is float64[5], the model's is float32[5]", Message(), StringComparison.Ordinal);
        Write(weights.Select(pair => pair.Key == "encoder.dense1.bias" ? new(pair.Key, full([5], float.NaN)) : pair));
        Assert.Contains("'encoder.dense1.bias' holds NaN or infinity", Message(), StringComparison.Ordinal);
        using var other = new Ladder();
        other.Save(_folder.File("weights"));
        Assert.Contains("are not those of a Draws: it lacks '", Message(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_said()
    {
        var nowhere = _folder.File("nowhere");
        Assert.Equal(
            $"There is no file '{nowhere}'. Name a file of weights, or the output folder of a training.",
            Assert.Throws<DataException>(() => Draws.Load(nowhere)).Message);
        Assert.Contains(
            "has no model.safetensors",
            Assert.Throws<DataException>(() => Draws.Load(_folder.Path)).Message,
            StringComparison.Ordinal);
        File.WriteAllText(nowhere, "no tensors");
        Assert.Contains(nowhere, Assert.Throws<DataException>(() => Draws.Load(nowhere)).Message, StringComparison.Ordinal);
    }

    private string Write(IEnumerable<KeyValuePair<string, Tensor>> weights)
    {
        var path = _folder.File("weights");
        SafeTensors.Save(path, weights.ToDictionary());
        return path;
    }

    private string Message() => Assert.Throws<DataException>(() => Draws.Load(_folder.File("weights"))).Message;
}
