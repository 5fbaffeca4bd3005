using Hourglass.Cli.Sources;
using Hourglass.Datasets;
using Hourglass.Native;
using Hourglass.Tests.Steps;
using Hourglass.Training;
using Hourglass.Training.Optimizers;
using Hourglass.Training.Steps;
using static TorchSharp.torch;

namespace Hourglass.Tests.Native;

/// <summary>What the native step promises beside right numbers.</summary>
public class NativeStepTests
{
    [Theory]
    [InlineData("12")]
    [InlineData("08")]
    [InlineData("04")]
    public void Results_are_the_same_to_the_bit_for_any_number_of_threads(string number)
    {
        var one = Weights(number, threads: 1);
        Assert.Equal(one, Weights(number, threads: 2));
        Assert.Equal(one, Weights(number, threads: 3));
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        using var scope = NewDisposeScope();
        using var model = TestModels.Create("12");
        using var data = Dataset.Digits(count: 600, testCount: 0);
        using var session = new TrainingSession(model, data, new TrainOptions { Batch = 50, Step = StepKind.Native });
        session.BeginEpoch();
        void Step() => Assert.True(session.TryStep(session.NextBatch()!));
        Step();
        Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 8; i++)
        {
            Step();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_term_that_is_not_a_number_stops_before_any_parameter_moves()
    {
        using var scope = NewDisposeScope();
        using var model = TestModels.Create("12");
        using var data = TestModels.DataSet(model, 8);
        using (no_grad())
        {
            model.named_parameters().First(p => p.name == "decoder.x_logits.bias").parameter[0] = double.NaN;
        }

        var before = model.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        var error = Assert.Throws<TrainingException>(() => model.TrainOn(data, new TrainOptions { Epochs = 1, Step = StepKind.Native }));
        Assert.Contains("'nll_x' is NaN in epoch 1, step 1", error.Message, StringComparison.Ordinal);
        Assert.All(
            model.state_dict(),
            pair => Assert.True(pair.Value.bytes.SequenceEqual(before[pair.Key].bytes) || pair.Key == "decoder.x_logits.bias", pair.Key));
    }

    [Fact]
    public void What_the_native_step_lacks_is_said_in_words()
    {
        using var model = TestModels.Create("11");
        using var data = TestModels.DataSet(model, 2);
        var report = model.TrainOn(data, new TrainOptions { Epochs = 1 });
        Assert.StartsWith(
            "portable (not native because it has no operation for max pooling",
            report.Step.ToString(),
            StringComparison.Ordinal);
        var error = Assert.Throws<TrainingException>(() => model.TrainOn(data, new TrainOptions { Epochs = 1, Step = StepKind.Native }));
        Assert.Contains("cannot train by the native step", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dead_units_state_ends_at_zero_not_in_subnormal_numbers()
    {
        using var scope = NewDisposeScope();
        using var model = TestModels.Create("12");
        using var data = TestModels.DataSet(model, 8);
        using (no_grad())
        {
            model.named_parameters().First(p => p.name == "encoder.dense1.bias").parameter[0] = -1e6;
        }

        using var session = new TrainingSession(model, data, new TrainOptions { Epochs = 1, Step = StepKind.Native });
        var mean = session.Optimizer.State.First(pair => pair.Key == "encoder.dense1.bias.exp_avg").Value;
        var square = session.Optimizer.State.First(pair => pair.Key == "encoder.dense1.bias.exp_avg_sq").Value;
        using (no_grad())
        {
            mean[0] = 1.2e-38f;
            square[0] = 1.1755e-38f;
        }

        session.BeginEpoch();
        Assert.True(session.TryStep(session.NextBatch()!));
        Assert.Equal(0, mean[0].item<float>());
        Assert.Equal(0, square[0].item<float>());
    }

    [Theory]
    [InlineData(128, 2)]
    [InlineData(20, 8)]
    public void Threads_wait_for_each_other_twice_in_a_step_of_dense_layers_and_around_products_whose_rows_are_too_few_to_be_divided(
        int batch,
        int barriers)
    {
        const int largeGradients = 2;
        using var model = TestModels.Create("12");
        var names = model.named_parameters().Select(p => (p.name, p.parameter)).ToList();
        using var flat = new FlatParameters(names, model.Untyped.DerivedOf(0, 0)!.Gradients);
        using var optimizer = new ScriptedOptimizer(
            model.Description.Plan.Phases[0].Turns[0].Optimizer,
            model.Description.Plan.Phases[0].Clip,
            flat);
        using var step = new NativeStep(
            model,
            model.Untyped.DerivedOf(0, 0)!,
            flat,
            optimizer,
            model.Description.Plan.Phases[0],
            batch,
            threads: 2,
            feeder: null,
            new ManagedProduct());
        Assert.Equal(barriers, step.Barriers);
        Assert.Equal(largeGradients, step.Shared);
    }

    [Theory]
    [InlineData("12", 64)]
    [InlineData("07", 512)]
    [InlineData("15", 256)]
    public void Its_memory_is_what_was_foreseen(string number, int batch) =>
        CompareMemory(number, batch, File.ReadAllText(Tests.Cli.Corpus.File(number)), "native", new ManagedProduct());

    [Fact]
    public void Its_memory_with_operands_in_bfloat16_is_what_was_foreseen()
    {
        using var loaded = zeros(1);
        Assert.SkipWhen(Bfloat16Product.TryCreate() is null, "This platform's libtorch does not export products in bfloat16.");
        CompareMemory(
            "12",
            64,
            File.ReadAllText(Tests.Cli.Corpus.File("12")).Replace("train  {", "train { precision: bfloat16", StringComparison.Ordinal),
            "native bfloat16",
            Bfloat16Product.TryCreate()!);
    }

    private static void CompareMemory(string number, int batch, string text, string name, NativeProduct product)
    {
        using var model = TestModels.Create(number);
        var names = model.named_parameters().Select(p => (p.name, p.parameter)).ToList();
        using var flat = new FlatParameters(names, model.Untyped.DerivedOf(0, 0)!.Gradients);
        using var optimizer = new ScriptedOptimizer(
            model.Description.Plan.Phases[0].Turns[0].Optimizer,
            model.Description.Plan.Phases[0].Clip,
            flat);
        using var step = new NativeStep(
            model,
            model.Untyped.DerivedOf(0, 0)!,
            flat,
            optimizer,
            model.Description.Plan.Phases[0],
            batch,
            threads: 2,
            feeder: null,
            product);
        var file = new ModelFile(ParsedFile.Of(new SourceText("model.ae", text)), new Dictionary<string, ParsedFile>());
        var memory = Compiler.AeCompiler.Memory(CheckedFile.Check(file).Models[0].Binding);
        Assert.Equal("native", memory[0].Step);
        var foreseen = memory.Single(step => step.Step == name);
        var taken = (4 * flat.Length * (2 + optimizer.FlatState.Count(pair => pair.Key != "step"))) + step.Bytes;
        Assert.InRange(taken / (double)foreseen.Peak(batch), 0.9, 1.1);
    }

    private static byte[] Weights(string number, int threads)
    {
        using var scope = NewDisposeScope();
        using var model = TestModels.Create(number);
        using var batch = new Batch(TestModels.Data(model, 50), 50);
        var names = model.named_parameters().Select(p => (p.name, p.parameter)).ToList();
        using var flat = new FlatParameters(names, model.Untyped.DerivedOf(0, 0)!.Gradients);
        using var optimizer = new ScriptedOptimizer(
            model.Description.Plan.Phases[0].Turns[0].Optimizer,
            model.Description.Plan.Phases[0].Clip,
            flat);
        using var step = new NativeStep(
            model,
            model.Untyped.DerivedOf(0, 0)!,
            flat,
            optimizer,
            model.Description.Plan.Phases[0],
            50,
            threads,
            feeder: null,
            new ManagedProduct());
        var values = new double[1 + model.Description.Terms.Count];
        for (var i = 0; i < 5; i++)
        {
            step.Run(batch, seed: 1, steps: i, learningRate: 1e-3, values);
        }

        return [.. flat.Flat.clone().bytes];
    }
}
