using Hourglass.Datasets;
using Hourglass.Distributions;
using Hourglass.Tests.Training;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Hourglass.Tests.Evaluation;

/// <summary>A model whose answers are known: each is a function of the batch.</summary>
internal sealed class KnownModel(int size, double validate = 0, bool optional = true) : Autoencoder("KnownModel")
{
    public override ModelDescription Description { get; } = new(
        "KnownModel",
        "",
        [new DataField("x", Domain.Real, 0, [size], optional), new DataField("y", Domain.Class, 3, [], Optional: true)],
        "x",
        ["mean"],
        new TrainingPlan(Optimizers.Of("adam(1e-2)"), Batch: 4, Epochs: 1, Seed: 3) { Validate = validate });

    public Func<Tensor, Tensor>? Reconstruct { get; init; }

    public Func<Tensor, IDistribution>? Posterior { get; init; }

    public Func<int, IDistribution>? Prior { get; init; }

    public Func<Tensor, Tensor>? Probabilities { get; init; }

    public Func<Tensor, Tensor>? Decoder { get; init; }

    public Func<Tensor, int, Tensor>? LogWeights { get; init; }

    public Func<int, Tensor>? Samples { get; init; }

    protected override TermValues MinimizeBatch(Batch batch)
    {
        var mean = batch["x"].mean();
        return new TermValues(mean * 2, [mean]);
    }

    protected override Tensor? ReconstructBatch(Batch batch) => Reconstruct?.Invoke(batch["x"]);

    protected override Tensor? CodeBatch(Batch batch) => Posterior?.Invoke(batch["x"]).Mean;

    protected override IReadOnlyList<BatchCode> CodesBatch(Batch batch) => Posterior?.Invoke(batch["x"]) is { } posterior
        ? [new BatchCode("z", posterior.Mean) { Posterior = posterior, Prior = PriorBatch("z", batch.Count) }]
        : [];

    protected override IDistribution? PriorBatch(string? code, int count) => Prior?.Invoke(count);

    protected override IReadOnlyDictionary<string, Tensor> PredictBatch(Batch batch) => Probabilities is null
        ? new Dictionary<string, Tensor>()
        : new Dictionary<string, Tensor> { ["y"] = Probabilities(batch["x"]) };

    protected override string? DecodedCode => Decoder is null ? null : "z";

    protected override Tensor? DecodeBatch(Tensor codes, Batch? conditions = null) => Decoder?.Invoke(codes);

    protected override Tensor? SampleBatch(int count) => Samples?.Invoke(count);

    protected override Tensor? LogWeightsBatch(Batch batch, int draws) => LogWeights?.Invoke(batch["x"], draws);

    protected override Tensor? LogLikelihoodBatch(Batch batch, int draws) =>
        LogWeights is null ? null : LogWeights(batch["x"], draws).logsumexp(0) - Math.Log(draws);

    public override TrainingReport TrainOn(Dataset data, TrainOptions? options = null, IProgress<TrainingProgress>? progress = null) =>
        throw new NotSupportedException("It has nothing to train.");

    /// <summary>Data of rows of numbers, <c>float64</c>, and classes.</summary>
    public static Dataset Data(double[,] rows, int[]? classes = null, double[,]? test = null, int[]? testClasses = null) =>
        Dataset.FromTensors(Columns(rows, classes), test is null ? null : Columns(test, testClasses));

    private static Dictionary<string, Tensor> Columns(double[,] rows, int[]? classes)
    {
        var columns = new Dictionary<string, Tensor> { ["x"] = tensor(rows) };
        if (classes is not null)
        {
            columns.Add("y", tensor([.. classes.Select(label => (long)label)], ScalarType.Int64));
        }

        return columns;
    }
}
