using Hourglass.Training;
using Hourglass.Training.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hourglass.Tests.Training;

/// <summary>Every optimizer, step by step, against TorchSharp's own on the same gradients.</summary>
[Proves("adagrad", "adam", "adamax", "adamw", "rmsprop", "sgd")]
public class OptimizerTests
{
    private static readonly long[][] Shapes = [[7, 5], [5], [], [2, 3, 4]];

    public static TheoryData<string, double?, ScalarType> Cases()
    {
        var data = new TheoryData<string, double?, ScalarType>();
        string[] names = ["adam", "adam-betas", "adamw", "adamax", "adagrad", "sgd", "sgd-momentum", "rmsprop", "rmsprop-momentum"];
        foreach (var name in names)
        {
            data.Add(name, null, ScalarType.Float32);
            data.Add(name, 0.7, ScalarType.Float32);
            data.Add(name, null, ScalarType.Float64);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Moves_the_parameters_for_a_hundred_steps_as_torch_does(string name, double? clip, ScalarType precision)
    {
        using var random = new RandomScope(1);
        using var scope = NewDisposeScope();
        var ours = Shapes.Select(shape => new Parameter(randn(shape, dtype: precision))).ToArray();
        var theirs = ours.Select(p => new Parameter(p.detach().clone())).ToArray();
        var plan = Plan(name);
        using var optimizer = new ScriptedOptimizer(plan, Norm(clip), new FlatParameters([.. ours.Select((p, i) => ($"p{i}", p))]));
        using var oracle = Oracle(name, theirs);
        for (var step = 0; step < 100; step++)
        {
            for (var i = 0; i < ours.Length; i++)
            {
                var gradient = randn(Shapes[i], dtype: precision);
                ours[i].grad = gradient;
                theirs[i].grad = gradient.clone();
            }

            if (clip is { } largest)
            {
                nn.utils.clip_grad_norm_(theirs, largest);
            }

            optimizer.Step(plan.LearningRate);
            oracle.step();
            for (var i = 0; i < ours.Length; i++)
            {
                Assert.True(
                    (ours[i] - theirs[i]).abs().max().to_type(ScalarType.Float64).item<double>() < 1e-6,
                    $"parameter {i}, step {step}");
                Assert.Null(ours[i].grad);
            }
        }

        Assert.All(ours.Zip(Shapes), pair => Assert.Equal(pair.Second, pair.First.shape));
    }

    [Theory]
    [InlineData("adam", ScalarType.Float32, 1e-39, 2e-38)]
    [InlineData("sgd-momentum", ScalarType.Float32, 1e-39, 2e-38)]
    [InlineData("adam", ScalarType.Float64, 1e-309, 1e-300)]
    public void Subnormal_numbers_of_the_state_become_zeros(string name, ScalarType precision, double subnormal, double small)
    {
        using var scope = NewDisposeScope();
        var p = new Parameter(zeros(5, dtype: precision));
        using var optimizer = new ScriptedOptimizer(Plan(name), null, new FlatParameters([("p", p)]));
        var state = optimizer.State
            .Where(pair => !pair.Key.EndsWith("." + OptimizerPlan.StepSlot, StringComparison.Ordinal))
            .Select(pair => pair.Value)
            .ToList();
        var kept = tensor(new[] { 0, 0, small, -small, 1 }, dtype: precision);
        Assert.NotEmpty(state);
        Assert.All(state, slot => slot.copy_(tensor(new[] { subnormal, -subnormal, small, -small, 1 }, dtype: precision)));
        optimizer.FlushSubnormals();
        Assert.All(state, slot => Assert.True(slot.eq(kept).all().item<bool>(), slot.str()));
    }

    [Fact]
    public void Moves_by_hand_arithmetic()
    {
        using var scope = NewDisposeScope();
        var p = new Parameter(tensor(new[] { 1.0, -2.0 }));
        using var optimizer = new ScriptedOptimizer(Optimizers.Of("sgd(0.1, momentum: 0.5)"), Norm(1), new FlatParameters([("p", p)]));
        p.grad = tensor(new[] { 3.0, 4.0 }); // norm 5, clipped to 1: 0.6, 0.8
        optimizer.Step(0.1);
        p.grad = tensor(new[] { 0.0, 0.5 }); // within the norm
        optimizer.Step(0.2);
        // after the first: 1 - 0.06, -2 - 0.08; buffer 0.6, 0.8 becomes 0.3, 0.9
        Assert.Equal(1 - 0.06 - 0.2 * 0.3, p.data<double>()[0], 6);
        Assert.Equal(-2 - 0.08 - 0.2 * 0.9, p.data<double>()[1], 6);
    }

    [Fact]
    public void Decays_weights_apart_from_the_gradient()
    {
        using var scope = NewDisposeScope();
        var p = new Parameter(tensor(new[] { 2.0 }));
        using var optimizer = new ScriptedOptimizer(Optimizers.Of("adamw(0.1, decay: 0.5)"), null, new FlatParameters([("p", p)]));
        p.grad = tensor(new[] { 0.0 });
        optimizer.Step(0.1);
        Assert.Equal(2.0 * (1 - 0.1 * 0.5), p.data<double>()[0], 12);
    }

    [Fact]
    public void Leaves_parameters_without_a_gradient_alone_also_when_that_changes()
    {
        using var scope = NewDisposeScope();
        Parameter[] p = [new(ones(3)), new(ones(3)), new(ones(3))];
        using var optimizer = new ScriptedOptimizer(
            Optimizers.Of("adam(0.1)"),
            null,
            new FlatParameters([("a", p[0]), ("b", p[1]), ("c", p[2])]));
        bool[][] present = [[true, false, true], [true, false, true], [false, true, true], [false, true, false]];
        foreach (var step in present)
        {
            for (var i = 0; i < 3; i++)
            {
                if (step[i])
                {
                    p[i].grad = ones(3);
                }
            }

            optimizer.Step(0.1);
        }

        Assert.Equal(
            [2f, 2f, 3f],
            optimizer.State.Where(s => s.Key.EndsWith(".step", StringComparison.Ordinal)).Select(s => s.Value.item<float>()));
        Assert.Equal([0.8f, 0.8f, 0.7f], p.Select(q => MathF.Round(q.data<float>()[0], 4)));
    }

    [Fact]
    public void Names_its_state_as_torch_does()
    {
        using var scope = NewDisposeScope();
        string[] Keys(OptimizerPlan plan)
        {
            using var optimizer = new ScriptedOptimizer(plan, null, new FlatParameters([("fc.weight", new Parameter(ones(2, 3)))]));
            return [.. optimizer.State.Select(s => $"{s.Key}[{string.Join(",", s.Value.shape)}]")];
        }

        Assert.Equal(["fc.weight.exp_avg[2,3]", "fc.weight.exp_avg_sq[2,3]", "fc.weight.step[]"], Keys(Optimizers.Of("adam")));
        Assert.Equal(["fc.weight.exp_avg[2,3]", "fc.weight.exp_avg_sq[2,3]", "fc.weight.step[]"], Keys(Optimizers.Of("adamw")));
        Assert.Equal([], Keys(Optimizers.Of("sgd(0.1)")));
        Assert.Equal(["fc.weight.momentum_buffer[2,3]"], Keys(Optimizers.Of("sgd(0.1, momentum: 0.9)")));
        Assert.Equal(["fc.weight.square_avg[2,3]", "fc.weight.step[]"], Keys(Optimizers.Of("rmsprop")));
        Assert.Equal(
            ["fc.weight.square_avg[2,3]", "fc.weight.momentum_buffer[2,3]", "fc.weight.step[]"],
            Keys(Optimizers.Of("rmsprop(momentum: 0.9)")));
    }

    [Fact]
    public void Says_that_backward_was_forgotten()
    {
        using var scope = NewDisposeScope();
        using var optimizer = new ScriptedOptimizer(Optimizers.Of("adam"), null, new FlatParameters([("p", new Parameter(ones(2)))]));
        Assert.Contains(
            "backward()",
            Assert.Throws<InvalidOperationException>(() => optimizer.Step(0.1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Cuts_each_number_off()
    {
        using var scope = NewDisposeScope();
        var p = new Parameter(tensor(new[] { 1.0, -2.0, 3.0 }));
        using var optimizer = new ScriptedOptimizer(
            Optimizers.Of("sgd(0.1)"),
            new GradientClip(ClipKind.Value, 0.5),
            new FlatParameters([("p", p)]));
        p.grad = tensor(new[] { 3.0, -4.0, 0.25 });
        optimizer.Step(0.1);
        Assert.Equal([1 - 0.05, -2 + 0.05, 3 - 0.025], p.data<double>().ToArray().Select(x => Math.Round(x, 12)));
    }

    private static GradientClip? Norm(double? limit) => limit is { } largest ? new GradientClip(ClipKind.Norm, largest) : null;

    private static OptimizerPlan Plan(string name) => name switch
    {
        "adam" => Optimizers.Of("adam(0.05)"),
        "adam-betas" => Optimizers.Of("adam(0.05, beta1: 0.5, beta2: 0.8, epsilon: 1e-3)"),
        "adamw" => Optimizers.Of("adamw(0.05, decay: 0.3)"),
        "adamax" => Optimizers.Of("adamax(0.05)"),
        "adagrad" => Optimizers.Of("adagrad(0.05)"),
        "sgd" => Optimizers.Of("sgd(0.05)"),
        "sgd-momentum" => Optimizers.Of("sgd(0.05, momentum: 0.9)"),
        "rmsprop" => Optimizers.Of("rmsprop(0.05, alpha: 0.9, epsilon: 1e-4)"),
        _ => Optimizers.Of("rmsprop(0.05, alpha: 0.9, epsilon: 1e-4, momentum: 0.8)"),
    };

    private static TorchSharp.Modules.OptimizerHelper Oracle(string name, Parameter[] p) => name switch
    {
        "adam" => optim.Adam(p, 0.05),
        "adam-betas" => optim.Adam(p, 0.05, 0.5, 0.8, 1e-3),
        "adamw" => optim.AdamW(p, 0.05, weight_decay: 0.3),
        "adamax" => optim.Adamax(p, 0.05),
        "adagrad" => optim.Adagrad(p, 0.05),
        "sgd" => optim.SGD(p, 0.05),
        "sgd-momentum" => optim.SGD(p, 0.05, 0.9),
        "rmsprop" => optim.RMSProp(p, 0.05, 0.9, 1e-4),
        _ => optim.RMSProp(p, 0.05, 0.9, 1e-4, momentum: 0.8),
    };
}
