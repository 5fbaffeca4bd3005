using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using Hourglass.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Evaluation;

/// <summary>Models whose classes are a code where they are missing, against their layers called one by one.</summary>
public sealed class LatentClassEvaluationTests
{
    private const int Count = 40;

    /// <summary>Every fourth example has no class.</summary>
    private static readonly int[] Labels = [.. Enumerable.Range(0, Count).Select(i => i % 4 == 3 ? -1 : i % 3)];

    [Fact]
    public void Classes_are_found_in_the_data_whatever_labels_say()
    {
        using var scope = NewDisposeScope();
        using var model = new LatentClass().Double();
        var x = Inputs();
        var expected = Numbers.Of(nn.functional.softmax(LogitsOf(model, x), 1));
        foreach (var labels in new[] { tensor(Longs(Labels)), zeros(Count, ScalarType.Int64), full(Count, -1, ScalarType.Int64) })
        {
            using var batch = new Batch(new Dictionary<string, Tensor> { ["x"] = x.alias(), ["y"] = labels }, Count);
            var found = Assert.Single(model.Untyped.Predict(batch));
            Assert.Equal("y", found.Key);
            Numbers.Same(expected, found.Value);
        }
    }

    [Fact]
    public void An_evaluation_counts_errors_of_the_examples_that_have_a_class()
    {
        using var scope = NewDisposeScope();
        using var model = new LatentClass().Double();
        using var data = Data();
        var report = ModelEvaluation.Run(model, data, new EvaluationOptions { DivergenceDraws = 4000 });
        Figure Of(string name) => Assert.Single(report.Figures, figure => figure.Name == name);

        var likeliest = LogitsOf(model, Inputs()).argmax(1).data<long>().ToArray();
        var places = Enumerable.Range(0, Count).Where(i => Labels[i] >= 0).ToArray();
        Assert.Equal(places.Count(i => likeliest[i] != Labels[i]) / (double)places.Length, Of("error of y").Value, 1e-12);
        Assert.Equal(places.Length, Assert.Single(report.Confusions).Counts.Sum(row => row.Sum()));

        // KL(q(y | x) ‖ p(y)) = log K − H(q), by the layers.
        var q = nn.functional.softmax(LogitsOf(model, Inputs()), 1);
        var divergence = Of("KL(q(y|x) | p)");
        var exact = Numbers.One((q * (q.log() + Math.Log(3))).sum() / Count);
        Assert.InRange(divergence.Value - exact, -5 * divergence.StandardError!.Value, 5 * divergence.StandardError.Value);

        // Those whose class is missing neither teach nor judge: a fifth of the others does.
        Assert.Contains(report.Figures, figure => figure.Metric == "probe" && figure.Value is >= 0 and <= 1);
        Assert.Contains(report.Figures, figure => figure.Name == "ACC by k-means" && figure.Value is > 0 and <= 1);
        Assert.Equal(
            ["likelihood", "bound", "disentanglement", "frechet", "anomaly", "rate", "denoising", "inpainting"],
            report.LeftOut.Select(left => left.Metric));
    }

    /// <summary>As other bindings read it, the class is a vector; a code that reads it is a mixture over it, of no density here.</summary>
    [Fact]
    public void The_class_is_a_code_of_one_hot_vectors()
    {
        using var scope = NewDisposeScope();
        using var model = new LatentClass().Double();
        using var aside = new ClassAside().Double();
        using var batch = new Batch(new Dictionary<string, Tensor> { ["x"] = Inputs(), ["y"] = tensor(Longs(Labels)) }, Count);
        var codes = model.Untyped.Codes(batch);
        Assert.Equal(["y", "z"], codes.Select(code => code.Name));
        Assert.Null(codes[1].Posterior);
        Assert.Equal(["z", "y"], aside.Untyped.Codes(batch).Where(code => code.Posterior is not null).Select(code => code.Name));
        var second = zeros(Count, 3, ScalarType.Float64);
        second.select(1, 1).fill_(1);
        Numbers.Same(Numbers.Of(nn.functional.log_softmax(LogitsOf(model, Inputs()), 1).select(1, 1)), codes[0].Posterior!.LogProb(second));
        Numbers.Same([.. Enumerable.Repeat(-Math.Log(3), Count)], codes[0].Prior!.LogProb(second));
    }

    /// <summary>An encoder that reads classes is not told those that are decoded; where it needs them, none are predicted.</summary>
    [Fact]
    public void A_decoded_class_is_not_shown_to_the_encoder()
    {
        using var scope = NewDisposeScope();
        using var model = TextModel.Create(Text("y?"), 1);
        IReadOnlyDictionary<string, Tensor> Predicted(Autoencoder of, long label)
        {
            var (x, y) = (Inputs().to_type(ScalarType.Float32), full(Count, label, ScalarType.Int64));
            using var batch = new Batch(new Dictionary<string, Tensor> { ["x"] = x, ["y"] = y }, Count);
            return of.Untyped.Predict(batch);
        }

        var hidden = Numbers.Of(Assert.Single(Predicted(model, -1)).Value);
        Numbers.Same(hidden, Predicted(model, 2)["y"]);
        Assert.Equal(Count, hidden.Sum(), 1e-4);
        using var needs = TextModel.Create(Text("y"), 1);
        Assert.Empty(Predicted(needs, 2));
    }

    [Fact]
    public void Missing_classes_are_drawn_all_as_likely()
    {
        using var scope = NewDisposeScope();
        using var random = new Hourglass.Training.RandomScope(1);
        var given = full(9000, -1, ScalarType.Int64);
        given.slice(0, 0, 9000, 2).fill_(1);
        var drawn = Hourglass.Numerics.Labels.Drawn(given, 3).data<long>().ToArray();
        Assert.All(drawn.Where((_, i) => i % 2 == 0), label => Assert.Equal(1, label));
        for (var k = 0; k < 3; k++)
        {
            // 4500 draws of a third: 1500, and a deviation of 32.
            Assert.InRange(drawn.Where((label, i) => i % 2 == 1 && label == k).Count(), 1340, 1660);
        }
    }

    private static string Text(string classes) => $$"""
        model Told {
          data   x: real[5]
          data   {{classes}}: class(3)
          encode z ~ concat(x, y) -> normal(2)
          decode x ~ z -> normal(variance: fixed)
          decode y ~ z -> categorical
          minimize elbo
        }
        """;

    private static Tensor LogitsOf(LatentClass model, Tensor x) =>
        model.Encoder.YLogits.call(nn.functional.softplus(model.Encoder.Dense1.call(x)));

    private static Tensor Inputs() => Numbers.Uniforms(3, Count, 5);

    private static Dataset Data() => Dataset.FromTensors(
        new Dictionary<string, Tensor> { ["x"] = Inputs(), ["y"] = tensor(Longs(Labels)) });

    private static long[] Longs(int[] labels) => [.. labels.Select(label => (long)label)];
}
