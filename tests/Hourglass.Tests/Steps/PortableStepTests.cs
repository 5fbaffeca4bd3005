using Hourglass.Datasets;
using Hourglass.Training;
using Hourglass.Training.Optimizers;
using Hourglass.Training.Steps;
using static TorchSharp.torch;

namespace Hourglass.Tests.Steps;

/// <summary>What the portable step promises beside right numbers.</summary>
public class PortableStepTests
{
    /// <summary>Batches are prepared one ahead.</summary>
    private const int PreparedBatches = 2;

    /// <summary>All but what operators take by themselves, which was measured once and is counted in the plan.</summary>
    [Theory]
    [InlineData("02", 64)]
    [InlineData("08", 32)]
    [InlineData("12", 512)]
    [InlineData("13", 16)]
    [InlineData("15", 16)]
    [InlineData("25", 64)]
    public void Its_memory_is_what_was_foreseen(string number, int batch)
    {
        using var scope = NewDisposeScope();
        using var model = TestModels.Create(number);
        using var data = new Batch(TestModels.Data(model, batch), batch);
        var names = model.named_parameters().Select(p => (p.name, p.parameter)).ToList();
        using var flat = new FlatParameters(names, model.Untyped.DerivedOf(0, 0)!.Gradients);
        using var optimizer = new ScriptedOptimizer(
            model.Description.Plan.Phases[0].Turns[0].Optimizer,
            model.Description.Plan.Phases[0].Clip,
            flat);
        using var step = new PortableStep(model, model.Untyped.DerivedOf(0, 0)!, flat, optimizer);
        step.Run(data, seed: 1, steps: 0, learningRate: 1e-3, new double[1 + model.Description.Terms.Count]);

        var parsed = Hourglass.Cli.Sources.CheckedFile.Check(Hourglass.Cli.Sources.ModelFile.Read(Tests.Cli.Corpus.File(number))).Models[0];
        var foreseen = Compiler.AeCompiler.Memory(parsed.Binding).Single(memory => memory.Step == "portable");
        var fields = PreparedBatches * model.Untyped.DerivedOf(0, 0)!.Fields.Sum(name => data[name].numel() * data[name].element_size());
        var memory = model.Untyped.DerivedOf(0, 0)!.Memory;
        var operators = 4 * ((memory.OperatorRowNumbers * batch) + memory.OperatorFixedNumbers);
        var taken = (4 * flat.Length * (2 + optimizer.FlatState.Count(pair => pair.Key != "step"))) + step.Bytes + fields + operators;
        Assert.InRange(taken / (double)foreseen.Peak(batch), 0.99, 1.01);
    }
}
