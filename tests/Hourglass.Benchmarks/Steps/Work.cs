using Hourglass.Datasets;
using Hourglass.Training;
using Hourglass.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Benchmarks.Steps;

/// <summary>Something that trains, a step at a time.</summary>
internal interface IWork : IDisposable
{
    void Step();
}

/// <summary>The usual loop around a hand-written loss: a data loader, a dispose scope, autograd, an optimizer.</summary>
internal sealed class HandWrittenWork(
    nn.Module loss,
    Func<IEnumerable<TorchSharp.Modules.Parameter>, optim.Optimizer> optimizer,
    Tensor[] data,
    int batch) : IWork
{
    private readonly optim.Optimizer _optimizer = optimizer(loss.parameters());
    private readonly TorchSharp.Modules.TensorDataset _data = utils.data.TensorDataset(data);
    private IEnumerator<IList<Tensor>>? _batches;
    private int _epoch;

    public void Step()
    {
        while (_batches is null || !_batches.MoveNext())
        {
            _batches?.Dispose();
            _batches = utils.data.DataLoader(_data, batch, shuffle: true, seed: ++_epoch).GetEnumerator();
        }

        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        var value = Loss(_batches.Current);
        value.backward();
        value.item<float>();
        _optimizer.step();
    }

    public void Dispose()
    {
        _batches?.Dispose();
        _optimizer.Dispose();
        loss.Dispose();
        _data.Dispose();
    }

    private Tensor Loss(IList<Tensor> batch) => loss is nn.Module<Tensor, Tensor, Tensor> labelled
        ? labelled.forward(batch[0], batch[1])
        : ((nn.Module<Tensor, Tensor>)loss).forward(batch[0]);
}

/// <summary>An emitted model by one kind of step.</summary>
internal sealed class EmittedWork : IWork
{
    private readonly Autoencoder _model;
    private readonly TrainingSession _session;

    public EmittedWork(Autoencoder model, Dataset data, StepKind kind, int batch)
    {
        _model = model;
        _session = new TrainingSession(model, data, new TrainOptions { Epochs = int.MaxValue / 1024, Step = kind, Batch = batch });
        _session.BeginEpoch();
    }

    public void Step()
    {
        var batch = _session.NextBatch();
        while (batch is null)
        {
            _session.EndEpoch();
            _session.BeginEpoch();
            batch = _session.NextBatch();
        }

        if (_session.TryStep(batch))
        {
            return;
        }

        using var scope = NewDisposeScope();
        var loss = _model.Untyped.Minimize(batch);
        loss.Total.backward();
        _session.Step(loss.Total, [.. loss.Terms]);
    }

    public void Dispose()
    {
        _session.Dispose();
        _model.Dispose();
    }
}
