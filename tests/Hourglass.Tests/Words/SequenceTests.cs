using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>
/// <c>lstm</c> and <c>gru</c> by their equations, one number after the other, and their gradients by differences; <c>last</c> and
/// <c>tile</c> by what they move. That the derived step does the same as libtorch's own modules, twenty steps long, the twins show.
/// </summary>
[Proves("lstm", "gru", "last", "tile")]
public class SequenceTests
{
    private const int Rows = 3;

    [Fact]
    public void Parameters_are_PyTorchs()
    {
        using var scope = NewDisposeScope();
        using var lstm = new LstmSequence();
        using var gru = new GruSequence();
        Assert.Equal(
            [("lstm1.weight_ih_l0", "16 3"), ("lstm1.weight_hh_l0", "16 4"), ("lstm1.bias_ih_l0", "16"), ("lstm1.bias_hh_l0", "16")],
            Named(lstm.Encoder));
        Assert.Equal(
            [("gru1.weight_ih_l0", "12 3"), ("gru1.weight_hh_l0", "12 4"), ("gru1.bias_ih_l0", "12"), ("gru1.bias_hh_l0", "12")],
            Named(gru.Encoder));
    }

    /// <summary>Initial weights are uniform between ±1/√n, as PyTorch's.</summary>
    [Fact]
    public void Initial_weights_are_PyTorchs()
    {
        using var scope = NewDisposeScope();
        using var model = new LstmSequence();
        var weights = model.Encoder.parameters().SelectMany(Numbers.Of).ToArray();
        Assert.All(weights, weight => Assert.InRange(weight, -0.5, 0.5));
        Assert.InRange(weights.Max() - weights.Min(), 0.9, 1);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Lstm_is_its_equations_forwards_and_backwards(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var model = new LstmSequence();
        model.to(type);
        var x = Numbers.Normals(1, Rows, 5, 3).to(type);
        var h = model.Encode(x).H;
        Near(Lstm(Grid.From(x), model.Encoder.Lstm1, backwards: false), h);
        var states = Lstm(Grid.From(h), model.Decoder.Lstm1, backwards: true);
        Near(
            Oracles.Dense(states, Grid.From(model.Decoder.Dense1.weight!), Grid.From(model.Decoder.Dense1.bias!)),
            model.Reconstruct(x));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Gru_is_its_equations_forwards_and_backwards(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var model = new GruSequence();
        model.to(type);
        var x = Numbers.Normals(1, Rows, 5, 3).to(type);
        var h = model.Encode(x).H;
        Near(Gru(Grid.From(x), model.Encoder.Gru1, backwards: true), h);
        var states = Gru(Grid.From(h), model.Decoder.Gru1, backwards: false);
        Near(
            Oracles.Dense(states, Grid.From(model.Decoder.Dense1.weight!), Grid.From(model.Decoder.Dense1.bias!)),
            model.Reconstruct(x));
    }

    /// <summary>A layer that runs backwards comes to the first step last.</summary>
    [Fact]
    public void Last_is_the_state_after_all_steps_and_tile_repeats()
    {
        using var scope = NewDisposeScope();
        using var model = new LastSteps().Double();
        var x = Numbers.Normals(1, Rows, 4, 3);
        var code = model.Encode(x);
        var a = Lstm(Grid.From(x), model.Encoder.Lstm1, backwards: false);
        var b = Gru(Grid.From(x), model.Encoder.Gru1, backwards: true);
        Near(Grid.Fill([Rows, 2], at => a[at[0], 3, at[1]]), code.A);
        Near(Grid.Fill([Rows, 2], at => b[at[0], 0, at[1]]), code.B);
        var tiled = Grid.Fill([Rows, 4, 4], at => at[2] < 2 ? a[at[0], 3, at[2]] : b[at[0], 0, at[2] - 2]);
        Near(
            Oracles.Dense(tiled, Grid.From(model.Decoder.Dense1.weight!), Grid.From(model.Decoder.Dense1.bias!)),
            model.Reconstruct(x));
    }

    [Fact]
    public void Gradients_are_those_of_differences()
    {
        using var scope = NewDisposeScope();
        var x = Numbers.Normals(1, Rows, 5, 3);
        using var lstm = new LstmSequence().Double();
        Assert.True(GradientCheck.Run(lstm, () => lstm.Minimize(x).Total) > 400);
        using var gru = new GruSequence().Double();
        Assert.True(GradientCheck.Run(gru, () => gru.Minimize(x).Total) > 300);
        using var last = new LastSteps().Double();
        Assert.True(GradientCheck.Run(last, () => last.Minimize(Numbers.Normals(2, Rows, 4, 3)).Total) > 50);
    }

    /// <summary>A distribution behind a sequence has a head for the vector of each step.</summary>
    [Fact]
    public void Heads_of_a_sequence_take_its_steps_one_by_one()
    {
        using var scope = NewDisposeScope();
        using var model = new StepCodes().Double();
        var x = Numbers.Normals(1, Rows, 4, 3).ge(0).to_type(ScalarType.Float64);
        var states = Gru(Grid.From(x), model.Encoder.Gru1, backwards: false);
        Near(
            Oracles.Dense(states, Grid.From(model.Encoder.ZMean.weight!), Grid.From(model.Encoder.ZMean.bias!)),
            model.Encode(x).Z.Mean);
    }

    /// <summary>Both matrices count among the weights that a penalty speaks of.</summary>
    [Fact]
    public void Penalties_count_both_matrices()
    {
        using var scope = NewDisposeScope();
        using var model = new SequenceCode().Double();
        var loss = model.Minimize(Numbers.Normals(1, Rows, 6, 2));
        Numbers.Near(Numbers.Weights(model.Encoder).Concat(Numbers.Weights(model.Decoder)).Sum(weight => weight * weight), loss.L2Weights);
        Numbers.Near(Numbers.Weights(model.Encoder.W).Sum(Math.Abs), loss.L1W);
    }

    /// <summary>Gates in PyTorch's order: i, f, g, o.</summary>
    private static Grid Lstm(Grid x, nn.Module layer, bool backwards) => Run(x, layer, 4, backwards, (cell, affine) =>
    {
        var n = cell.Length / 2;
        var next = new double[2 * n];
        for (var i = 0; i < n; i++)
        {
            double Of(int gate) => affine[gate].Input[i] + affine[gate].State[i];
            next[n + i] = (Sigmoid(Of(1)) * cell[n + i]) + (Sigmoid(Of(0)) * Math.Tanh(Of(2)));
            next[i] = Sigmoid(Of(3)) * Math.Tanh(next[n + i]);
        }

        return next;
    });

    /// <summary>Gates in PyTorch's order: r, z, n.</summary>
    private static Grid Gru(Grid x, nn.Module layer, bool backwards) => Run(x, layer, 3, backwards, (state, affine) =>
    {
        var next = new double[state.Length];
        for (var i = 0; i < state.Length / 2; i++)
        {
            double Of(int gate) => Sigmoid(affine[gate].Input[i] + affine[gate].State[i]);
            var added = Math.Tanh(affine[2].Input[i] + (Of(0) * affine[2].State[i]));
            next[i] = ((1 - Of(1)) * added) + (Of(1) * state[i]);
        }

        return next;
    });

    /// <summary>The states of all steps; what is carried from step to step begins with the state.</summary>
    private static Grid Run(
        Grid x,
        nn.Module layer,
        int gates,
        bool backwards,
        Func<double[], (double[] Input, double[] State)[], double[]> step)
    {
        var (ofInput, ofState) = (Grid.From(layer.get_parameter("weight_ih_l0")!), Grid.From(layer.get_parameter("weight_hh_l0")!));
        var (inputBias, stateBias) = (Grid.From(layer.get_parameter("bias_ih_l0")!), Grid.From(layer.get_parameter("bias_hh_l0")!));
        var (rows, steps, width, n) = (x.Shape[0], x.Shape[1], x.Shape[2], ofState.Shape[1]);
        var states = new double[rows * steps * n];
        for (var row = 0; row < rows; row++)
        {
            var carried = new double[2 * n];
            for (var k = 0; k < steps; k++)
            {
                var t = backwards ? steps - 1 - k : k;
                double Input(int unit) => inputBias[unit] + Enumerable.Range(0, width).Sum(j => ofInput[unit, j] * x[row, t, j]);
                double State(int unit) => stateBias[unit] + Enumerable.Range(0, n).Sum(j => ofState[unit, j] * carried[j]);
                carried = step(carried, [.. Enumerable.Range(0, gates).Select(gate => (
                    Enumerable.Range(gate * n, n).Select(Input).ToArray(),
                    Enumerable.Range(gate * n, n).Select(State).ToArray()))]);
                Array.Copy(carried, 0, states, ((row * steps) + t) * n, n);
            }
        }

        return new Grid(states, rows, steps, n);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static void Near(Grid expected, Tensor actual) =>
        expected.MustEqual(actual, actual.dtype == ScalarType.Float64 ? Numbers.Exact : Numbers.Single);

    private static IEnumerable<(string, string)> Named(nn.Module module) =>
        module.named_parameters().Select(pair => (pair.name, string.Join(' ', pair.parameter.shape)));
}
