using Hourglass.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>Batch and layer normalisation against sums over groups of elements.</summary>
[Proves("batchnorm", "layernorm")]
public class NormalisationTests
{
    [Fact]
    public void Batch_normalisation_of_vectors_and_maps()
    {
        using var scope = NewDisposeScope();
        using var vector = new BatchNormVector().Double();
        vector.train();
        Batch(
            Numbers.Normals(1, 6, 3) * 3 + 1,
            x => vector.Encode(x, training: true).H,
            vector.Encoder.Batchnorm1.weight!,
            vector.Encoder.Batchnorm1.bias!);
        using var image = new BatchNormImage().Double();
        image.train();
        Batch(
            Numbers.Normals(2, 5, 2, 3, 4) * 2 - 1,
            x => image.Encode(x, training: true).H,
            image.Encoder.Batchnorm1.weight!,
            image.Encoder.Batchnorm1.bias!);
    }

    [Fact]
    public void Running_averages_take_a_tenth_of_each_batch_and_serve_the_evaluation()
    {
        using var scope = NewDisposeScope();
        using var model = new BatchNormVector().Double();
        model.train();
        double[] mean = [0, 0, 0], variance = [1, 1, 1];
        for (var step = 0; step < 3; step++)
        {
            var batch = Numbers.Normals(10 + step, 8, 3) * (step + 1) + step;
            model.Minimize(batch).Total.backward();
            var rows = Numbers.Of(batch).Chunk(3).ToArray();
            for (var j = 0; j < 3; j++)
            {
                var average = rows.Average(row => row[j]);
                // The running variance is the unbiased one.
                var unbiased = rows.Sum(row => (row[j] - average) * (row[j] - average)) / 7;
                mean[j] = (0.9 * mean[j]) + (0.1 * average);
                variance[j] = (0.9 * variance[j]) + (0.1 * unbiased);
            }
        }

        Numbers.Same(mean, model.Encoder.Batchnorm1.running_mean!);
        Numbers.Same(variance, model.Encoder.Batchnorm1.running_var!);
        model.eval();
        var x = Numbers.Normals(20, 4, 3);
        var (scale, shift, input) =
            (Numbers.Of(model.Encoder.Batchnorm1.weight!), Numbers.Of(model.Encoder.Batchnorm1.bias!), Grid.From(x));
        Grid.Fill(
            [4, 3],
            index => ((input[index] - mean[index[1]]) / Math.Sqrt(variance[index[1]] + 1e-5) * scale[index[1]]) + shift[index[1]])
            .MustEqual(model.Encode(x).H, Numbers.Exact);
        Numbers.Same(mean, model.Encoder.Batchnorm1.running_mean!);
    }

    [Fact]
    public void Layer_normalisation_over_the_whole_example()
    {
        using var scope = NewDisposeScope();
        using var model = new LayerNormImage().Double();
        var x = Numbers.Normals(3, 3, 2, 3, 4) * 5 + 2;
        var (scale, shift) = (Grid.From(model.Encoder.Layernorm1.weight!), Grid.From(model.Encoder.Layernorm1.bias!));
        Oracles.Normalise(Grid.From(x), index => $"{index[0]}", index => (scale[index[1..]], shift[index[1..]]))
            .MustEqual(model.Encode(x).H, Numbers.Exact);
    }

    [Fact]
    public void Layer_normalisation_of_each_step_by_itself()
    {
        using var scope = NewDisposeScope();
        using var model = new LayerNormSteps().Double();
        var x = Numbers.Normals(3, 3, 4, 3) * 5 + 2;
        var (scale, shift) = (Grid.From(model.Encoder.Layernorm1.weight!), Grid.From(model.Encoder.Layernorm1.bias!));
        Oracles.Normalise(Grid.From(x), index => $"{index[0]} {index[1]}", index => (scale[index[2]], shift[index[2]]))
            .MustEqual(model.Encode(x).H, Numbers.Exact);
    }

    private static void Batch(Tensor x, Func<Tensor, Tensor> encode, Tensor weight, Tensor bias)
    {
        var (scale, shift) = (Numbers.Of(weight), Numbers.Of(bias));
        Oracles.Normalise(Grid.From(x), index => $"{index[1]}", index => (scale[index[1]], shift[index[1]]))
            .MustEqual(encode(x), Numbers.Exact);
    }
}
