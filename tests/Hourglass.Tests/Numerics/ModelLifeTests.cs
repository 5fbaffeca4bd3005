using Hourglass.Datasets;
using Hourglass.Tests.Models;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>An emitted model from end to end in double precision: keys, shapes, modes, conversions.</summary>
public class ModelLifeTests
{
    [Fact]
    public void Keys_are_the_layers_names_once_each_also_after_a_conversion()
    {
        using var model = new TiedDense();
        string[] keys = ["decoder.transpose1_bias", "encoder.w.bias", "encoder.w.weight"];
        Assert.Equal(keys, model.state_dict().Keys.Order(StringComparer.Ordinal));
        Assert.Equal(3, model.parameters().Count());
        model.to(ScalarType.Float64);
        Assert.Equal(keys, model.state_dict().Keys.Order(StringComparer.Ordinal));
        Assert.Equal(3, model.parameters().Count());
        Assert.All(model.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        Assert.Equal(ScalarType.Float64, model.Decoder.Transpose1Bias.dtype);
        Assert.Equal(
            model.parameters().Select(p => p.Handle).Order(),
            new[] { model.Decoder.Transpose1Bias.Handle, model.Encoder.W.bias!.Handle, model.Encoder.W.weight!.Handle }.Order());
    }

    [Fact]
    public void A_module_that_holds_a_model_sees_every_weight_once()
    {
        using var inner = new TiedDense();
        using var outer = new Holder(inner);
        string[] keys = ["inner.decoder.transpose1_bias", "inner.encoder.w.bias", "inner.encoder.w.weight"];
        Assert.Equal(keys, outer.state_dict().Keys.Order(StringComparer.Ordinal));
    }

    private sealed class Holder : nn.Module
    {
        public Holder(nn.Module inner)
            : base("holder") => register_module("inner", inner);
    }

    [Fact]
    public void A_trained_model_encodes_decodes_reconstructs_and_samples()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(3);
        using var model = new Divergence();
        model.to(ScalarType.Float64);
        var x = Numbers.Normals(1, 60, 3) * 0.3 + 1;
        var before = Numbers.One(model.Minimize(x).Total);
        using (var optimizer = optim.Adam(model.parameters(), lr: 0.02))
        {
            for (var step = 0; step < 150; step++)
            {
                optimizer.zero_grad();
                model.Minimize(x).Total.backward();
                optimizer.step();
            }
        }

        model.eval();
        Assert.True(Numbers.One(model.Minimize(x).Total) < before - 1);
        var z = model.Encode(x).Z;
        Assert.Equal([60L, 2L], z.Mean.shape);
        Assert.Equal([60L, 2L], z.Sample().shape);
        Assert.Equal(ScalarType.Float64, z.Mean.dtype);
        Numbers.Same(Numbers.Of(model.Decode(z.Mean).Mean), model.Reconstruct(x), 0);
        var samples = model.Sample(7);
        Assert.Equal([7L, 3L], samples.shape);
        Assert.Equal(ScalarType.Float64, samples.dtype);
        Assert.InRange(Numbers.Of(model.Sample(2000)).Average(), 0.9, 1.1);
        var twice = Numbers.Of(model.Encode(x).Z.Mean);
        Numbers.Same(twice, model.Encode(x).Z.Mean, 0);
    }

    [Fact]
    public void A_binding_without_stages_gives_a_tensor_of_its_own()
    {
        using var scope = NewDisposeScope();
        using var model = new CorruptMask();
        model.eval();
        var x = Numbers.Uniforms(1, 2, 4);
        using (NewDisposeScope())
        {
            Numbers.Same(Numbers.Of(x), model.Reconstruct(x), 0);
        }

        // What the caller put in is still the caller's.
        Assert.False(x.IsInvalid);
        Assert.Equal(8, x.NumberOfElements);
    }
}
