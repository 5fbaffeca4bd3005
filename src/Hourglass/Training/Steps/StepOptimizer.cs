using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hourglass.Native;
using Hourglass.Training.Optimizers;
using static TorchSharp.torch;

namespace Hourglass.Training.Steps;

/// <summary>The optimizer's tensors as a derived step takes them: one flat tensor for each kind, over the parameters that the step moves.</summary>
internal sealed class StepOptimizer : IDisposable
{
    private readonly FlatParameters _parameters;
    private readonly IReadOnlyList<string> _keys;
    private readonly IReadOnlyList<Tensor> _state;
    private readonly Tensor? _counts;
    private readonly int _moved;
    private readonly Tensor _gradient;

    /// <summary>Makes the gradients, and views of everything else.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="keys">Those that the step moves: the first ones.</param>
    /// <param name="state">What the optimizer keeps, in the parameters' order.</param>
    /// <param name="counts">The number of steps of each parameter, or null where it keeps none.</param>
    public StepOptimizer(FlatParameters parameters, IReadOnlyList<string> keys, IReadOnlyList<Tensor> state, Tensor? counts)
    {
        using var noGrad = no_grad();
        var (offset, count) = keys.Count == 0 ? (0, 0) : parameters.PlaceOf(keys[^1]);
        Tensor[] Moved(Tensor flat) => [flat.narrow(0, 0, offset + count).DetachFromDisposeScope()];
        (_parameters, _keys, _state) = (parameters, keys, state);
        _counts = counts;
        _moved = keys.Count;
        _gradient = parameters.Zeros();
        Gradients = [.. keys.Select(key => parameters.View(_gradient, key))];
        Flat = Moved(parameters.Values);
        FlatGradient = Moved(_gradient);
        Slots = [.. state.Select(Moved)];
        Counts = counts is null ? [] : [counts.select(0, 0).DetachFromDisposeScope()];
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
    public unsafe long CountedSteps => Counts.Length == 0 ? 0 : (long)*(float*)Address(Counts[0]);

    /// <summary>Counts a step.</summary>
    public unsafe void Count()
    {
        if (Counts.Length > 0)
        {
            *(float*)Address(Counts[0]) += 1;
        }
    }

    /// <summary>Where everything lies, for the native step.</summary>
    /// <param name="capacity">The largest batch.</param>
    public NativeLayout Layout(int capacity) => new(
        Address(_parameters.Values),
        Address(_gradient),
        [.. _state.Select(Address)],
        Flat[0].numel(),
        _keys.ToDictionary(key => key, _parameters.PlaceOf, StringComparer.Ordinal),
        capacity);

    /// <summary>Gives each parameter the number of steps that was counted for all.</summary>
    public void SpreadCount()
    {
        if (_counts is not null && _moved > 1)
        {
            using var noGrad = no_grad();
            using var others = _counts.narrow(0, 1, _moved - 1);
            others.copy_(Counts[0]);
        }
    }

    private static unsafe nint Address(Tensor tensor) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Gradients.Concat(Flat).Concat(FlatGradient).Concat(Slots.SelectMany(slot => slot)).Concat(Counts))
        {
            tensor.Dispose();
        }

        _gradient.Dispose();
    }
}
