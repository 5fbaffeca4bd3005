using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using Hourglass.Training.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hourglass.Tests.Training;

/// <summary>Parameters that share memory are still the model's: for autograd, files, conversions, checkpoints.</summary>
public class FlatParametersTests
{
    public static TheoryData<ScalarType> Types => new() { ScalarType.Float32, ScalarType.Float64 };

    [Theory]
    [MemberData(nameof(Types))]
    public void Parameters_keep_their_values_and_lie_in_order_at_multiples_of_16(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var model = new Draws(3);
        model.to(type);
        var named = Named(model);
        var values = named.Select(p => Numbers.Of(p.Parameter)).ToArray();
        var gradients = Gradients(model, type);
        using var flat = new FlatParameters(named, ["decoder.dense1.bias", "of nobody", named[1].Name]);
        Assert.Equal(
            ["decoder.dense1.bias", named[1].Name],
            flat.Places.OrderBy(place => place.Value.Offset).Take(2).Select(place => place.Key));
        Assert.Equal(
            named.Select(p => p.Name).Where(name => name != named[1].Name && name != "decoder.dense1.bias"),
            flat.Places.OrderBy(place => place.Value.Offset).Skip(2).Select(place => place.Key));
        Assert.All(flat.Places.Values, place => Assert.Equal(0, place.Offset % 16));
        var all = Numbers.Of(flat.Flat);
        Assert.Equal(flat.Length, all.Length);
        Assert.Equal(type, flat.Flat.dtype);
        foreach (var ((name, parameter), expected) in named.Zip(values))
        {
            var (offset, count) = flat.Places[name];
            Assert.Equal(expected, all[(int)offset..(int)(offset + count)]);
            Assert.Equal(expected, Numbers.Of(parameter));
            Assert.Equal((true, true, offset), (parameter.requires_grad, parameter.is_leaf, parameter.storage_offset()));
            all.AsSpan((int)offset, (int)count).Clear();
        }

        Assert.All(all, between => Assert.Equal(0, between));
        Assert.All(gradients.Zip(Gradients(model, type)), pair => Assert.Equal(pair.First, pair.Second));
        Numbers.Same(new double[flat.Length], flat.Gradient, 0);
        Assert.Same(flat.Gradient, flat.Gradient);
    }

    [Fact]
    public void Writing_one_is_writing_the_other_and_the_memory_stays_with_the_model()
    {
        using var scope = NewDisposeScope();
        using var model = new Draws();
        var named = Named(model);
        using (var flat = new FlatParameters(named))
        {
            using var noGrad = no_grad();
            flat.Flat.fill_(2);
            Assert.All(model.state_dict().Values.SelectMany(Numbers.Of), value => Assert.Equal(2, value));
            named[0].Parameter.fill_(3);
            var (offset, count) = flat.Places[named[0].Name];
            Assert.All(Numbers.Of(flat.Flat.narrow(0, offset, count)), value => Assert.Equal(3, value));
        }

        // Another session, another memory.
        using var second = new FlatParameters(named);
        Assert.All(Numbers.Of(named[0].Parameter), value => Assert.Equal(3, value));
        Assert.All(Numbers.Of(named[1].Parameter), value => Assert.Equal(2, value));
    }

    [Fact]
    public void Trained_models_are_saved_loaded_converted_and_trained_again()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var data = TinyVae.Data();
        using var model = new Draws();
        model.TrainOn(data);
        var file = folder.File("model.dat");
        model.save(file);
        using var loaded = new Draws(9);
        loaded.load(file);
        loaded.eval();
        Assert.Equal(model.state_dict().Values.Select(Numbers.Of), loaded.state_dict().Values.Select(Numbers.Of));
        var x = Numbers.Uniforms(1, 4, 6).to_type(ScalarType.Float32);
        Numbers.Same(Numbers.Of(model.Encode(x).Z.Mean), loaded.Encode(x).Z.Mean, 0);

        var single = model.state_dict().Values.Select(Numbers.Of).ToArray();
        model.to(ScalarType.Float64);
        Assert.Equal(single, model.state_dict().Values.Select(Numbers.Of));
        Assert.Equal(model.parameters().Count(), Gradients(model, ScalarType.Float64).Length);
        model.TrainOn(data, new TrainOptions { Epochs = 1 });
        Assert.NotEqual(single[0], Numbers.Of(model.state_dict().Values.First()));
        Assert.All(model.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void The_optimizers_state_has_the_parameters_layout(ScalarType type)
    {
        using var scope = NewDisposeScope();
        Parameter[] p = [new(ones(3, 2, dtype: type)), new(ones([], dtype: type)), new(ones(17, dtype: type))];
        using var flat = new FlatParameters([("a", p[0]), ("b", p[1]), ("c", p[2])], ["c"]);
        using var optimizer = new ScriptedOptimizer(Optimizers.Of("adam(0.1)"), null, flat);
        foreach (var parameter in p)
        {
            parameter.grad = ones_like(parameter);
        }

        optimizer.Step(0.1);
        Assert.Equal(["exp_avg", "exp_avg_sq", "step"], optimizer.FlatState.Keys);
        Numbers.Same([1, 1, 1], optimizer.FlatState["step"], 0);
        var expected = Enumerable.Range(0, 64).Select(i => i < 17 || i is (>= 32 and < 38) or 48 ? 0.1 : 0).ToArray();
        Numbers.Same(expected, optimizer.FlatState["exp_avg"], 1e-6);
        var state = optimizer.State.ToDictionary();
        Assert.Equal([3, 2], state["a.exp_avg"].shape);
        Assert.Equal([], state["b.step"].shape);
        using var noGrad = no_grad();
        state["b.step"].fill_(7);
        state["a.exp_avg"].fill_(5);
        Numbers.Same([1, 7, 1], optimizer.FlatState["step"], 0);
        Assert.Equal(6, Numbers.Of(optimizer.FlatState["exp_avg"]).Count(value => value == 5));
    }

    [Fact]
    public void Weights_of_two_types_are_refused()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<TrainingException>(
            () => new FlatParameters([("a", new Parameter(ones(2))), ("b", new Parameter(ones(2, dtype: ScalarType.Float64)))]));
        Assert.Contains("Float32 on cpu and Float64 on cpu", error.Message, StringComparison.Ordinal);
    }

    private static List<(string Name, Parameter Parameter)> Named(nn.Module model) => [.. model.named_parameters()];

    private static double[][] Gradients(Draws model, ScalarType type)
    {
        model.zero_grad();
        model.eval();
        using var random = new RandomScope(1);
        model.Minimize(Numbers.Uniforms(1, 4, 6).to_type(type)).Total.backward();
        return [.. model.parameters().Select(parameter => Numbers.Of(parameter.grad!))];
    }
}
