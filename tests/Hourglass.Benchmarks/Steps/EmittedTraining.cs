using Hourglass.Datasets;
using Hourglass.Training;
using TorchSharp;

namespace Hourglass.Benchmarks.Steps;

/// <summary>The emitted loop, a step at a time.</summary>
internal sealed class EmittedTraining : IDisposable
{
    private readonly Vae _model = new();
    private readonly TrainingSession _session;

    public EmittedTraining(Dataset data)
    {
        _session = new TrainingSession(_model, data, new TrainOptions { Epochs = int.MaxValue / 1024 });
        _session.BeginEpoch();
    }

    public void Step()
    {
        var batch = _session.NextBatch();
        if (batch is null)
        {
            _session.EndEpoch();
            _session.BeginEpoch();
            batch = _session.NextBatch()!;
        }

        if (_session.TryStep(batch))
        {
            return;
        }

        using var scope = torch.NewDisposeScope();
        var loss = _model.Minimize(batch["x"]);
        loss.Total.backward();
        _session.Step(loss.Total, loss.NllX, loss.KlZ);
    }

    public void Dispose()
    {
        _session.Dispose();
        _model.Dispose();
    }
}
