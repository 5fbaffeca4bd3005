using Hourglass.Datasets;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using Hourglass.Training.Steps;
using static TorchSharp.torch;

namespace Hourglass.Tests.Training;

/// <summary>What is said of numbers that are none follows from what can have caused them, and what is advised helps.</summary>
public class FailureTests
{
    private const string NotTheRate = "No weight had moved before: it is due to the data or the initial weights, not to the learning rate.";
    private const string Scale =
        "Bring its values near 1: of each column, subtract the mean and divide by the standard deviation before training";

    [Theory]
    [InlineData(StepKind.Readable)]
    [InlineData(StepKind.Portable)]
    [InlineData(StepKind.Native)]
    public void In_the_first_step_large_data_is_named_and_the_advice_helps(StepKind step)
    {
        using var data = Table();
        var error = Fails(Vae("x -> "), data, new TrainOptions { Step = step });
        Assert.Equal(
            $"The term 'nll_x' is NaN in epoch 1, step 1; training stopped before the weights took it up. {NotTheRate} `x` ranges from "
            + $"-2000 to 130456.4 ('c' from 70111.25 to 130456.4). {Scale}, or begin the pipeline that reads it with {Advice.BatchNorm}.",
            error);
        using var advised = TextModel.Create(Vae($"x -> {Advice.BatchNorm.Text} -> "));
        Assert.All(advised.TrainOn(data).Epochs, epoch => Assert.True(double.IsFinite(epoch.Train["total"])));
    }

    /// <summary>libtorch's own text is no answer: where it failed, and what is kept, is.</summary>
    [Fact]
    public void An_error_of_libtorch_in_an_evaluation_says_where_and_what_is_kept()
    {
        using var folder = new TemporaryFolder();
        using var data = Dataset.FromTensors(
            new Dictionary<string, Tensor> { ["x"] = Numbers.UniformSingles(1, 32, 6) },
            new Dictionary<string, Tensor> { ["x"] = Numbers.UniformSingles(1, 8, 6) });
        var evaluations = 0;
        void FailInTheSecond()
        {
            if (++evaluations == 2)
            {
                using var two = zeros(2);
                using var three = zeros(3);
                two.add(three).Dispose();
            }
        }

        using var model = new TinyVae { OnTest = FailInTheSecond };
        var error = Assert.Throws<TrainingException>(() => model.TrainOn(data, new TrainOptions { OutputFolder = folder.Path }));
        Assert.StartsWith(
            "In the evaluation after epoch 2, libtorch failed: The size of tensor a (2) must match the size of tensor b (3)",
            error.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        var checkpoint = System.IO.Path.Combine(folder.Path, "checkpoint");
        Assert.EndsWith($"The last good checkpoint is kept in '{checkpoint}'.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_whose_squares_are_no_numbers_are_for_the_user_to_scale()
    {
        using var scope = NewDisposeScope();
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = Numbers.NormalSingles(1, 32, 4) * 1e25 });
        var error = Fails(Vae("x -> "), data);
        Assert.Contains(NotTheRate, error, StringComparison.Ordinal);
        Assert.EndsWith($"{Scale}.", error, StringComparison.Ordinal);
    }

    /// <summary>The normalisation that is advised takes the variable's shape and the batches, or none is.</summary>
    [Theory]
    [InlineData("4", 8, 32, "batchnorm")]
    [InlineData("1", 8, 32, "batchnorm")]
    [InlineData("1, 2, 2", 8, 32, "batchnorm")]
    [InlineData("1, 2, 2, 2", 8, 32, "batchnorm")]
    [InlineData("4", 1, 32, "layernorm")]
    [InlineData("4", 8, 1, "layernorm")]
    [InlineData("1", 1, 32, null)]
    public void The_normalisation_fits(string shape, int batch, int count, string? expected)
    {
        using var scope = NewDisposeScope();
        long[] sizes = [count, .. shape.Split(',').Select(size => long.Parse(size, System.Globalization.CultureInfo.InvariantCulture))];
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = Numbers.NormalSingles(1, sizes) * 1e15 });
        var flatten = sizes.Length > 2 ? "flatten -> " : "";
        var elements = sizes.Skip(1).Aggregate((product, size) => product * size);
        var reshape = sizes.Length > 2 ? $" -> reshape({shape})" : "";
        var error = Fails(
            $"model N {{ data x: real[{shape}] encode h = x -> {flatten}dense(2) decode y = h -> dense({elements}){reshape} "
            + $"minimize 1e30 * sse(y, x) train {{ batch: {batch} }} }}",
            data);
        Assert.Contains(
            expected is null ? $"{Scale}." : $"{Scale}, or begin the pipeline that reads it with `{expected}`.",
            error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_that_no_encoder_reads_is_not_to_be_normalised_there()
    {
        using var scope = NewDisposeScope();
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor>
        {
            ["x"] = Numbers.NormalSingles(1, 32, 2),
            ["t"] = (Numbers.NormalSingles(2, 32, 1) * 1e15) + 1e16,
        });
        var error = Fails(
            "model P { data x: real[2] data t: real[1] encode h = x -> dense(2) decode y = h -> dense predict t ~ h -> normal "
            + "minimize mse(y, x) + 1e10 * nll(t) }",
            data);
        Assert.Contains("`t` ranges from ", error, StringComparison.Ordinal);
        Assert.DoesNotContain(Advice.BatchNorm.ToString(), error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "infinite")]
    [InlineData(double.NegativeInfinity, "minus infinity")]
    public void The_value_is_named(double value, string expected)
    {
        using var data = TinyVae.Data();
        using var model = new TinyVae();
        using var bound = data.Bind(model.Description.Fields);
        var failures = new Failures(model, () => model.Description.Plan.Phases[0], bound, checkpoints: null);
        Assert.StartsWith(
            $"The term 'nll_x' is {expected} in epoch 3, step 5; training stopped",
            failures.Term("nll_x", value, 3, 5, 14).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            $"The term 'nll_x' is {expected} on the test split after epoch 3; training stopped.",
            failures.TestTerm("nll_x", value, 3).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void In_the_first_step_large_weights_are_named()
    {
        using var data = TinyVae.Data();
        using var model = new TinyVae { PoisonFrom = 1 };
        using (no_grad())
        {
            model.named_parameters().First(pair => pair.name == "decoder.weight").parameter.fill_(4e5);
        }

        Assert.Equal(
            $"The term 'kl_z' is NaN in epoch 1, step 1; training stopped before the weights took it up. {NotTheRate} The initial weight "
            + "'decoder.weight' reaches 400000. Create the model anew, or load the weights of a training that went well.",
            Assert.Throws<TrainingException>(() => model.TrainOn(data)).Message);
    }

    [Fact]
    public void In_the_first_step_with_ordinary_numbers_the_rate_is_not_blamed()
    {
        using var data = TinyVae.Data();
        using var model = new TinyVae { PoisonFrom = 1 };
        Assert.EndsWith(
            $"{NotTheRate} Both are of ordinary size. Look where the term becomes so in the readable step: --step readable; "
            + "in C#, StepKind.Readable.",
            Assert.Throws<TrainingException>(() => model.TrainOn(data)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Later_it_is_the_rate_and_a_clip_that_is_there_is_not_advised()
    {
        using var data = TinyVae.Data();
        using var model = new TinyVae(Settings.Plan("optimizer: adam(0.5) batch: 8 epochs: 2 clip: norm(1)")) { PoisonFrom = 2 };
        Assert.EndsWith(
            "took it up. Try a lower learning rate (it is 0.5).",
            Assert.Throws<TrainingException>(() => model.TrainOn(data)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Later_large_data_is_named_beside_the_rate()
    {
        using var scope = NewDisposeScope();
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = Numbers.NormalSingles(1, 64, 3) * 1000 });
        var error = Fails(
            "model S { data x: real[3] encode h = x -> dense(4) "
            + "decode y = h -> dense minimize sse(y, x) train { optimizer: sgd(1) batch: 8 } }",
            data);
        Assert.DoesNotContain(NotTheRate, error, StringComparison.Ordinal);
        Assert.Contains("stopped before the weights took it up. `x` ranges from -", error, StringComparison.Ordinal);
        Assert.Contains(
            "Or try a lower learning rate (it is 1) or clip the gradients with `clip: norm(1)`.",
            error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void On_the_test_split_its_own_range_is_named()
    {
        using var scope = NewDisposeScope();
        using var data = Dataset.FromTensors(
            new Dictionary<string, Tensor> { ["x"] = Numbers.NormalSingles(1, 32, 4) },
            new Dictionary<string, Tensor> { ["x"] = full(8, 4, 1e30f) });
        var error = Fails(Vae("x -> "), data);
        Assert.Contains(
            "on the test split after epoch 1; training stopped. On the test split `x` ranges from 1E+30 to 1E+30",
            error,
            StringComparison.Ordinal);
        Assert.DoesNotContain("learning rate", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_running_statistic_is_due_to_the_batches()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor>
        {
            ["x"] = Numbers.NormalSingles(1, 32, 2) * 1e25,
            ["y"] = arange(32, ScalarType.Int64).remainder(2),
        });
        var error = Fails(
            "model R { data x: real[2] data y: class(2) encode h = x -> batchnorm -> dense(2) predict y ~ h -> categorical minimize nll(y) "
            + "train { batch: 8 epochs: 1 } }",
            data,
            new TrainOptions { OutputFolder = folder.Path, Report = false });
        Assert.StartsWith(
            "The running statistic 'encoder.batchnorm1.running_var' holds NaN or infinity after epoch 1, step 4,",
            error,
            StringComparison.Ordinal);
        Assert.Contains("it takes what the batches have; training stopped. `x` ranges from -", error, StringComparison.Ordinal);
        Assert.EndsWith($"{Scale}. No checkpoint had been saved yet.", error, StringComparison.Ordinal);
    }

    /// <summary>The statistic is found where it is saved, or before that where it spoils the evaluation.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public void A_model_by_hand_is_told_of_batches_of_one(int test)
    {
        using var folder = new TemporaryFolder();
        using var data = TinyVae.Data(test: test);
        using var model = new TinyVae(new TrainingPlan(Optimizers.Of("adam"), Batch: 1, Epochs: 1));
        var error = Assert.Throws<TrainingException>(() => model.TrainOn(data, new TrainOptions { OutputFolder = folder.Path })).Message;
        Assert.Contains("'norm.running_var'", error, StringComparison.Ordinal);
        Assert.Contains(
            "Batches are of 1, of 43 examples: take a size that leaves no batch with a single one, or say in the model's ModelDescription "
            + "that LeastBatch is 2.",
            error,
            StringComparison.Ordinal);
    }

    private static string Vae(string start) =>
        $"model V {{ data x: real[4] encode z ~ {start}dense(32, relu) -> normal(2) "
        + "decode x ~ z -> dense(32, relu) -> normal minimize elbo train { batch: 16 epochs: 3 } }";

    private static string Fails(string text, Dataset data, TrainOptions? options = null)
    {
        using var model = TextModel.Create(text);
        return Assert.Throws<TrainingException>(() => model.TrainOn(data, options)).Message;
    }

    /// <summary>A table of columns of very different sizes, as of people with their ages and incomes.</summary>
    private static Dataset Table()
    {
        using var folder = new TemporaryFolder();
        var rows = Enumerable.Range(0, 64)
            .Select(i => FormattableString.Invariant(
                $"{i % 7},{(i == 5 ? -2000 : 1500 - (i * 10))},{(i == 0 ? 70111.25 : i == 63 ? 130456.4 : 90000 + (i * 100))},{i / 64.0}"));
        File.WriteAllLines(folder.File("t.csv"), rows.Prepend("a,b,c,d"));
        return Dataset.Open(folder.File("t.csv"));
    }
}
