using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Tests.Training;
using Hourglass.Training;
using Hourglass.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>Recirculation against the equations of Hinton and McClelland (1988), unit by unit and case by case.</summary>
[Proves("recirculation")]
public class RecirculationTests
{
    private const int Examples = 16;
    private const int Batch = 8;
    private const int Seed = 4;

    [Theory]
    [InlineData(StepKind.Readable, ScalarType.Float64, 1e-10)]
    [InlineData(StepKind.Portable, ScalarType.Float64, 1e-10)]
    [InlineData(StepKind.Native, ScalarType.Float32, 1e-5)]
    public void A_loop_learns_as_its_units_do(StepKind kind, ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var model = (Loop)new Loop().to(type);
        var x = Numbers.Normals(3, Examples, 6).to(ScalarType.Float32);
        var units = new Units(model.state_dict(), "encoder.dense1", "decoder.dense1.weight", "decoder.dense1.bias", isTied: false);
        var cases = Rows(x);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            Epoch(units, cases, epoch, rate: 0.1, kept: 0.6, Sigmoid, y => y);
        }

        using var data = Hourglass.Datasets.Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = x });
        Assert.Equal(kind, model.TrainOn(data, new TrainOptions { Step = kind, Seed = Seed }).Step.Ran);
        units.Same(model.state_dict(), tolerance);
    }

    [Theory]
    [InlineData(StepKind.Readable, ScalarType.Float64, 1e-10)]
    [InlineData(StepKind.Portable, ScalarType.Float64, 1e-10)]
    [InlineData(StepKind.Native, ScalarType.Float32, 1e-5)]
    public void Tied_weights_learn_from_both_ways(StepKind kind, ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var model = (TiedLoop)new TiedLoop().to(type);
        var x = Numbers.Uniforms(3, Examples, 6).to(ScalarType.Float32);
        var units = new Units(model.state_dict(), "encoder.w", "encoder.w.weight", "decoder.transpose1_bias", isTied: true);
        Epoch(units, Rows(x), 0, rate: 0.1, kept: 0.75, Math.Tanh, Sigmoid);
        using var data = Hourglass.Datasets.Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = x });
        Dictionary<string, Tensor>? after = null;
        model.TrainOn(data, new TrainOptions { Step = kind, Seed = Seed }, new TrainingSessionTests.Told(progress =>
        {
            if (progress.Completed is { Phase: "around" })
            {
                after = model.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone().DetachFromDisposeScope());
            }
        }));
        units.Same(after!, tolerance);
        Assert.NotEqual(Numbers.Of(after!["encoder.w.weight"]), Numbers.Of(model.Encoder.W.weight!));
    }

    /// <summary>The figure is of all parameters together, and of a loss that is weighed.</summary>
    [Fact]
    public void The_cosine_is_that_between_the_direction_and_the_gradient()
    {
        using var scope = NewDisposeScope();
        using var model = new TiedLoop().Double();
        var x = Numbers.Uniforms(2, 5, 6);
        var loss = model.MinimizeAround(x);
        var units = new Units(model.state_dict(), "encoder.w", "encoder.w.weight", "decoder.transpose1_bias", isTied: true);
        var before = units.All();
        units.Learn(Rows(x), rate: 1, kept: 0.75, Math.Tanh, Sigmoid);
        var direction = before.Zip(units.All(), (was, now) => was - now).ToArray();
        model.Minimize(x).Total.backward();
        double[] gradient =
        [
            .. Numbers.Of(model.Encoder.W.weight!.grad!), .. Numbers.Of(model.Encoder.W.bias!.grad!),
            .. Numbers.Of(model.Decoder.Transpose1Bias.grad!),
        ];
        double Dot(double[] a, double[] b) => a.Zip(b, (left, right) => left * right).Sum();
        var expected = Dot(direction, gradient) / Math.Sqrt(Dot(direction, direction) * Dot(gradient, gradient));
        Numbers.Near(expected, loss.Cosine);
        Assert.InRange(expected, 0.2, 1);
    }

    private static void Epoch(
        Units units, double[][] cases, int epoch, double rate, double kept, Func<double, double> up, Func<double, double> down)
    {
        var order = new long[Examples];
        TrainingSplit.Of(Examples, 0, Seed).Shuffle(order, Seed, epoch);
        for (var first = 0; first < Examples; first += Batch)
        {
            units.Learn([.. order.Skip(first).Take(Batch).Select(i => cases[i])], rate, kept, up, down);
        }
    }

    private static double[][] Rows(Tensor x) =>
        [.. Numbers.Of(x).Chunk((int)x.shape[1])];

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>A visible and a hidden group of units; nothing here is a tensor.</summary>
    private sealed class Units
    {
        private readonly double[,] _up;
        private readonly double[,] _down;
        private readonly double[] _ofHidden;
        private readonly double[] _ofVisible;
        private readonly (string Layer, string Down, string Bias) _keys;
        private readonly bool _isTied;

        public Units(IReadOnlyDictionary<string, Tensor> state, string layer, string down, string bias, bool isTied)
        {
            (_keys, _isTied) = ((layer, down, bias), isTied);
            _up = Matrix(state[layer + ".weight"]);
            _down = isTied ? _up : Matrix(state[down]);
            _ofHidden = Numbers.Of(state[layer + ".bias"]);
            _ofVisible = Numbers.Of(state[bias]);
        }

        public double[] All() => _isTied
            ? [.. _up.Cast<double>(), .. _ofHidden, .. _ofVisible]
            : [.. _up.Cast<double>(), .. _ofHidden, .. _down.Cast<double>(), .. _ofVisible];

        /// <summary>Each case asks for a change; a batch makes the mean of them.</summary>
        public void Learn(double[][] cases, double rate, double kept, Func<double, double> up, Func<double, double> down)
        {
            var (hidden, visible) = (_ofHidden.Length, _ofVisible.Length);
            var (dUp, dDown, dHidden, dVisible) = (
                new double[hidden, visible], new double[visible, hidden], new double[hidden], new double[visible]);
            foreach (var x in cases)
            {
                double[] h1 = [.. Enumerable.Range(0, hidden).Select(j => up(_ofHidden[j] + Sum(visible, i => _up[j, i] * x[i])))];
                double[] y2 =
                [
                    .. Enumerable.Range(0, visible).Select(i =>
                        (kept * x[i]) + ((1 - kept) * down(_ofVisible[i] + Sum(hidden, j => Down(i, j) * h1[j])))),
                ];
                double[] h3 =
                [
                    .. Enumerable.Range(0, hidden).Select(j =>
                        (kept * h1[j]) + ((1 - kept) * up(_ofHidden[j] + Sum(visible, i => _up[j, i] * y2[i])))),
                ];
                for (var j = 0; j < hidden; j++)
                {
                    dHidden[j] += h1[j] - h3[j];
                    for (var i = 0; i < visible; i++)
                    {
                        dUp[j, i] += y2[i] * (h1[j] - h3[j]);
                        dDown[i, j] += h1[j] * (x[i] - y2[i]);
                    }
                }

                for (var i = 0; i < visible; i++)
                {
                    dVisible[i] += x[i] - y2[i];
                }
            }

            var share = rate / cases.Length;
            for (var j = 0; j < hidden; j++)
            {
                _ofHidden[j] += share * dHidden[j];
                for (var i = 0; i < visible; i++)
                {
                    _up[j, i] += share * (dUp[j, i] + (_isTied ? dDown[i, j] : 0));
                    if (!_isTied)
                    {
                        _down[i, j] += share * dDown[i, j];
                    }
                }
            }

            for (var i = 0; i < visible; i++)
            {
                _ofVisible[i] += share * dVisible[i];
            }
        }

        public void Same(IReadOnlyDictionary<string, Tensor> state, double tolerance)
        {
            Numbers.Same([.. _up.Cast<double>()], state[_keys.Layer + ".weight"], tolerance);
            Numbers.Same(_ofHidden, state[_keys.Layer + ".bias"], tolerance);
            Numbers.Same(_ofVisible, state[_keys.Bias], tolerance);
            if (!_isTied)
            {
                Numbers.Same([.. _down.Cast<double>()], state[_keys.Down], tolerance);
            }
        }

        private double Down(int i, int j) => _isTied ? _up[j, i] : _down[i, j];

        private static double Sum(int count, Func<int, double> of) => Enumerable.Range(0, count).Sum(of);

        private static double[,] Matrix(Tensor tensor)
        {
            var (rows, columns, numbers) = ((int)tensor.shape[0], (int)tensor.shape[1], Numbers.Of(tensor));
            var matrix = new double[rows, columns];
            for (var i = 0; i < numbers.Length; i++)
            {
                matrix[i / columns, i % columns] = numbers[i];
            }

            return matrix;
        }
    }
}
