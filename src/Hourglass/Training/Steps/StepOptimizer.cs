using Hourglass.Native;
using Hourglass.Numerics;
using Hourglass.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Training.Steps;

/// <summary>
/// The optimizer's tensors as a derived step takes them: one flat tensor for each kind, over the parameters that the step moves.
/// </summary>
internal sealed class StepOptimizer : IDisposable
{
    private readonly FlatParameters _parameters;
    private readonly Tensor[] _counts;
    private readonly nint _count;
    private readonly ScriptedOptimizer _optimizer;
    private readonly Tensor[] _accumulated;

    /// <summary>Makes the gradients, and views of everything else.</summary>
    /// <param name="parameters">The parameters; those that the step moves come first.</param>
    /// <param name="optimizer">The optimizer, whose state has the same layout.</param>
    /// <param name="keys">The parameters that the step moves, in their order.</param>
    public StepOptimizer(FlatParameters parameters, ScriptedOptimizer optimizer, IReadOnlyList<string> keys)
    {
        using var noGrad = no_grad();
        var last = keys.Count == 0 ? (Offset: 0L, Count: 0L) : parameters.Places[keys[^1]];
        Tensor[] Moved(Tensor flat) => [flat.narrow(0, 0, last.Offset + last.Count).DetachFromDisposeScope()];
        (_parameters, _optimizer) = (parameters, optimizer);
        var shapes = parameters.Parameters.ToDictionary(p => p.Name, p => p.Parameter, StringComparer.Ordinal);
        Gradients = [.. keys.Select(key => parameters.View(parameters.Gradient, key, shapes[key]))];
        Flat = Moved(parameters.Flat);
        FlatGradient = Moved(parameters.Gradient);
        _accumulated = optimizer.Accumulated is { } sums ? Moved(sums) : [];
        Slots = [.. optimizer.FlatState.Where(pair => pair.Key != OptimizerPlan.StepSlot).Select(pair => Moved(pair.Value))];
        var places = parameters.Parameters
            .Select((p, i) => (p.Name, i))
            .ToDictionary(pair => pair.Name, pair => pair.i, StringComparer.Ordinal);
        _counts = optimizer.FlatState.TryGetValue(OptimizerPlan.StepSlot, out var counts)
            ? [.. keys.Select(key => counts.select(0, places[key]).DetachFromDisposeScope())]
            : [];
        Counts = [.. _counts.Take(1)];
        _count = Counts.Length > 0 && Counts[0].device_type == DeviceType.CPU ? Address(Counts[0]) : 0;
    }

    /// <summary>A gradient for each parameter that the step moves.</summary>
    public Tensor[] Gradients { get; }

    /// <summary>The parameters.</summary>
    public Tensor[] Flat { get; }

    /// <summary>Their gradients.</summary>
    public Tensor[] FlatGradient { get; }

    /// <summary>What the optimizer keeps, a list for each kind.</summary>
    public Tensor[][] Slots { get; }

    /// <summary>The number of steps, that of the first parameter.</summary>
    public Tensor[] Counts { get; }

    /// <summary>Steps that were counted; 0 where the optimizer counts none.</summary>
    public unsafe long CountedSteps => Counts.Length == 0 ? 0 : (long)*(float*)_count;

    /// <summary>Counts a step.</summary>
    public unsafe void Count()
    {
        if (Counts.Length > 0)
        {
            *(float*)_count += 1;
        }
    }

    /// <summary>Whether gradients of several batches move the parameters together.</summary>
    public bool Accumulates => _accumulated.Length > 0;

    /// <inheritdoc cref="IDerivedStep.Accumulate"/>
    public void Accumulate(double share, bool isLast, double learningRate)
    {
        using var noGrad = no_grad();
        using var scale = share.ToScalar();
        _accumulated[0].add_(FlatGradient[0], scale);
        if (isLast)
        {
            var kept = 0;
            var slots = _optimizer.Slots.Select(slot => slot == OptimizerPlan.StepSlot ? Counts : Slots[kept++]);
            _optimizer.Move([Flat, _accumulated, .. slots], learningRate);
            _accumulated[0].zero_();
        }
    }

    /// <summary>Where everything lies, for the native step.</summary>
    /// <param name="capacity">The largest batch.</param>
    /// <param name="statistics">Tensors that no optimizer trains, by their keys.</param>
    public NativeLayout Layout(int capacity, IReadOnlyDictionary<string, Tensor> statistics) => new(
        Address(_parameters.Flat),
        Address(_parameters.Gradient),
        [.. Slots.Select(slot => Address(slot[0]))],
        Flat[0].numel(),
        _parameters.Places,
        statistics.ToDictionary(pair => pair.Key, pair => Address(pair.Value), StringComparer.Ordinal),
        capacity);

    /// <summary>Gives each parameter the number of steps that was counted for all.</summary>
    public void SpreadCount()
    {
        using var noGrad = no_grad();
        foreach (var count in _counts.Skip(1))
        {
            count.copy_(_counts[0]);
        }
    }

    private static unsafe nint Address(Tensor tensor) => (nint)TensorMemory.Of<float>(tensor);

    /// <inheritdoc/>
    public void Dispose()
    {
        Tensor[] views = [.. Gradients, .. Flat, .. FlatGradient, .. _accumulated, .. Slots.SelectMany(slot => slot), .. _counts];
        foreach (var tensor in views)
        {
            tensor.Dispose();
        }
    }
}
