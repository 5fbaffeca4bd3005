using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>
/// The running average of the parameters (Polyak and Juditsky, 1992), exponentially weighted. Early in a training it forgets faster, by
/// (1 + t) / (10 + t) after t steps, so that the initial weights do not stay in it.
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly FlatParameters _parameters;
    private readonly double _kept;
    private readonly Tensor _average;

    /// <summary>Begins with the parameters as they are.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="kept">The share of the average that stays in a step.</param>
    public WeightAverage(FlatParameters parameters, double kept)
    {
        (_parameters, _kept) = (parameters, kept);
        _average = parameters.Flat.clone().DetachFromDisposeScope();
        State = parameters.Parameters.ToDictionary(
            p => $"average/{p.Name}",
            p => parameters.View(_average, p.Name, p.Parameter),
            StringComparer.Ordinal);
    }

    /// <summary>The average of each parameter, its own, to save or to copy into.</summary>
    public IReadOnlyDictionary<string, Tensor> State { get; }

    /// <summary>Takes a step's parameters in.</summary>
    /// <param name="steps">Steps of the optimizer in the phase, this one among them.</param>
    public void Add(long steps)
    {
        using var noGrad = no_grad();
        var share = 1 - Math.Min(_kept, (1.0 + steps) / (10 + steps));
        using var weight = tensor(share, _average.dtype, _average.device);
        _average.lerp_(_parameters.Flat, weight);
    }

    /// <summary>Makes the average the parameters.</summary>
    public void Apply()
    {
        using var noGrad = no_grad();
        _parameters.Flat.copy_(_average);
    }

    /// <summary>Makes the average the parameters until what is returned is disposed.</summary>
    public IDisposable Borrow()
    {
        using var noGrad = no_grad();
        var own = _parameters.Flat.clone().DetachFromDisposeScope();
        Apply();
        return new Loan(_parameters.Flat, own);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var view in State.Values)
        {
            view.Dispose();
        }

        _average.Dispose();
    }

    private sealed class Loan(Tensor flat, Tensor own) : IDisposable
    {
        public void Dispose()
        {
            using var noGrad = no_grad();
            flat.copy_(own);
            own.Dispose();
        }
    }
}
