using Hourglass.Numerics;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Tests.Training;
using Hourglass.Training.Steps;
using Hourglass.Training;
using TorchSharp.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>
/// Layers that are trained one at a time and then tuned, against loops written by hand with TorchSharp's modules and optimizers.
/// </summary>
[Proves("greedy", "backprop")]
public class StackTests
{
    private const int Examples = 16;
    private const int Seed = 4;

    [Theory]
    [InlineData(StepKind.Readable, ScalarType.Float64, 1e-9)]
    [InlineData(StepKind.Portable, ScalarType.Float64, 1e-9)]
    [InlineData(StepKind.Native, ScalarType.Float32, 1e-4)]
    public void Phases_are_loops_written_by_hand(StepKind kind, ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var model = (SmallStack)new SmallStack().to(type);
        var x = Numbers.Uniforms(3, Examples, 6).to(ScalarType.Float32);
        var y = arange(Examples, ScalarType.Int64).remainder(3);
        var expected = ByHand(model, x.to(type), y, type);
        using var data = Hourglass.Datasets.Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = x, ["y"] = y });
        Assert.Equal(kind, model.TrainOn(data, new TrainOptions { Step = kind, Seed = Seed }).Step.Ran);
        Assert.All(model.state_dict(), pair =>
        {
            var apart = Numbers.One((pair.Value - expected[pair.Key]).abs().max());
            Assert.True(apart <= tolerance, FormattableString.Invariant($"{pair.Key} is off by {apart:G3}."));
        });
    }

    /// <summary>Bengio et al. (2007), algorithm 1, with the noise and the tied weights of Vincent et al. (2010).</summary>
    private static Dictionary<string, Tensor> ByHand(SmallStack model, Tensor x, Tensor y, ScalarType type)
    {
        var own = model.state_dict();
        var weights = own.ToDictionary(
            pair => pair.Key, pair => nn.Parameter(pair.Value.detach().clone().to(type)), StringComparer.Ordinal);
        Tensor Up(int layer, Tensor at) =>
            nn.functional.linear(at, weights[$"encoder.l{layer}.weight"], weights[$"encoder.l{layer}.bias"]).sigmoid();
        Tensor Logits(Tensor at) =>
            nn.functional.linear(Up(2, Up(1, at)), weights["predictor.y_logits.weight"], weights["predictor.y_logits.bias"]);
        var noise = new NoiseStream();
        var (epoch, step) = (0, 0L);
        for (var layer = 1; layer <= 2; layer++)
        {
            var back = weights[$"objective.transpose{layer}_bias"];
            using var sgd = optim.SGD([weights[$"encoder.l{layer}.weight"], weights[$"encoder.l{layer}.bias"], back], 0.1);
            Run(sgd, epochs: 2, size: 8, rows =>
            {
                var below = layer == 1 ? x[rows] : Up(1, x[rows]).detach();
                noise.Begin(Seed, step);
                var noisy = below * (noise.Uniform(layer - 1, below) >= (layer == 1 ? 0.2 : 0.4));
                var logits = Up(layer, noisy).matmul(weights[$"encoder.l{layer}.weight"]) + back;
                return nn.functional.binary_cross_entropy_with_logits(logits, below, reduction: nn.Reduction.Sum) / rows.shape[0];
            });
        }

        Parameter[] head = [weights["predictor.y_logits.weight"], weights["predictor.y_logits.bias"]];
        using var momentum = optim.SGD(head, 0.5, momentum: 0.9);
        Run(momentum, epochs: 2, size: 8, rows => nn.functional.cross_entropy(Logits(x[rows]), y[rows]));
        var reached = weights.Where(pair => !pair.Key.StartsWith("objective", StringComparison.Ordinal)).Select(pair => pair.Value);
        using var adam = optim.Adam(reached, 1e-2);
        Run(adam, epochs: 2, size: 16, rows => nn.functional.cross_entropy(Logits(x[rows]), y[rows]));
        return weights.ToDictionary(pair => pair.Key, pair => pair.Value.detach(), StringComparer.Ordinal);

        void Run(optim.Optimizer optimizer, int epochs, int size, Func<Tensor, Tensor> loss)
        {
            var order = new long[Examples];
            for (var end = epoch + epochs; epoch < end; epoch++)
            {
                TrainingSplit.Of(Examples, 0, Seed).Shuffle(order, Seed, epoch);
                for (var first = 0; first < Examples; first += size, step++)
                {
                    optimizer.zero_grad();
                    loss(tensor(order.AsSpan(first, size).ToArray())).backward();
                    optimizer.step();
                }
            }
        }
    }

    /// <summary>Each phase moves what it says, and nothing else.</summary>
    [Theory]
    [InlineData(StepKind.Readable)]
    [InlineData(StepKind.Portable)]
    [InlineData(StepKind.Native)]
    public void A_phase_moves_its_own_parameters_alone(StepKind kind)
    {
        using var scope = NewDisposeScope();
        using var model = new SmallStack();
        using var data = Steps.TestModels.DataSet(model, Examples);
        var before = Copy(model);
        var moved = new List<(string? Phase, string[] Keys)>();
        model.TrainOn(data, new TrainOptions { Step = kind }, new TrainingSessionTests.Told(progress =>
        {
            if (progress.Completed is { } epoch)
            {
                var now = Copy(model);
                moved.Add((epoch.Phase, [.. now.Keys.Where(key => !now[key].eq(before[key]).all().item<bool>())]));
                before = now;
            }
        }));
        string[] first = ["encoder.l1.weight", "encoder.l1.bias"];
        string[] second = ["encoder.l2.weight", "encoder.l2.bias"];
        string[] head = ["predictor.y_logits.weight", "predictor.y_logits.bias"];
        (string, string[])[] phases =
        [
            ("layers.l1", [.. first, "objective.transpose1_bias"]),
            ("layers.l2", [.. second, "objective.transpose2_bias"]),
            ("head", head),
            ("all", [.. first, .. second, .. head]),
        ];
        Assert.Equal(phases.SelectMany(phase => new[] { phase.Item1, phase.Item1 }), moved.Select(epoch => epoch.Phase));
        Assert.All(moved, epoch => Assert.Equal(
            phases.Single(phase => phase.Item1 == epoch.Phase).Item2.Order(StringComparer.Ordinal),
            epoch.Keys.Order(StringComparer.Ordinal)));
    }

    /// <summary>A layer of two tanh units: its objective is that of the same layer as a model of its own.</summary>
    [Fact]
    public void The_objective_of_a_layer_speaks_of_its_input_its_code_and_the_way_back()
    {
        using var scope = NewDisposeScope();
        using var model = new ContractiveStack().Double();
        var x = Numbers.Normals(2, 5, 6);
        var code = nn.functional.linear(x, model.Encoder.L1.weight!, model.Encoder.L1.bias!).tanh();
        var rebuilt = code.matmul(model.Encoder.L1.weight!) + model.Objective.Transpose1Bias;
        var loss = model.MinimizeLayersL1(x);
        Numbers.Near(Numbers.One((rebuilt - x).square().mean()), loss.MseRebuilt);

        // Rifai et al. (2011), equation 7: (1 - h²)² Σ W² for tanh.
        var slopes = (1 - code.square()).square().matmul(model.Encoder.L1.weight!.square().sum(1));
        Numbers.Near(Numbers.One(slopes.mean()), loss.ContractiveCode);

        var below = code.detach();
        var second = nn.functional.linear(below, model.Encoder.L2.weight!, model.Encoder.L2.bias!).sigmoid();
        var ofSecond = (second * (1 - second)).square().matmul(model.Encoder.L2.weight!.square().sum(1));
        var loss2 = model.MinimizeLayersL2(x);
        Numbers.Near(Numbers.One(ofSecond.mean()), loss2.ContractiveCode);
        loss2.Total.backward();
        Assert.Null(model.Encoder.L1.weight!.grad);
    }

    /// <summary>Noise is that phase's alone; the next one computes without, and evaluation too.</summary>
    [Fact]
    public void Noise_of_a_phase_is_its_own()
    {
        using var scope = NewDisposeScope();
        using var model = new Phased().Double();
        var x = Numbers.Normals(2, 5, 5);
        model.train();
        model.Untyped.Noise.Begin(1, 1);
        var clean = Numbers.One(model.MinimizeNoisy(x).SseY);
        model.Untyped.Phase = "noisy";
        var noisy = Numbers.One(model.MinimizeNoisy(x).SseY);
        model.Untyped.Noise.Begin(1, 1);
        var noise = model.Untyped.Noise.Normal(0, x);
        var h = model.Encoder.L1.call(x + (0.5 * noise)).tanh();
        Numbers.Near(Numbers.One((model.Decoder.Dense1.call(h) - x).square().sum() / 5), noisy);
        Assert.NotEqual(clean, noisy);
        model.Untyped.Phase = "tuned";
        Numbers.Near(clean, Numbers.One(model.MinimizeNoisy(x).SseY));
        model.Untyped.Phase = "noisy";
        model.eval();
        Numbers.Near(clean, Numbers.One(model.MinimizeNoisy(x).SseY));
    }

    /// <summary>A weight that moves counts the epochs of the phases that minimize its objective.</summary>
    [Fact]
    public void A_weight_moves_by_the_epochs_of_its_own_phase()
    {
        using var scope = NewDisposeScope();
        using var model = new Phased();
        using var data = Steps.TestModels.DataSet(model, 16);
        var at = new List<double>();
        model.TrainOn(data, null, new TrainingSessionTests.Told(progress =>
        {
            if (progress.Notice is null && progress.Completed is null)
            {
                at.Add(model.Epoch);
            }
        }));
        Assert.Equal([0, 0.5, 1, 1.5, 0, 0.5, 1, 1.5], at);
    }

    [Theory]
    [InlineData(StepKind.Readable, 3)]
    [InlineData(StepKind.Native, 4)]
    [InlineData(StepKind.Portable, 9)]
    [InlineData(StepKind.Native, 13)]
    public void Stopping_and_resuming_changes_no_bit(StepKind step, int stopAfter)
    {
        using var scope = NewDisposeScope();
        using var whole = new SmallStack();
        using var data = Steps.TestModels.DataSet(whole, 20);
        var options = new TrainOptions { Step = step, Report = false };
        var expected = whole.TrainOn(data, options);
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        var steps = 0;
        using var first = new SmallStack();
        first.TrainOn(
            data,
            options with { OutputFolder = folder.Path, Cancellation = cancellation.Token },
            new TrainingSessionTests.Told(progress =>
            {
                if (progress.Notice is null && progress.Completed is null && ++steps == stopAfter)
                {
                    cancellation.Cancel();
                }
            }));
        using var resumed = new SmallStack();
        var report = resumed.TrainOn(data, options with { OutputFolder = folder.Path, Resume = true });
        Assert.Equal(Numbers.Weights(whole), Numbers.Weights(resumed));
        Checkpoints.ResumeTests.SameFigures(expected.Epochs, report.Epochs);
    }

    private static Dictionary<string, Tensor> Copy(Autoencoder model) =>
        model.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone(), StringComparer.Ordinal);
}
