using Hourglass.Datasets;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>The steps of critics, which come before the model's on the same batch.</summary>
public sealed partial class TrainingSession
{
    private const string CriticPrefix = "critic.";

    /// <summary>Streams of random numbers from 0 on are those of the training itself.</summary>
    private const int FirstCriticStream = -1000;

    private readonly double[] _criticValues;
    private int _criticSteps;

    /// <summary>
    /// Begins the next step of the critics, whose draws are its own. The readable loop calls it for each batch until it gives false; the
    /// model's own step follows.
    /// </summary>
    public bool BeginCritics()
    {
        var goesOn = _criticSteps < _phases.Current.Plan.CriticSteps;
        _model.Noise.Begin(goesOn ? CriticSeed(_criticSteps) : _plan.Seed, _state.StepsTotal);
        _criticSteps = goesOn ? _criticSteps + 1 : 0;
        return goesOn;
    }

    /// <summary>Checks the terms of the critics, clips, moves their parameters, zeroes the gradients.</summary>
    /// <param name="total">The weighted total, after <c>backward()</c>.</param>
    /// <param name="terms">Every term before its weight, in the order of <see cref="ModelDescription.CriticTerms"/>.</param>
    /// <exception cref="TrainingException">A term is NaN or infinite.</exception>
    public void StepCritics(Tensor total, params ReadOnlySpan<Tensor> terms)
    {
        _ = _batch ?? throw new InvalidOperationException("Call NextBatch before StepCritics.");
        Require(_reader.Read(total, terms, _model.Description.OwnTerms, _model.Description.CriticTerms.Count));
        _phases.Current.Optimizers[1].Step(CriticRate);
    }

    /// <summary>What each turn of a batch moves: everything but the critics, and in models with critics those.</summary>
    private static IReadOnlyList<FlatParameters> PartsOf(
        Autoencoder model, IReadOnlyList<(string Name, Parameter Parameter)> parameters)
    {
        if (model.Description.CriticTerms.Count == 0)
        {
            return [new FlatParameters(parameters, model.Derived?.Gradients)];
        }

        var parts = parameters.ToLookup(parameter => parameter.Name.StartsWith(CriticPrefix, StringComparison.Ordinal));
        return
        [
            new FlatParameters([.. parts[false]], model.Derived?.Gradients),
            new FlatParameters([.. parts[true]], model.DerivedCritics?.Gradients),
        ];
    }

    private double CriticRate => _phases.Current.LearningRate(turn: 1, _state.StepsTotal, _state.Metrics);

    private long CriticSeed(int step) => Seeds.Derive(_plan.Seed, FirstCriticStream - step);

    private void RunCritics(Batch batch)
    {
        if (_phases.Current.DerivedCritics is not { } critics)
        {
            return;
        }

        for (var i = 0; i < _phases.Current.Plan.CriticSteps; i++)
        {
            critics.Run(batch, CriticSeed(i), _state.StepsTotal, CriticRate, _criticValues);
            _criticValues.AsSpan(1).CopyTo(_reader.Buffer[(1 + _model.Description.OwnTerms)..]);
            Require(_reader.FirstBad());
        }
    }
}
