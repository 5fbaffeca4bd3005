using Hourglass.Datasets;
using Hourglass.Tests.Training;
using Hourglass.Training;
using Hourglass.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>Missing elements against loops over those that are there: values and gradients of terms, and what pipelines read.</summary>
public class GapTests
{
    [Fact]
    public void Terms_count_the_elements_that_are_there()
    {
        using var scope = NewDisposeScope();
        var x = Holes();
        using var model = TextModel.Create(
            "model T { data x?: real[3] encode h = x -> dense(2, tanh) decode y = h -> dense(3) minimize sse(y, x) + mse(y, x) }");
        using var batch = new Batch(new Dictionary<string, Tensor> { ["x"] = x }, 6);
        var terms = model.Untyped.Minimize(batch).Terms;
        var y = (Tensor)model.GetType().GetMethod("Reconstruct")!.Invoke(model, [x])!;
        var (sum, elements, examples) = (0.0, 0, 0);
        for (var i = 0; i < 6; i++)
        {
            var any = false;
            for (var j = 0; j < 3; j++)
            {
                if (!double.IsNaN(x[i, j].ToDouble()))
                {
                    var difference = y[i, j].ToDouble() - x[i, j].ToDouble();
                    sum += difference * difference;
                    (elements, any) = (elements + 1, true);
                }
            }

            examples += any ? 1 : 0;
        }

        Assert.Equal(5, examples);
        Assert.Equal(sum / examples, terms[0].ToDouble(), 5);
        Assert.Equal(sum / elements, terms[1].ToDouble(), 5);
    }

    [Fact]
    public void A_pipeline_reads_zeros_and_present_ones()
    {
        using var scope = NewDisposeScope();
        var x = Holes();
        using var model = TextModel.Create(
            "model P { data x?: unit[3] encode h = concat(x, present(x)) -> dense(1) decode y = h -> dense(3, sigmoid) "
            + "minimize mse(y, x) }");
        var layer = model.state_dict();
        var (weight, bias) = (layer["encoder.dense1.weight"], layer["encoder.dense1.bias"]);
        var code = model.GetType().GetMethod("Encode")!.Invoke(model, [x.sigmoid()])!;
        var h = (Tensor)code.GetType().GetProperty("H")!.GetValue(code)!;
        var expected = cat([x.sigmoid().nan_to_num(0), x.isfinite().to_type(ScalarType.Float32)], 1).matmul(weight.t()) + bias;
        Assert.True((h - expected).abs().max().ToDouble() < 1e-6);
    }

    /// <summary>The log-likelihood of an example with gaps is that of a model that never had the elements.</summary>
    [Fact]
    public void Bounds_weigh_by_the_elements_that_are_there()
    {
        using var scope = NewDisposeScope();
        const string Text = "encode z ~ x -> dense(3, tanh) -> normal(2) decode x ~ z -> dense(2) -> normal(variance: fixed) "
            + "minimize iwae(k: 4) }";
        using var random = new RandomScope(2);
        var x = randn(5, 2);
        x[TensorIndex.Colon, 1] = double.NaN;
        using var model = TextModel.Create("model B { data x?: real[2] " + Text);
        using var one = TextModel.Create("model B { data x: real[1] " + Text);
        foreach (var (key, tensor) in one.state_dict())
        {
            using var noGrad = no_grad();
            var source = model.state_dict()[key];
            tensor.copy_(source.shape.SequenceEqual(tensor.shape) ? source
                : key == "encoder.dense1.weight" ? source[TensorIndex.Colon, TensorIndex.Slice(0, 1)]
                : source[TensorIndex.Slice(0, 1)]);
        }

        using var batch = new Batch(new Dictionary<string, Tensor> { ["x"] = x }, 5);
        var first = x[TensorIndex.Colon, TensorIndex.Slice(0, 1)].contiguous();
        using var only = new Batch(new Dictionary<string, Tensor> { ["x"] = first }, 5);
        Tensor Weights(Autoencoder of, Batch given)
        {
            using var same = new RandomScope(7);
            return of.Untyped.LogLikelihood(given, 64)!;
        }

        Assert.True((Weights(model, batch) - Weights(one, only)).abs().max().ToDouble() < 1e-4);
    }

    [Theory]
    [InlineData(StepKind.Readable)]
    [InlineData(StepKind.Portable)]
    [InlineData(StepKind.Native)]
    public void Gradients_pass_by_what_is_missing(StepKind step)
    {
        using var scope = NewDisposeScope();
        var x = cat([Holes(), Holes() + 1]);
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = x });
        using var model = TextModel.Create(
            "model G { data x?: real[3] -> standardize encode z ~ concat(x, present(x)) -> dense(4, tanh) -> normal(2) "
            + "decode x ~ z -> dense(4, tanh) -> normal minimize elbo train { epochs: 20 batch: 6 } }");
        var report = model.TrainOn(data, new TrainOptions { Step = step });
        Assert.Equal(step, report.Step.Ran);
        Assert.All(model.state_dict(), pair => Assert.True(pair.Value.isfinite().all().item<bool>(), pair.Key));
        Assert.True(report.Epochs[^1].Train["total"] < report.Epochs[0].Train["total"]);

        // What was missing is filled in by a reconstruction.
        Assert.True(((Tensor)model.GetType().GetMethod("Reconstruct")!.Invoke(model, [x])!).isfinite().all().item<bool>());
    }

    [Fact]
    public void A_missing_element_of_data_without_a_mark_is_refused_with_advice()
    {
        using var scope = NewDisposeScope();
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = Holes() });
        using var model = TextModel.Create(
            "model N { data x: real[3] encode h = x -> dense(2) decode y = h -> dense(3) minimize sse(y, x) }");
        Assert.Contains(
            "Declare that elements may be missing, `data x?: real[3]`; or fill it in, or remove the example.",
            Assert.Throws<DataException>(() => model.TrainOn(data)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Six examples of three elements; the fourth has none, others lack one.</summary>
    private static Tensor Holes()
    {
        using var random = new RandomScope(3);
        var x = randn(6, 3);
        x[0, 1] = double.NaN;
        x[3] = double.NaN;
        x[5, 0] = double.NaN;
        return x;
    }
}
