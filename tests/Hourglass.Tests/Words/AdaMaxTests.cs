using Hourglass.Datasets;
using Hourglass.Tests.Models;
using Hourglass.Tests.Training;
using Hourglass.Training;
using Hourglass.Training.Optimizers;
using Hourglass.Training.Steps;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>The optimizer <c>adamax</c> against TorchSharp's own, against its closed form, and as a part of the portable step.</summary>
[Proves("adamax")]
public class AdaMaxTests
{
    [Theory]
    [InlineData(ScalarType.Float64, 1, 1e-12)]
    [InlineData(ScalarType.Float64, 1e-8, 1e-12)]
    [InlineData(ScalarType.Float32, 1, 1e-6)]
    public void It_moves_parameters_as_the_library_does(ScalarType precision, double scale, double tolerance)
    {
        using var random = new RandomScope(3);
        using var scope = NewDisposeScope();
        var (ours, theirs) = (new Parameter(ones(4, 3, dtype: precision)), new Parameter(ones(4, 3, dtype: precision)));
        using var optimizer = Optimizer("adamax(0.05, beta1: 0.8, beta2: 0.7)", ours);
        using var oracle = optim.Adamax([theirs], 0.05, 0.8, 0.7);
        for (var step = 0; step < 20; step++)
        {
            ours.grad = randn(4, 3, dtype: precision) * scale;
            theirs.grad = ours.grad.clone();
            optimizer.Step(0.05);
            oracle.step();
            Assert.True((ours - theirs).abs().max().ToDouble() < tolerance, $"step {step}");
        }
    }

    /// <summary>
    /// Kingma and Ba (2015), section 7.1: a gradient g that stays moves the parameter by rate · g / (|g| + epsilon), in the first step as
    /// later.
    /// </summary>
    [Fact]
    public void A_gradient_that_stays_moves_by_the_rate()
    {
        using var scope = NewDisposeScope();
        var p = new Parameter(tensor(new[] { 1.0, 1.0 }));
        using var optimizer = Optimizer("adamax(0.1, epsilon: 0.5)", p);
        for (var step = 1; step <= 5; step++)
        {
            p.grad = tensor(new[] { 1.5, -0.5 });
            optimizer.Step(0.1);
            Assert.Equal(1 - (step * 0.1 * 1.5 / 2), p.data<double>()[0], 12);
            Assert.Equal(1 + (step * 0.1 * 0.5 / 1), p.data<double>()[1], 12);
        }
    }

    [Fact]
    public void The_derived_steps_move_as_the_readable_one()
    {
        using var random = new RandomScope(5);
        using var scope = NewDisposeScope();
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = randn(40, 3) });
        WidestGradient Trained(StepKind step)
        {
            var model = new WidestGradient();
            var report = model.TrainOn(data, new TrainOptions { Step = step, Epochs = 3 });
            Assert.Equal(step, report.Step.Ran);
            return model;
        }

        using var portable = Trained(StepKind.Portable);
        using var native = Trained(StepKind.Native);
        using var readable = Trained(StepKind.Readable);
        var expected = readable.state_dict();
        Assert.All(
            portable.state_dict().Concat(native.state_dict()),
            pair => Assert.True((pair.Value - expected[pair.Key]).abs().max().ToDouble() < 1e-5, pair.Key));
    }

    private static ScriptedOptimizer Optimizer(string text, Parameter parameter) =>
        new(Optimizers.Of(text), null, new FlatParameters([("p", parameter)]));
}
