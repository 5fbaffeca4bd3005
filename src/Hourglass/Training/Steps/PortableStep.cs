using Hourglass.Datasets;
using Hourglass.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Training.Steps;

/// <summary>
/// The derived step as one TorchScript function: forward, terms, backward, clipping and the optimizer in a call, everything written into
/// tensors that exist already. Runs wherever libtorch does.
/// </summary>
internal sealed class PortableStep : IDerivedStep
{
    private readonly StepDescription _step;
    private readonly string _script;
    private readonly Dictionary<int, StepTensors> _tensors = [];
    private readonly Tensor[] _parameters;
    private readonly Tensor[] _averages;
    private readonly Tensor _terms;
    private readonly StepWeights _weights;
    private readonly StepOptimizer _optimizer;

    public PortableStep(
        Autoencoder model, StepDescription step, FlatParameters flat, ScriptedOptimizer optimizer, int objective = 0, int turn = 0)
    {
        _step = step;
        _script = optimizer.Script.TrimEnd() + "\n\n" + step.Script;
        var parameters = model.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter, StringComparer.Ordinal);
        var buffers = model.named_buffers().ToDictionary(pair => pair.name, pair => pair.buffer, StringComparer.Ordinal);
        Tensor Of(string key) => parameters.TryGetValue(key, out var parameter) ? parameter : buffers[key];
        _parameters = [.. step.Parameters.Select(Of)];
        _averages = [.. step.Averages.Select(Of)];
        _weights = new StepWeights(model, objective, turn, step.ScheduledTerms);
        _optimizer = new StepOptimizer(flat, optimizer, step.Gradients);
        var first = _parameters[0];
        _terms = zeros(_weights.Count, dtype: first.dtype, device: first.device).DetachFromDisposeScope();
    }

    /// <summary>Bytes of memory of its own for the batches that it has seen.</summary>
    public long Bytes => _tensors.Values.Sum(tensors => tensors.Bytes);

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, Tensor>> Gradients => _step.Gradients.Zip(_optimizer.Gradients, KeyValuePair.Create);

    /// <inheritdoc/>
    public void Run(Batch batch, long seed, long steps, double learningRate, Span<double> values)
    {
        using var noGrad = no_grad();
        var tensors = For(batch.Count);
        tensors.Draw(_step.Draws, seed, steps);
        _weights.Read();
        using var rate = learningRate.ToScalar();
        var scheduled = _step.ScheduledTerms.Select((_, place) => _weights.Scheduled(place).ToScalar()).ToArray();
        object[] arguments =
        [
            _step.Fields.Select(field => batch[field]).ToArray(),
            tensors.Draws,
            _parameters,
            _optimizer.Gradients,
            tensors.Values,
            _terms,
            _averages,
            _optimizer.Flat,
            _optimizer.FlatGradient,
            .. _optimizer.Slots,
            _optimizer.Counts,
            rate,
            .. scheduled,
        ];
        ScriptUnits.Invoke(_script, "step", arguments);
        foreach (var weight in scheduled)
        {
            weight.Dispose();
        }

        Read(values);
    }

    /// <inheritdoc/>
    public void Accumulate(double share, bool isLast, double learningRate) => _optimizer.Accumulate(share, isLast, learningRate);

    /// <inheritdoc/>
    public void Settle() => _optimizer.SpreadCount();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensors in _tensors.Values)
        {
            tensors.Dispose();
        }

        _terms.Dispose();
        _optimizer.Dispose();
    }

    private void Read(Span<double> values)
    {
        using var terms = _terms.to(ScalarType.Float64, disposeAfter: false);
        using var onHost = terms.cpu();
        onHost.data<double>().CopyTo(values[1..]);
        values[0] = _weights.Total(values[1..]);
    }

    private StepTensors For(int rows)
    {
        if (!_tensors.TryGetValue(rows, out var tensors))
        {
            _tensors.Add(rows, tensors = new StepTensors(_step, rows, _parameters[0].dtype, _parameters[0].device));
        }

        return tensors;
    }
}
