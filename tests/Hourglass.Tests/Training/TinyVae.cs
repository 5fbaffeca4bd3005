using Hourglass.Datasets;
using Bernoulli = Hourglass.Distributions.Bernoulli;
using Normal = Hourglass.Distributions.Normal;
using Hourglass.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hourglass.Tests.Training;

/// <summary>
/// A variational autoencoder as the compiler would emit it, small enough for a test; with dropout, so that a wrong mode or random state
/// shows.
/// </summary>
internal sealed class TinyVae : Autoencoder
{
    private readonly Linear _hidden;
    private readonly Dropout _dropout;
    private readonly BatchNorm1d _norm;
    private readonly Linear _mean;
    private readonly Linear _logVar;
    private readonly Linear _decoder;

    public TinyVae(
        TrainingPlan? plan = null,
        int width = 16,
        int code = 2,
        IReadOnlyList<long>? shape = null,
        ScalarType precision = ScalarType.Float32,
        string name = "TinyVae")
        : base(name)
    {
        Shape = shape ?? [6];
        var size = Shape.Aggregate(1L, (a, b) => a * b);
        Description = new ModelDescription(
            name,
            "A <small> model & its \"tests\".",
            [new DataField("x", Domain.Unit, 0, Shape, false)],
            "x",
            ["nll_x", "kl_z"],
            plan ?? new TrainingPlan(Optimizers.Of("adam(1e-2)"), Batch: 8, Epochs: 3, Seed: 5));
        using var random = new RandomScope(Description.Plan.Seed);
        _hidden = nn.Linear(size, width, dtype: precision);
        _dropout = nn.Dropout(0.1);
        _norm = nn.BatchNorm1d(width, dtype: precision);
        _mean = nn.Linear(width, code, dtype: precision);
        _logVar = nn.Linear(width, code, dtype: precision);
        _decoder = nn.Linear(code, size, dtype: precision);
        register_module("hidden", _hidden);
        register_module("dropout", _dropout);
        register_module("norm", _norm);
        register_module("mean", _mean);
        register_module("logvar", _logVar);
        register_module("decoder", _decoder);
    }

    public IReadOnlyList<long> Shape { get; }

    public override ModelDescription Description { get; }

    /// <summary>Called with every batch while training, before the objective.</summary>
    public Action<Batch>? OnBatch { get; init; }

    /// <summary>Called with every batch of an evaluation.</summary>
    public Action? OnTest { get; init; }

    /// <summary>Weights of the second term become NaN from this call on.</summary>
    public int PoisonFrom { get; init; } = int.MaxValue;

    private int _calls;

    protected override TermValues MinimizeBatch(Batch batch)
    {
        if (!training)
        {
            OnTest?.Invoke();
        }

        var x = batch["x"];
        var q = Encode(x);
        var p = Decode(q.Sample());
        var nll = p.LogProb(x).mean().neg();
        var kl = q.KlToStandard().mean();
        if (training && ++_calls >= PoisonFrom)
        {
            kl = kl * double.NaN;
        }

        return new TermValues(nll + kl * Math.Min(1, Epoch), [nll, kl]);
    }

    protected override Tensor? ReconstructBatch(Batch batch) => Decode(Encode(batch["x"]).Mean).Mean;

    protected override Tensor? SampleBatch(int count) => Decode(randn(count, _mean.weight.shape[0], dtype: _mean.weight.dtype)).Mean;

    protected override Tensor? CodeBatch(Batch batch) => Encode(batch["x"]).Mean;

    public override TrainingReport TrainOn(Dataset data, TrainOptions? options = null, IProgress<TrainingProgress>? progress = null)
    {
        using var session = new TrainingSession(this, data, options, progress);
        while (session.BeginEpoch())
        {
            while (session.NextBatch() is { } batch)
            {
                OnBatch?.Invoke(batch);
                using var scope = NewDisposeScope();
                var loss = MinimizeBatch(batch);
                loss.Total.backward();
                session.Step(loss.Total, loss.Terms[0], loss.Terms[1]);
            }

            session.EndEpoch();
        }

        return session.Finish();
    }

    private Normal Encode(Tensor x)
    {
        var h = _dropout.call(nn.functional.relu(_norm.call(_hidden.call(x.reshape(x.shape[0], -1)))));
        return new Normal(_mean.call(h), _logVar.call(h));
    }

    private Bernoulli Decode(Tensor z) => new(_decoder.call(z).reshape([z.shape[0], .. Shape]));

    /// <summary>Values in [0, 1] that a model can learn: rows near a few prototypes.</summary>
    public static Dataset Data(int train = 43, int test = 11, IReadOnlyList<long>? shape = null, ScalarType precision = ScalarType.Float32)
    {
        using var random = new RandomScope(99);
        var example = shape ?? [6];
        Tensor Draw(int count)
        {
            var prototypes = rand([3, .. example]).round();
            return (prototypes.index_select(0, randint(0, 3, count)) * 0.8 + rand([count, .. example]) * 0.2).to_type(precision);
        }

        return Dataset.FromTensors(
            new Dictionary<string, Tensor> { ["x"] = Draw(train) },
            test == 0 ? null : new Dictionary<string, Tensor> { ["x"] = Draw(test) });
    }

    /// <summary>Every tensor of the state, copied.</summary>
    public Dictionary<string, byte[]> Snapshot() =>
        state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.cpu().contiguous().bytes.ToArray());
}
