using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Tests.Training;
using Hourglass.Training;
using Hourglass.Training.Steps;
using MathNet.Numerics.Statistics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>
/// Preparations against loops over the examples that train, and back; a model over prepared data against one over data that were prepared
/// before.
/// </summary>
[Proves("binarize", "clip", "log1p", "rescale", "standardize")]
public class PreparationTests
{
    private const int Examples = 50;

    [Fact]
    public void Standardized_elements_have_mean_0_and_deviation_1_and_come_back()
    {
        using var scope = NewDisposeScope();
        var x = Numbers(4, 3);
        using var model = Fitted("real[4] -> standardize", x, out _);
        var prepared = Method(model, "PrepareX", x);
        for (var j = 0; j < 4; j++)
        {
            var column = Column(x, j);
            var (mean, deviation) = (column.Mean(), column.PopulationStandardDeviation());
            Near(column.Select(value => (value - mean) / deviation), Column(prepared, j), 1e-5);
        }

        Near(Column(prepared, 2), Column(model.Untyped.Prepare("x", x), 2), 0);
        Near(Column(x, 2), Column(Method(model, "RestoreX", prepared), 2), 1e-5);
        var state = model.state_dict();
        var kept = state["preparation.x_mean"].to_type(ScalarType.Float64).data<double>();
        Near(Enumerable.Range(0, 4).Select(j => Column(x, j).Mean()), kept, 1e-6);
    }

    [Fact]
    public void Errors_of_prepared_values_are_those_in_the_datas_units_by_the_deviation()
    {
        using var scope = NewDisposeScope();
        var x = Numbers(4, 3);
        using var model = Fitted("real[4] -> standardize", x, out _);
        using var batch = new Batch(new Dictionary<string, Tensor> { ["x"] = x }, Examples);
        var (own, prepared) = (ReconstructionError.Elements(model, batch)!, ReconstructionError.Elements(model, batch, prepared: true)!);
        for (var j = 0; j < 4; j++)
        {
            Near(Column(own, j).Select(square => square / Column(x, j).PopulationVariance()), Column(prepared, j), 1e-4);
        }
    }

    [Fact]
    public void Rescaled_elements_are_between_the_ends_of_the_examples_that_train()
    {
        using var scope = NewDisposeScope();
        var x = Numbers(3, 4);
        using var model = Fitted("real[3] -> rescale", x, out _);
        var far = Numbers(3, 9) * 3;
        var prepared = Method(model, "PrepareX", far);
        for (var j = 0; j < 3; j++)
        {
            var (least, most) = (Column(x, j).Minimum(), Column(x, j).Maximum());
            Near(Column(far, j).Select(value => Math.Clamp((value - least) / (most - least), 0, 1)), Column(prepared, j), 1e-5);
        }

        Near(Column(x, 1), Column(Method(model, "RestoreX", Method(model, "PrepareX", x)), 1), 1e-5);
    }

    [Fact]
    public void Logarithms_come_before_the_statistics_that_are_of_them()
    {
        using var scope = NewDisposeScope();
        var x = (Numbers(2, 5).abs() * 40).floor();
        using var model = Fitted("count[2] -> log1p -> standardize", x, out _);
        var prepared = Method(model, "PrepareX", x);
        for (var j = 0; j < 2; j++)
        {
            double[] logarithms = [.. Column(x, j).Select(value => Math.Log(1 + value))];
            var (mean, deviation) = (logarithms.Mean(), logarithms.PopulationStandardDeviation());
            Near(logarithms.Select(value => (value - mean) / deviation), Column(prepared, j), 1e-5);
        }

        Near(Column(x, 0), Column(Method(model, "RestoreX", prepared), 0), 1e-4);
    }

    [Fact]
    public void Clipped_and_binarized_elements_have_no_way_back()
    {
        using var scope = NewDisposeScope();
        var x = Numbers(3, 6);
        using var clipped = Fitted("real[3] -> clip(-0.5, 1)", x, out _);
        Near(Column(x, 0).Select(value => Math.Clamp(value, -0.5, 1)), Column(Method(clipped, "PrepareX", x), 0), 1e-6);
        using var bits = Fitted("real[3] -> binarize(0.25)", x, out _);
        Near(Column(x, 1).Select(value => value >= 0.25 ? 1.0 : 0), Column(Method(bits, "PrepareX", x), 1), 0);
        Near(Column(x, 1), Column(Method(bits, "RestoreX", x), 1), 0);
    }

    /// <summary>Only the first preparation meets stored values, so that only its bound is one of theirs.</summary>
    [Fact]
    public void Stored_values_may_lie_where_a_later_preparation_never_meets_them()
    {
        using var scope = NewDisposeScope();
        var x = Numbers(2, 9) * 4;
        Assert.Contains(Column(x, 0), value => value < -1);
        using var model = Fitted("real[2] -> clip(-0.5, 10) -> log1p", x, out _);
        Near(Column(x, 0).Select(value => Math.Log(1 + Math.Clamp(value, -0.5, 10))), Column(Method(model, "PrepareX", x), 0), 1e-6);
    }

    [Fact]
    public void A_constant_element_stays_0_and_is_told()
    {
        using var scope = NewDisposeScope();
        var x = Numbers(4, 7);
        x[TensorIndex.Colon, 2] = 0.1;
        using var model = Fitted("real[4] -> standardize", x, out var told);
        Assert.Equal(0, Method(model, "PrepareX", x)[TensorIndex.Colon, 2].abs().max().ToDouble());
        Assert.Contains("1 of 4 elements of 'x' never differ in the examples that train (counted from 0: 2); prepared, they are 0.", told);
    }

    [Fact]
    public void Statistics_are_of_the_examples_that_train_alone()
    {
        using var scope = NewDisposeScope();
        var x = Numbers(4, 3);
        using var model = Fitted("real[4] -> standardize", x, out _, "validate: 0.3");
        var split = TrainingSplit.Of(Examples, 0.3, seed: 0);
        var expected = split.Train.Select(i => x[i, 1].ToDouble()).Mean();
        Assert.Equal(expected, model.state_dict()["preparation.x_mean"][1].ToDouble(), 5);
    }

    [Fact]
    public void Missing_elements_do_not_count()
    {
        using var scope = NewDisposeScope();
        var x = Numbers(2, 8);
        x[0, 0] = double.NaN;
        x[7, 0] = double.NaN;
        using var model = TextModel.Create(
            "model M { data x?: real[2] -> standardize encode h = concat(x, present(x)) -> dense(2) decode y = h -> dense(2) "
            + "minimize sse(y, x) train { epochs: 1 } }");
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = x });
        model.TrainOn(data);
        var seen = Column(x, 0).Where(value => !double.IsNaN(value)).ToArray();
        Assert.Equal(seen.Mean(), model.state_dict()["preparation.x_mean"][0].ToDouble(), 5);
        Assert.Equal(seen.PopulationStandardDeviation(), model.state_dict()["preparation.x_deviation"][0].ToDouble(), 5);
        Assert.Equal(0, Method(model, "PrepareX", x)[7, 0].ToDouble());
    }

    /// <summary>Every step of training over prepared data is one over data that somebody has prepared before.</summary>
    [Theory]
    [InlineData(StepKind.Readable)]
    [InlineData(StepKind.Portable)]
    [InlineData(StepKind.Native)]
    public void Training_is_that_of_data_prepared_before(StepKind step)
    {
        using var scope = NewDisposeScope();
        var x = Numbers(4, 3);
        var prepared = ((x - x.mean([0L])) / x.std([0L], unbiased: false)).clamp(-1, 1);
        const string Rest = "encode h = x -> dense(3, tanh) decode y = h -> dense(4) minimize sse(y, x) + 0.1 * contractive(h) "
            + "train { optimizer: adam(1e-2) batch: 10 epochs: 3 } }";
        using var inside = TextModel.Create("model P { data x: real[4] -> standardize -> clip(-1, 1) " + Rest);
        using var before = TextModel.Create("model P { data x: real[4] " + Rest);
        using var raw = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = x });
        using var own = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = prepared });
        var options = new TrainOptions { Step = step };
        Assert.Equal(step, inside.TrainOn(raw, options).Step.Ran);
        before.TrainOn(own, options);
        var found = inside.state_dict();
        Assert.All(before.state_dict(), pair => Assert.True((pair.Value - found[pair.Key]).abs().max().ToDouble() < 2e-5, pair.Key));

        // Reconstructions are in the data's own units.
        var mean = x.mean([0L]);
        var deviation = x.std([0L], unbiased: false);
        var expected = (((Tensor)before.GetType().GetMethod("Reconstruct")!.Invoke(before, [prepared])!) * deviation) + mean;
        Assert.True((Method(inside, "Reconstruct", x) - expected).abs().max().ToDouble() < 2e-4);
    }

    [Fact]
    public void What_a_logarithm_cannot_take_is_named()
    {
        using var scope = NewDisposeScope();
        var x = Numbers(2, 3).abs();
        x[4, 1] = -3;
        var message = Assert.Throws<DataException>(() => Fitted("real[2] -> log1p", x, out _)).Message;
        Assert.Contains("finite numbers above -1, as its logarithm is taken", message, StringComparison.Ordinal);
        Assert.Contains("example 4", message, StringComparison.Ordinal);
    }

    private static Tensor Numbers(int elements, int seed)
    {
        using var random = new RandomScope(seed);
        return (randn(Examples, elements) * 2) + arange(elements);
    }

    private static Autoencoder Fitted(string data, Tensor x, out IReadOnlyList<string> notices, string settings = "")
    {
        var elements = x.shape[1];
        var model = TextModel.Create(
            FormattableString.Invariant($"model F {{ data x: {data} encode h = x -> dense(2) decode y = h -> dense({elements}) ")
            + $"minimize sse(y, x) train {{ epochs: 1 {settings} }} }}");
        using var set = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = x });
        var told = new List<string>();
        model.TrainOn(set, progress: new TrainingSessionTests.Told(progress => told.AddRange(progress.Notice is { } line ? [line] : [])));
        notices = told;
        return model;
    }

    private static Tensor Method(Autoencoder model, string method, Tensor x) =>
        (Tensor)model.GetType().GetMethod(method)!.Invoke(model, [x])!;

    private static double[] Column(Tensor x, int j) => x[TensorIndex.Colon, j].to_type(ScalarType.Float64).data<double>().ToArray();

    private static void Near(IEnumerable<double> expected, IEnumerable<double> found, double tolerance) =>
        Assert.All(
            expected.Zip(found),
            pair => Assert.InRange(Math.Abs(pair.Second - pair.First) / Math.Max(1, Math.Abs(pair.First)), 0, tolerance));
}
