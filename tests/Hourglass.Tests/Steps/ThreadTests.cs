using Hourglass.Training;
using Hourglass.Training.Steps;
using static TorchSharp.torch;

namespace Hourglass.Tests.Steps;

/// <summary>What the tutorial promises about the number of libtorch's threads.</summary>
public sealed class ThreadTests : IDisposable
{
    private readonly int _threads = get_num_threads();

    public void Dispose() => set_num_threads(_threads);

    [Theory]
    [InlineData("12")]
    [InlineData("15")]
    [InlineData("07")]
    public void The_native_step_gives_the_same_weights_with_any_number(string name)
    {
        var alone = Train(name, StepKind.Native, threads: 1);
        Assert.Equal(alone, Train(name, StepKind.Native, threads: 2));
        Assert.Equal(alone, Train(name, StepKind.Native, threads: 3));
    }

    [Theory]
    [InlineData(StepKind.Portable)]
    [InlineData(StepKind.Readable)]
    public void The_others_give_the_same_weights_with_the_same_number(StepKind step) =>
        Assert.Equal(Train("12", step, threads: 2), Train("12", step, threads: 2));

    private static Dictionary<string, byte[]> Train(string name, StepKind step, int threads)
    {
        set_num_threads(threads);
        using var model = TestModels.Create(name);
        using var data = TestModels.DataSet(model, 150);
        model.TrainOn(data, new TrainOptions { Step = step, Epochs = 2 });
        using var scope = NewDisposeScope();
        return model.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.bytes.ToArray());
    }
}
