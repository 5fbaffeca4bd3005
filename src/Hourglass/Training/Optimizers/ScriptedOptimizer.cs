using Hourglass.Training.Steps;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hourglass.Training.Optimizers;

/// <summary>
/// An optimizer, whose step is one TorchScript call. Parameters without a gradient are left alone, as in PyTorch. Gradients are dropped
/// after the step: autograd then hands over its own buffers in the next one instead of adding to zeros.
/// </summary>
internal sealed class ScriptedOptimizer : IDisposable
{
    private const double SmallestNormalDouble = 2.2250738585072014e-308;
    private const double SmallestNormalSingle = 1.1754943508222875e-38;

    private readonly string[] _names;
    private readonly Parameter[] _parameters;
    private readonly string _script;
    private readonly IReadOnlyList<string> _slots;
    private readonly Tensor[] _flat;
    private readonly Tensor[][] _state;
    private readonly Tensor[] _accumulated;
    private readonly Tensor[] _gradients;
    private bool[] _present;
    private Tensor[][] _lists;
    private object[] _arguments = [];

    /// <summary>Makes an optimizer with zeros as state.</summary>
    /// <param name="plan">The optimizer.</param>
    /// <param name="clip">What bounds the gradients, or null.</param>
    /// <param name="parameters">What it moves, with the names of the model's state.</param>
    /// <param name="accumulates">Whether gradients of several batches move the parameters together.</param>
    public ScriptedOptimizer(OptimizerPlan plan, GradientClip? clip, FlatParameters parameters, bool accumulates = false)
    {
        _names = [.. parameters.Parameters.Select(p => p.Name)];
        _parameters = [.. parameters.Parameters.Select(p => p.Parameter)];
        Clip = clip;
        _script = plan.Script;
        _slots = plan.Slots;
        _flat = [.. _slots.Select(slot => slot == OptimizerPlan.StepSlot ? Counters() : parameters.Zeros())];
        _state = [.. _slots.Select((slot, s) => slot == OptimizerPlan.StepSlot
            ? Scalars(_flat[s])
            : [.. parameters.Parameters.Select(p => parameters.View(_flat[s], p.Name, p.Parameter))])];
        Accumulated = accumulates ? parameters.Zeros() : null;
        _accumulated = Accumulated is { } flat
            ? [.. parameters.Parameters.Select(p => parameters.View(flat, p.Name, p.Parameter))]
            : [];
        _gradients = new Tensor[_parameters.Length];
        _present = [];
        _lists = [];
    }

    /// <summary>Its arithmetic: a TorchScript function <c>update</c>.</summary>
    public string Script => _script;

    /// <summary>What it keeps for each parameter, in the order of the script's arguments.</summary>
    public IReadOnlyList<string> Slots => _slots;

    /// <summary>What bounds the gradients, or null.</summary>
    public GradientClip? Clip { get; }

    /// <summary>
    /// The gradients of the batches since the last update, weighted by their shares, in the parameters' layout; null where each batch
    /// moves the parameters.
    /// </summary>
    public Tensor? Accumulated { get; }

    /// <summary>Every state tensor under <c>parameter.slot</c>; the optimizer's own, to save or to copy into.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State =>
        _slots.SelectMany((slot, s) => _names.Select((name, i) => KeyValuePair.Create($"{name}.{slot}", _state[s][i])))
            .Concat(_accumulated.Select((sum, i) => KeyValuePair.Create($"{_names[i]}.accumulated", sum)));

    /// <summary>
    /// The tensors that the state is a view of, by slot: of the parameters' layout, but for <c>step</c>, which has an element for each
    /// parameter.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> FlatState =>
        _slots.Zip(_flat).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);

    /// <summary>A count of steps that cannot be, in words; null where there is none.</summary>
    /// <param name="state">State tensors under <c>parameter.slot</c>.</param>
    /// <param name="steps">Steps of the training so far.</param>
    public static string? WhyNot(IReadOnlyDictionary<string, Tensor> state, long steps) => state
        .Where(pair => pair.Key.EndsWith("." + OptimizerPlan.StepSlot, StringComparison.Ordinal))
        .Select(pair => (pair.Key, Count: pair.Value.ToDouble()))
        .Where(pair => !(pair.Count >= 0 && pair.Count <= steps && pair.Count == Math.Floor(pair.Count)))
        .Select(pair => FormattableString.Invariant(
            $"'{pair.Key}' is {pair.Count}; expected a number of steps, at most the {steps} of the training"))
        .FirstOrDefault();

    /// <summary>Adds the gradients to those of the batches before, and drops them.</summary>
    /// <param name="share">The batch's share of the examples that move the parameters together.</param>
    public void Accumulate(double share)
    {
        using var noGrad = no_grad();
        using var scale = share.ToScalar();
        TakeGradients();
        for (var i = 0; i < _gradients.Length; i++)
        {
            if (_gradients[i] is { } gradient)
            {
                _accumulated[i].add_(gradient, scale);
            }
        }

        DropGradients();
    }

    /// <summary>Moves the parameters by the accumulated gradients, and begins anew: those that had one in the last batch.</summary>
    /// <param name="learningRate">Of this step.</param>
    public void StepAccumulated(double learningRate)
    {
        using var noGrad = no_grad();
        Tensor[] sums = [.. _accumulated.Where((_, i) => _present[i])];
        Move([_lists[0], sums, .. _lists.Skip(2)], learningRate);
        Accumulated!.zero_();
    }

    /// <summary>The same of parameters that lie in one piece of memory, whose gradients a derived step has accumulated there.</summary>
    /// <param name="lists">The parameters, the gradients, and the slots in the plan's order.</param>
    /// <param name="learningRate">Of this step.</param>
    public void Move(object[] lists, double learningRate)
    {
        if (Clip is { } clip)
        {
            OptimizerScripts.Clip((Tensor[])lists[1], clip);
        }

        using var rate = learningRate.ToScalar();
        ScriptUnits.Invoke(_script, "update", [.. lists, rate]);
    }

    /// <summary>Clips, moves the parameters by their gradients and drops the gradients; nothing where there are no parameters.</summary>
    /// <param name="learningRate">Of this step.</param>
    /// <exception cref="InvalidOperationException">No parameter has a gradient.</exception>
    public void Step(double learningRate)
    {
        if (_parameters.Length == 0)
        {
            return;
        }

        using var noGrad = no_grad();
        TakeGradients();
        if (_lists.Length == 0)
        {
            throw new InvalidOperationException("No parameter has a gradient: call backward() on the total before the step.");
        }

        if (Clip is { } clip)
        {
            OptimizerScripts.Clip(_lists[1], clip);
        }

        using var rate = learningRate.ToScalar();
        _arguments[_lists.Length] = rate;
        ScriptUnits.Invoke(_script, "update", _arguments);
        DropGradients();
    }

    /// <summary>
    /// Puts zeros in place of subnormal numbers, which the state of a parameter without gradients (a unit that died) shrinks into and,
    /// rounded to the nearest, never leaves: processors take a hundred times longer for each.
    /// </summary>
    public void FlushSubnormals()
    {
        using var noGrad = no_grad();
        Tensor[] kept = [.. _slots.Zip(_flat)
            .Where(pair => pair.First != OptimizerPlan.StepSlot && pair.Second.numel() > 0)
            .Select(pair => pair.Second)];
        if (kept.Length > 0)
        {
            OptimizerScripts.Flush(kept, kept[0].dtype == ScalarType.Float64 ? SmallestNormalDouble : SmallestNormalSingle);
        }
    }

    /// <summary>Drops all gradients.</summary>
    public void ZeroGradients()
    {
        foreach (var parameter in _parameters)
        {
            parameter.grad = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _state.SelectMany(tensors => tensors).Concat(_flat).Concat(_accumulated))
        {
            tensor.Dispose();
        }

        Accumulated?.Dispose();
    }

    /// <summary>Which parameters have a gradient seldom changes from step to step; the lists are made anew only then.</summary>
    private void TakeGradients()
    {
        var same = _present.Length > 0;
        var at = 0;
        for (var i = 0; i < _parameters.Length; i++)
        {
            var gradient = _parameters[i].grad;
            _gradients[i] = gradient!;
            same = same && _present[i] == gradient is not null;
            if (same && gradient is not null)
            {
                _lists[1][at++] = gradient;
            }
        }

        if (!same)
        {
            _present = [.. _gradients.Select(gradient => gradient is not null)];
            Tensor[] Present(IReadOnlyList<Tensor> all) => [.. all.Where((_, i) => _present[i])];
            _lists = _present.Contains(true) ? [Present(_parameters), Present(_gradients), .. _state.Select(Present)] : [];
            _arguments = [.. _lists, null!];
        }
    }

    private void DropGradients()
    {
        for (var i = 0; i < _parameters.Length; i++)
        {
            if (_gradients[i] is { } gradient)
            {
                gradient.Dispose();
                _parameters[i].grad = null;
                _gradients[i] = null!;
            }
        }
    }

    private Tensor Counters() =>
        (_parameters.Length == 0
            ? zeros(0)
            : zeros(_parameters.Length, ScalarType.Float32, _parameters[0].device)).DetachFromDisposeScope();

    private Tensor[] Scalars(Tensor counters) => [.. _parameters.Select((_, i) => counters.select(0, i).DetachFromDisposeScope())];
}
