using Hourglass.Tests.Models;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>
/// Public methods compute what evaluation computes, in whatever mode the model is, and gradients pass as everywhere in torch.
/// </summary>
public class InferenceTests
{
    [Fact]
    public void Neither_noise_nor_dropout_reaches_a_result_while_the_model_trains()
    {
        using var scope = NewDisposeScope();
        using var model = new Draws().Double();
        var x = Numbers.Uniforms(1, 5, 6);
        model.eval();
        var (mean, logits, reconstruction) =
            (model.Encode(x).Z.Mean, model.Decode(zeros(3, 2, dtype: float64)).Logits, model.Reconstruct(x));
        model.train();
        Numbers.Same(Numbers.Of(mean), model.Encode(x).Z.Mean, 0);
        Numbers.Same(Numbers.Of(logits), model.Decode(zeros(3, 2, dtype: float64)).Logits, 0);
        Numbers.Same(Numbers.Of(reconstruction), model.Reconstruct(x), 0);
        Assert.True(model.training);

        // The objective does draw: two values differ.
        Assert.NotEqual(Numbers.One(model.Minimize(x).NllX), Numbers.One(model.Minimize(x).NllX));
    }

    [Fact]
    public void One_row_through_a_training_model_is_normalised_by_running_statistics_and_leaves_them_alone()
    {
        using var scope = NewDisposeScope();
        using var model = new BatchNormVector().Double();
        model.train();
        model.Minimize(Numbers.Normals(1, 8, 3) * 2 + 1).Total.backward();
        var norm = model.Encoder.Batchnorm1;
        var (mean, variance, batches) =
            (Numbers.Of(norm.running_mean!), Numbers.Of(norm.running_var!), norm.num_batches_tracked!.item<long>());
        var x = Numbers.Normals(2, 1, 3);
        var (scale, shift, input) = (Numbers.Of(norm.weight!), Numbers.Of(norm.bias!), Numbers.Of(x));
        var expected = input.Select((value, j) => ((value - mean[j]) / Math.Sqrt(variance[j] + 1e-5) * scale[j]) + shift[j]).ToArray();
        Numbers.Same(expected, model.Encode(x).H);
        model.Reconstruct(x);
        Numbers.Same(mean, norm.running_mean!, 0);
        Numbers.Same(variance, norm.running_var!, 0);
        Assert.Equal(batches, norm.num_batches_tracked!.item<long>());
    }

    [Fact]
    public void Threads_share_a_training_model()
    {
        using var model = new Draws();
        model.train();
        using var x = Numbers.UniformSingles(1, 64, 6);
        using var expected = model.Reconstruct(x);
        var expectedBytes = expected.bytes.ToArray();
        Parallel.For(0, 64, _ =>
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            Assert.Equal(expectedBytes, model.Reconstruct(x).bytes.ToArray());
        });
        Assert.True(model.training);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_penalty_on_a_code_has_the_gradient_of_finite_differences(bool training)
    {
        using var scope = NewDisposeScope();
        using var model = new Draws().Double();
        model.train(training);
        var x = Numbers.Uniforms(1, 5, 6);
        var weight = model.Encoder.Dense1.weight!;
        Penalty().backward();
        var found = Numbers.Of(weight.grad!);
        for (var i = 0; i < found.Length; i += 7)
        {
            Numbers.Near((Bumped(i, 1e-5) - Bumped(i, -1e-5)) / 2e-5, found[i], 1e-7);
        }

        Assert.Contains(found, gradient => Math.Abs(gradient) > 1e-3);

        Tensor Penalty() => model.Encode(x).Z.Mean.square().sum();

        double Bumped(int index, double by)
        {
            using var noGrad = no_grad();
            var (row, column) = (index / 6, index % 6);
            weight[row, column] += by;
            var value = Numbers.One(Penalty());
            weight[row, column] -= by;
            return value;
        }
    }

    [Fact]
    public void A_penalty_beside_the_objective_adds_its_gradient()
    {
        using var scope = NewDisposeScope();
        using var model = new BatchNormVector().Double();
        var x = Numbers.Normals(3, 8, 3);
        model.Encode(x).H.square().sum().backward();
        var penalty = Numbers.Of(model.Encoder.Batchnorm1.weight!.grad!);
        model.zero_grad();
        model.eval();
        model.Minimize(x).Total.backward();
        var objective = Numbers.Of(model.Encoder.Batchnorm1.weight!.grad!);
        model.zero_grad();
        (model.Minimize(x).Total + model.Encode(x).H.square().sum()).backward();
        Numbers.Same([.. penalty.Zip(objective, (a, b) => a + b)], model.Encoder.Batchnorm1.weight!.grad!);
        Assert.All(penalty, gradient => Assert.NotEqual(0, gradient));
    }

    [Fact]
    public void Gradients_reach_a_code_that_requires_them_and_the_weights()
    {
        using var scope = NewDisposeScope();
        using var model = new Draws().Double();
        var z = Numbers.Normals(2, 3, 2).requires_grad_();
        model.Decode(z).Mean.sum().backward();
        var found = Numbers.Of(z.grad!);
        for (var i = 0; i < found.Length; i++)
        {
            var bump = zeros(6, dtype: ScalarType.Float64);
            bump[i] = 1e-5;
            var difference = model.Decode(z.detach() + bump.view(3, 2)).Mean.sum() - model.Decode(z.detach() - bump.view(3, 2)).Mean.sum();
            Numbers.Near(Numbers.One(difference) / 2e-5, found[i], 1e-8);
        }

        Assert.NotNull(model.Decoder.Dense1.weight!.grad);
    }

    [Fact]
    public void Without_gradients_nothing_is_kept_and_the_numbers_are_the_same()
    {
        using var scope = NewDisposeScope();
        using var ladder = new Ladder();
        var x = Numbers.UniformSingles(1, 4, 3);
        var code = ladder.Encode(x);
        Assert.True(code.Z1.Mean.requires_grad);
        using (no_grad())
        {
            var kept = ladder.Encode(x);
            var prior = ladder.PriorOfZ1(kept.Z2.Mean);
            Assert.All(
                new[] { kept.Z1.Mean, kept.Z2.Mean, prior.Mean, prior.LogVar, ladder.Sample(3) },
                tensor => Assert.False(tensor.requires_grad));
            Assert.Equal(code.Z1.Mean.detach().bytes.ToArray(), kept.Z1.Mean.bytes.ToArray());
        }

        using (inference_mode())
        {
            Assert.Equal(code.Z2.Mean.detach().bytes.ToArray(), ladder.Encode(x).Z2.Mean.bytes.ToArray());
        }
    }

    [Fact]
    public void A_layer_is_trained_on_codes()
    {
        using var scope = NewDisposeScope();
        using var model = new Draws();
        using var seeded = new RandomScope(1);
        using var head = nn.Linear(2, 1);
        head.call(model.Encode(Numbers.UniformSingles(1, 5, 6)).Z.Mean.detach()).sum().backward();
        Assert.NotNull(head.weight!.grad);
        Assert.Null(model.Encoder.Dense1.weight!.grad);
    }

    [Fact]
    public void Each_prior_of_a_ladder_is_asked_for_by_itself()
    {
        using var scope = NewDisposeScope();
        using var ladder = new LongLadder().Double();
        var (z2, z3) = (Numbers.Normals(4, 5, 2), Numbers.Normals(5, 5, 1));
        var (weight, bias) = (ladder.Prior.Z2Mean.weight!, ladder.Prior.Z2Mean.bias!);
        Numbers.Same(Numbers.Of(z3.matmul(weight.t()) + bias), ladder.PriorOfZ2(z3).Mean);
        Assert.Equal([5, 2], ladder.PriorOfZ1(z2).Mean.shape);
        Assert.Equal([7, 3], ladder.Sample(7).shape);
    }
}
