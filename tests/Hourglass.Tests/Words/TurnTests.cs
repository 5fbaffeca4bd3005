using Hourglass.Numerics;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Tests.Steps;
using Hourglass.Tests.Training;
using Hourglass.Training;
using Hourglass.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>Alternating updates against two loops written by hand with TorchSharp's modules and optimizers.</summary>
public class TurnTests
{
    private const int Examples = 16;
    private const int Batch = 8;
    private const int Epochs = 3;
    private const int CriticSteps = 2;
    private const int Seed = 4;

    [Theory]
    [InlineData(StepKind.Readable, ScalarType.Float64, 1e-9)]
    [InlineData(StepKind.Portable, ScalarType.Float64, 1e-9)]
    [InlineData(StepKind.Native, ScalarType.Float32, 1e-4)]
    public void Both_turns_are_two_loops_written_by_hand(StepKind kind, ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var model = (AgainstPrior)new AgainstPrior().to(type);
        var x = Numbers.Normals(3, Examples, 6).to(ScalarType.Float32);
        var expected = ByHand(model, x.to(type), type);
        using var data = Hourglass.Datasets.Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = x });
        Assert.Equal(kind, model.TrainOn(data, new TrainOptions { Step = kind, Seed = Seed }).Step.Ran);
        Assert.All(model.state_dict(), pair =>
        {
            var apart = Numbers.One((pair.Value - expected[pair.Key]).abs().max());
            Assert.True(apart <= tolerance, FormattableString.Invariant($"{pair.Key} is off by {apart:G3}."));
        });
    }

    /// <summary>Makhzani et al. (2015), section 2: the critic twice, then encoder and decoder once.</summary>
    private static Dictionary<string, Tensor> ByHand(AgainstPrior model, Tensor x, ScalarType type)
    {
        var layers = new Dictionary<string, TorchSharp.Modules.Linear>(StringComparer.Ordinal)
        {
            ["encoder.dense1"] = Layer(6, 5),
            ["encoder.dense2"] = Layer(5, 3),
            ["decoder.dense1"] = Layer(3, 5),
            ["decoder.dense2"] = Layer(5, 6),
            ["critic.dense1"] = Layer(3, 4),
            ["critic.dense2"] = Layer(4, 1),
        };
        var own = model.state_dict();
        foreach (var (name, layer) in layers)
        {
            using var still = no_grad();
            layer.to(type);
            layer.weight!.copy_(own[name + ".weight"]);
            layer.bias!.copy_(own[name + ".bias"]);
        }

        static TorchSharp.Modules.Linear Layer(int inputs, int outputs)
        {
            using var seeded = new RandomScope(1);
            return nn.Linear(inputs, outputs);
        }

        Tensor Of(string name, Tensor at) => layers[name].call(at);
        Tensor Encode(Tensor at) => Of("encoder.dense2", Of("encoder.dense1", at).tanh());
        Tensor Decode(Tensor at) => Of("decoder.dense2", Of("decoder.dense1", at).tanh());
        Tensor Score(Tensor at) => Of("critic.dense2", nn.functional.leaky_relu(Of("critic.dense1", at), 0.2));
        var critics = layers.Where(pair => pair.Key.StartsWith("critic", StringComparison.Ordinal)).Select(pair => pair.Value).ToArray();
        using var moves = optim.Adam(layers.Values.Except(critics).SelectMany(layer => layer.parameters()), 1e-2);
        using var movesCritic = optim.SGD(critics.SelectMany(layer => layer.parameters()), 0.05, momentum: 0.9);
        var noise = new NoiseStream();
        var order = new long[Examples];
        for (var step = 0; step < Epochs * Examples / Batch; step++)
        {
            var within = step % (Examples / Batch);
            TrainingSplit.Of(Examples, 0, Seed).Shuffle(order, Seed, step / (Examples / Batch));
            var batch = x[tensor(order.AsSpan(within * Batch, Batch).ToArray())];
            for (var i = 0; i < CriticSteps; i++)
            {
                noise.Begin(Seeds.Derive(Seed, -1000 - i), step);
                var z = Encode(batch).detach();
                var drawn = 0.5 + (Math.Exp(0.35) * noise.Normal(0, z));
                movesCritic.zero_grad();
                (CriticTests.Logistic(Score(drawn), 1) + CriticTests.Logistic(Score(z), 0)).backward();
                movesCritic.step();
            }

            var code = Encode(batch);
            moves.zero_grad();
            ((Decode(code) - batch).square().sum() / Batch + (0.5 * CriticTests.Logistic(Score(code), 1))).backward();
            moves.step();
        }

        return layers
            .SelectMany(pair => new[] { ($"{pair.Key}.weight", pair.Value.weight!), ($"{pair.Key}.bias", pair.Value.bias!) })
            .ToDictionary(pair => pair.Item1, pair => pair.Item2.detach(), StringComparer.Ordinal);
    }

    /// <summary>Both optimizers go with the checkpoint.</summary>
    [Theory]
    [InlineData(StepKind.Readable, 3)]
    [InlineData(StepKind.Portable, 2)]
    [InlineData(StepKind.Native, 3)]
    public void Stopping_and_resuming_changes_no_bit(StepKind step, int stopAfter)
    {
        using var scope = NewDisposeScope();
        using var whole = new AgainstPrior();
        using var data = TestModels.DataSet(whole, 20);
        var options = new TrainOptions { Step = step, Report = false };
        whole.TrainOn(data, options);
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        var steps = 0;
        using var first = new AgainstPrior();
        var report = first.TrainOn(
            data,
            options with { OutputFolder = folder.Path, Cancellation = cancellation.Token },
            new TrainingSessionTests.Told(progress =>
            {
                if (progress.Notice is null && progress.Completed is null && ++steps == stopAfter)
                {
                    cancellation.Cancel();
                }
            }));
        Assert.True(report.Interrupted);
        using var second = new AgainstPrior();
        second.TrainOn(data, options with { OutputFolder = folder.Path, Resume = true });
        var expected = whole.state_dict();
        Assert.All(second.state_dict(), pair => Assert.True(pair.Value.eq(expected[pair.Key]).all().item<bool>(), pair.Key));
    }

    [Fact]
    public void A_term_that_is_not_finite_is_named_and_moves_nothing()
    {
        using var scope = NewDisposeScope();
        using var model = new AgainstPrior();
        using var data = TestModels.DataSet(model, 20);
        using (no_grad())
        {
            model.Critic.Dense2.bias!.fill_(double.NaN);
        }

        var before = model.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        var error = Assert.Throws<TrainingException>(() => model.TrainOn(data));
        Assert.Contains("'critic_c' is NaN", error.Message, StringComparison.Ordinal);
        Assert.All(
            model.Encoder.state_dict().Keys,
            key => Assert.True(model.Encoder.state_dict()[key].eq(before["encoder." + key]).all().item<bool>(), key));
    }
}
