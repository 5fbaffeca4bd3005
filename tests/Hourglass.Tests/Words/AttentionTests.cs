using Hourglass.Numerics;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>
/// <c>attention</c> by its equations, one number after the other, and by TorchSharp's module with the same weights; <c>positions</c> by its
/// formula. That the derived step does the same, the twins show: their other half is TorchSharp's module.
/// </summary>
[Proves("attention", "positions")]
public class AttentionTests
{
    private const int Rows = 3;
    private const int Steps = 5;
    private const int Width = 8;

    [Fact]
    public void Parameters_are_PyTorchs()
    {
        using var scope = NewDisposeScope();
        using var model = new AttentionSequence();
        Assert.Equal(
            [
                ("attention1.in_proj_weight", "24 8"), ("attention1.in_proj_bias", "24"), ("attention1.out_proj.weight", "8 8"),
                ("attention1.out_proj.bias", "8"),
            ],
            model.Encoder.named_parameters().Select(pair => (pair.name, string.Join(' ', pair.parameter.shape))));
    }

    /// <summary>
    /// The three maps are drawn as one, uniform between ±√(6 / (n + 3n)); the other is a dense layer's; biases are zeros.
    /// </summary>
    [Fact]
    public void Initial_weights_are_PyTorchs()
    {
        using var scope = NewDisposeScope();
        using var model = new AttentionSequence();
        void Between(double bound, string key)
        {
            var numbers = Numbers.Of(model.Encoder.get_parameter("attention1." + key)!);
            Assert.InRange(numbers.Max(Math.Abs), 0.9 * bound, bound);
        }

        Between(Math.Sqrt(6.0 / (4 * Width)), "in_proj_weight");
        Between(1 / Math.Sqrt(Width), "out_proj.weight");
        Between(0, "in_proj_bias");
        Between(0, "out_proj.bias");
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void It_is_its_equations_from_all_steps_and_from_those_before(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var model = new AttentionSequence().Double();
        model.to(type);
        var x = Numbers.Normals(1, Rows, Steps, Width).to(type);
        var code = model.Encode(x).H;
        Near(Attend(Placed(Grid.From(x)), model.Encoder.Attention1, heads: 2, causal: false), code);
        var read = Attend(Grid.From(code), model.Decoder.Attention1, heads: 4, causal: true);
        Near(
            Oracles.Dense(read, Grid.From(model.Decoder.Dense1.weight!), Grid.From(model.Decoder.Dense1.bias!)),
            model.Reconstruct(x));
    }

    [Theory]
    [InlineData(ScalarType.Float32, false)]
    [InlineData(ScalarType.Float32, true)]
    [InlineData(ScalarType.Float64, false)]
    [InlineData(ScalarType.Float64, true)]
    public void Values_and_gradients_are_those_of_TorchSharps_module(ScalarType type, bool causal)
    {
        using var scope = NewDisposeScope();
        using var model = new AttentionSequence().Double();
        model.to(type);
        var layer = causal ? model.Decoder.Attention1 : model.Encoder.Attention1;
        using var seeded = new RandomScope(1);
        using var other = nn.MultiheadAttention(Width, causal ? 4 : 2);
        other.to(type);
        other.load_state_dict(layer.state_dict());
        var mask = causal ? full([Steps, Steps], double.NegativeInfinity, dtype: type).triu(1) : null;
        var x = Numbers.Normals(1, Rows, Steps, Width).to(type);
        var weights = Numbers.Normals(2, Rows, Steps, Width).to(type);
        var (own, others) = (x.clone().requires_grad_(), x.transpose(0, 1).contiguous().requires_grad_());

        var found = SelfAttention.Of(layer, own, causal);
        var expected = other.call(others, others, others, null, false, mask).Item1.transpose(0, 1);
        Same(expected, found);
        (found * weights).sum().backward();
        (expected * weights).sum().backward();
        Same(others.grad!.transpose(0, 1), own.grad!);
        foreach (var (name, parameter) in other.named_parameters())
        {
            Same(parameter.grad!, layer.get_parameter(name)!.grad!);
        }
    }

    [Fact]
    public void Gradients_are_those_of_differences()
    {
        using var scope = NewDisposeScope();
        using var sequence = new AttentionSequence().Double();
        Assert.True(GradientCheck.Run(sequence, () => sequence.Minimize(Numbers.Normals(1, Rows, Steps, Width)).Total) > 600);
        using var learned = new LearnedPositions().Double();
        Assert.True(GradientCheck.Run(learned, () => learned.Minimize(Numbers.Normals(2, Rows, 4, 3)).Total) > 100);
    }

    [Fact]
    public void A_causal_attention_reads_nothing_behind()
    {
        using var scope = NewDisposeScope();
        using var model = new AttentionSequence().Double();
        var x = Numbers.Normals(1, Rows, Steps, Width);
        var before = SelfAttention.Of(model.Decoder.Attention1, x, causal: true);
        using (no_grad())
        {
            x[.., 3] += 1;
        }

        var after = SelfAttention.Of(model.Decoder.Attention1, x, causal: true);
        Numbers.Same(Numbers.Of(before[.., ..3]), after[.., ..3], 0);
        Assert.All(Numbers.Of((before - after)[.., 3..].abs().amax(2)), change => Assert.True(change > 0));
    }

    /// <summary>Also of an odd width, which ends with a sine, and of thousands of steps in single precision.</summary>
    [Theory]
    [InlineData(5, 8, ScalarType.Float64, Numbers.Exact)]
    [InlineData(4, 3, ScalarType.Float64, Numbers.Exact)]
    [InlineData(1, 1, ScalarType.Float64, Numbers.Exact)]
    [InlineData(6000, 2, ScalarType.Float32, 1e-7)]
    public void Positions_are_sines_and_cosines_in_turns(int steps, int width, ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        var expected = Grid.Fill([steps, width], at => Sinusoid(at[0], at[1], width));
        Numbers.Same(expected.Values, Sinusoids.Table(steps, width, type, CPU), tolerance);
    }

    /// <summary>Attention without positions gives the same whatever the order; with them it does not.</summary>
    [Fact]
    public void Positions_tell_the_steps_apart()
    {
        using var scope = NewDisposeScope();
        using var model = new AttentionSequence().Double();
        var x = Numbers.Normals(1, Rows, Steps, Width);
        Numbers.Same(
            Numbers.Of(SelfAttention.Of(model.Encoder.Attention1, x.flip(1)).flip(1)),
            SelfAttention.Of(model.Encoder.Attention1, x));
        Assert.True(Numbers.One((model.Encode(x.flip(1)).H.flip(1) - model.Encode(x).H).abs().max()) > 0.1);
    }

    [Fact]
    public void Learned_positions_are_a_parameter_that_begins_small()
    {
        using var scope = NewDisposeScope();
        var numbers = Enumerable.Range(0, 200).SelectMany(seed =>
        {
            using var begun = new LearnedPositions(seed);
            return Numbers.Of(begun.Encoder.Positions1);
        }).ToArray();
        Assert.InRange(numbers.Average(number => number * number) / 4e-4, 0.9, 1.1);

        using var model = new LearnedPositions().Double();
        var x = Numbers.Normals(1, Rows, 4, 3);
        var read = Attend(Grid.From(x + model.Encoder.Positions1), model.Encoder.W, heads: 1, causal: false);
        Near(Grid.Fill([Rows, 3], at => read[at[0], 3, at[1]]), model.Encode(x).H);
    }

    /// <summary>Both maps count among the weights that a penalty speaks of, and biases and positions do not.</summary>
    [Fact]
    public void Penalties_count_both_maps()
    {
        using var scope = NewDisposeScope();
        using var model = new LearnedPositions().Double();
        var loss = model.Minimize(Numbers.Normals(1, Rows, 4, 3));
        Numbers.Near(Numbers.Weights(model.Encoder).Concat(Numbers.Weights(model.Decoder)).Sum(weight => weight * weight), loss.L2Weights);
        Numbers.Near(Numbers.Weights(model.Encoder.W).Sum(Math.Abs), loss.L1W);
    }

    /// <summary>An attention takes an attention's place; positions leave no trace.</summary>
    [Fact]
    public void A_mirror_has_an_attention_of_its_own()
    {
        using var scope = NewDisposeScope();
        using var model = new AttentionMirror();
        Assert.Equal(
            ["dense1", "attention1", "dense2"],
            model.Decoder.named_children().Select(child => child.name));
        Assert.Equal("18 6", string.Join(' ', model.Decoder.Attention1.get_parameter("in_proj_weight")!.shape));
    }

    private static double Sinusoid(int step, int place, int width)
    {
        var angle = step / Math.Pow(10000, (place - (place % 2)) / (double)width);
        return place % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle);
    }

    private static Grid Placed(Grid x) => Grid.Fill(x.Shape, at => x[at] + Sinusoid(at[1], at[2], x.Shape[2]));

    /// <summary>Queries, keys and values in PyTorch's order; of each, the heads one behind the other.</summary>
    private static Grid Attend(Grid x, MultiheadAttention layer, int heads, bool causal)
    {
        Grid Of(string key) => Grid.From(layer.get_parameter(key)!);
        var (steps, width) = (x.Shape[1], x.Shape[2]);
        var size = width / heads;
        var all = Oracles.Dense(x, Of("in_proj_weight"), Of("in_proj_bias"));
        double Score(int row, int t, int s, int head) => Enumerable.Range(head * size, size)
            .Sum(place => all[row, t, place] * all[row, s, width + place]) / Math.Sqrt(size);
        var read = Grid.Fill(x.Shape, at =>
        {
            var (row, t, head) = (at[0], at[1], at[2] / size);
            var shares = Enumerable.Range(0, causal ? t + 1 : steps).Select(s => Math.Exp(Score(row, t, s, head))).ToArray();
            return shares.Select((share, s) => share * all[row, s, (2 * width) + at[2]]).Sum() / shares.Sum();
        });
        return Oracles.Dense(read, Of("out_proj.weight"), Of("out_proj.bias"));
    }

    private static void Same(Tensor expected, Tensor actual) => Numbers.Same(Numbers.Of(expected), actual, ToleranceOf(actual));
    private static void Near(Grid expected, Tensor actual) => expected.MustEqual(actual, ToleranceOf(actual));
    private static double ToleranceOf(Tensor actual) => actual.dtype == ScalarType.Float64 ? Numbers.Exact : Numbers.Single;
}
