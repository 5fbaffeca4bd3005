using Hourglass.Datasets;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using Hourglass.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Externs;

/// <summary>A stage and a term that are written in C#, against the same in words of the language: values, gradients, training.</summary>
public class ValueTests
{
    [Fact]
    public void A_stage_and_a_term_give_the_values_and_gradients_of_the_words_for_them()
    {
        using var scope = NewDisposeScope();
        using var byHand = new ByHand(3).Double();
        using var byWords = new ByWords(3).Double();
        Same(Gradients(byHand), Gradients(byWords));
    }

    [Fact]
    public void A_penalty_on_gradients_goes_through_a_stage()
    {
        using var scope = NewDisposeScope();
        using var byHand = new Penalised(3).Double();
        using var byWords = new PenalisedByWords(3).Double();
        Same(Gradients(byHand), Gradients(byWords));
    }

    [Fact]
    public void A_class_with_clauses_is_the_same_model()
    {
        using var scope = NewDisposeScope();
        using var annotated = new Annotated(3).Double();
        using var byHand = new ByHand(3).Double();
        Assert.Equal(Gradients(byHand), Gradients(annotated));
        Assert.Equal(byHand.Description.Definition, annotated.Description.Definition);
    }

    [Fact]
    public void It_trains_by_the_readable_step_to_the_same_weights_and_says_why()
    {
        using var data = Data();
        using var byHand = new ByHand(3);
        using var byWords = new ByWords(3);
        var report = ByHand.Train(byHand, data, new TrainOptions { Report = false });
        ByWords.Train(byWords, data, new TrainOptions { Report = false, Step = StepKind.Readable });

        Assert.Equal("no rule derives `rectified`, which is written in C#", byHand.Untyped.WhyNotDerived);
        Assert.Equal(StepKind.Readable, report.Step.Ran);
        Assert.Contains("because no rule derives `rectified`, which is written in C#", report.Step.ToString(), StringComparison.Ordinal);
        foreach (var (one, other) in byHand.parameters().Zip(byWords.parameters()))
        {
            Assert.True((one - other).abs().max().item<float>() < 1e-5);
        }
    }

    [Fact]
    public void A_step_that_is_asked_for_is_refused_with_the_reason()
    {
        using var data = Data();
        using var model = new ByHand();
        var error = Assert.Throws<TrainingException>(
            () => ByHand.Train(model, data, new TrainOptions { Report = false, Step = StepKind.Portable }));
        Assert.Contains("`rectified`, which is written in C#", error.Message, StringComparison.Ordinal);
    }

    internal static Dataset Data()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(5);
        return Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = rand(20, 6) });
    }

    private static void Same(double[] expected, double[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    /// <summary>The total and every gradient.</summary>
    private static double[] Gradients(Autoencoder model)
    {
        using var random = new RandomScope(7);
        var x = rand(9, 6, dtype: ScalarType.Float64);
        var values = model.Untyped.Minimize(new Batch(new Dictionary<string, Tensor> { ["x"] = x }, 9));
        values.Total.backward();
        return [values.Total.item<double>(), .. model.parameters().SelectMany(p => p.grad!.flatten().data<double>().ToArray())];
    }
}
