using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Benchmarks.Steps;

/// <summary>The usual loop around it: a data loader, a dispose scope, autograd, <c>optim.Adam</c>.</summary>
internal sealed class HandWrittenTraining : IDisposable
{
    private readonly HandWrittenVae _model = new();
    private readonly optim.Optimizer _optimizer;
    private readonly TorchSharp.Modules.TensorDataset _data;
    private readonly int _batch;
    private IEnumerator<IList<Tensor>>? _batches;
    private int _epoch;

    public HandWrittenTraining(Tensor x, int batch)
    {
        _optimizer = optim.Adam(_model.parameters(), 1e-3);
        _data = utils.data.TensorDataset(x);
        _batch = batch;
        _model.train();
    }

    public float Step()
    {
        var x = Next();
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        var (reconstruction, mean, logVar) = _model.forward(x);
        var loss = HandWrittenVae.Loss(reconstruction, x, mean, logVar);
        loss.backward();
        var value = loss.item<float>();
        _optimizer.step();
        return value;
    }

    public void Dispose()
    {
        _batches?.Dispose();
        _optimizer.Dispose();
        _model.Dispose();
        _data.Dispose();
    }

    private Tensor Next()
    {
        while (_batches is null || !_batches.MoveNext())
        {
            _batches?.Dispose();
            _batches = utils.data.DataLoader(_data, _batch, shuffle: true, seed: ++_epoch).GetEnumerator();
        }

        return _batches.Current[0];
    }
}
