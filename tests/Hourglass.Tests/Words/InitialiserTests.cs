using Hourglass.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>Initial weights against the moments and the identities that their papers give.</summary>
[Proves("he", "normal", "orthogonal", "xavier")]
public class InitialiserTests
{
    [Theory]
    [InlineData("xavier", 300, 200, 2.0 / 500, 2.0 / 500)]
    [InlineData("he", 300, 200, 2.0 / 300, 2.0 / 200)]
    [InlineData("normal(0.3)", 300, 200, 0.09, 0.09)]
    [InlineData("orthogonal", 300, 200, 1.0 / 300, 1.0 / 300)]
    public void Weights_have_the_variance(string initialiser, int inputs, int outputs, double encoder, double decoder)
    {
        using var scope = NewDisposeScope();
        using var model = Create(initialiser, inputs, outputs);
        foreach (var (key, variance) in new[] { ("encoder.dense1", encoder), ("decoder.dense1", decoder) })
        {
            var weight = model.state_dict()[key + ".weight"].to_type(ScalarType.Float64);
            Assert.InRange(weight.mean().ToDouble() / Math.Sqrt(variance / weight.numel()), -4, 4);
            Assert.InRange(weight.var().ToDouble() / variance, 0.97, 1.03);
            Assert.Equal(0, model.state_dict()[key + ".bias"].abs().max().ToDouble());
        }
    }

    [Fact]
    public void Xavier_is_bounded_by_the_root_of_three_variances_and_flat()
    {
        using var scope = NewDisposeScope();
        using var model = Create("xavier", 300, 200);
        var scaled = model.state_dict()["encoder.dense1.weight"].to_type(ScalarType.Float64) / Math.Sqrt(6.0 / 500);
        Assert.InRange(scaled.abs().max().ToDouble(), 0.999, 1);
        Assert.InRange(scaled.pow(4).mean().ToDouble(), 0.195, 0.205); // 1/5 of a uniform, 1/3 · 3 of a normal of the same variance
    }

    [Fact]
    public void Orthogonal_rows_are()
    {
        using var scope = NewDisposeScope();
        using var model = Create("orthogonal", 300, 200);
        var weight = model.state_dict()["encoder.dense1.weight"].to_type(ScalarType.Float64);
        Assert.True((weight.matmul(weight.t()) - eye(200, dtype: ScalarType.Float64)).abs().max().ToDouble() < 1e-5);
    }

    [Fact]
    public void A_convolution_counts_its_window_and_a_normalisation_stays()
    {
        using var scope = NewDisposeScope();
        using var model = TextModel.Create(
            "model C { data x: unit[8, 16, 16] encode h = x -> conv(64, 3) -> batchnorm -> relu -> pool(avg, 16) -> flatten "
            + "decode y = h -> dense(2048) -> reshape(8, 16, 16) minimize mse(y, x) train { init: he } }");
        var state = model.state_dict();
        Assert.InRange(state["encoder.conv1.weight"].var().ToDouble() * 8 * 9 / 2, 0.94, 1.06);
        Assert.Equal(1, state["encoder.batchnorm1.weight"].min().ToDouble());
    }

    [Fact]
    public void The_maps_of_an_attention_are_drawn_as_one()
    {
        using var scope = NewDisposeScope();
        using var model = TextModel.Create(
            "model A { data x: unit[5, 64] encode h = x -> attention(4) decode y = h -> dense(64) minimize mse(y, x) "
            + "train { init: normal(0.3) } }");
        var state = model.state_dict();
        Assert.InRange(state["encoder.attention1.in_proj_weight"].var().ToDouble() / 0.09, 0.95, 1.05);
        Assert.InRange(state["encoder.attention1.out_proj.weight"].var().ToDouble() / 0.09, 0.9, 1.1);
        Assert.Equal(0, state["encoder.attention1.in_proj_bias"].abs().max().ToDouble());
    }

    [Fact]
    public void The_seed_decides_them()
    {
        using var scope = NewDisposeScope();
        double First(int seed)
        {
            using var model = TextModel.Create(Text("he", 5, 4), seed);
            return model.state_dict()["encoder.dense1.weight"][0, 0].ToDouble();
        }

        Assert.Equal(First(1), First(1));
        Assert.NotEqual(First(1), First(2));
    }

    private static Autoencoder Create(string initialiser, int inputs, int outputs) =>
        TextModel.Create(Text(initialiser, inputs, outputs));

    private static string Text(string initialiser, int inputs, int outputs) => FormattableString.Invariant(
        $"model I {{ data x: real[{inputs}] encode h = x -> dense({outputs}) decode y = h -> dense({inputs}) minimize mse(y, x) ")
        + $"train {{ init: {initialiser} }} }}";
}
