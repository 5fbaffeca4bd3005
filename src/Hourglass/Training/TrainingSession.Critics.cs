using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>The steps of critics, which come before the model's on the same batch.</summary>
public sealed partial class TrainingSession
{
    /// <summary>Streams of random numbers from 0 on are those of the training itself.</summary>
    private const int FirstCriticStream = -1000;

    private int _criticSteps;

    /// <summary>
    /// Begins the next step of the critics, whose draws are its own. The readable loop calls it for each batch until it gives false; the
    /// model's own step follows.
    /// </summary>
    public bool BeginCritics()
    {
        var goesOn = _criticSteps < _phases.Current.Plan.CriticSteps;
        _model.Untyped.Noise.Begin(goesOn ? CriticSeed(_criticSteps) : _plan.Seed, _state.StepsTotal);
        _criticSteps = goesOn ? _criticSteps + 1 : 0;
        return goesOn;
    }

    /// <summary>Checks the terms of the critics, clips, moves their parameters, zeroes the gradients.</summary>
    /// <param name="total">The weighted total, after <c>backward()</c>.</param>
    /// <param name="terms">Every term before its weight, in the order of <see cref="ObjectiveDescription.CriticTerms"/>.</param>
    /// <exception cref="TrainingException">A term is NaN or infinite.</exception>
    public void StepCritics(Tensor total, params ReadOnlySpan<Tensor> terms)
    {
        _ = _batch ?? throw new InvalidOperationException("Call NextBatch before StepCritics.");
        Require(Reader.Read(total, terms, Of.OwnTerms, Of.CriticTerms.Count));
        _phases.Current.Optimizers[1].Step(CriticRate);
    }

    private ObjectiveDescription Of => _phases.Current.Objective;

    private double CriticRate => _phases.Current.LearningRate(turn: 1, _state.StepsTotal, _state.Metrics);

    private long CriticSeed(int step) => Seeds.Derive(_plan.Seed, FirstCriticStream - step);

    private void RunCritics(Batch batch)
    {
        if (_phases.Current.DerivedCritics is not { } critics)
        {
            return;
        }

        Span<double> values = stackalloc double[1 + Of.CriticTerms.Count];
        for (var i = 0; i < _phases.Current.Plan.CriticSteps; i++)
        {
            critics.Run(batch, CriticSeed(i), _state.StepsTotal, CriticRate, values);
            values[1..].CopyTo(Reader.Buffer[(1 + Of.OwnTerms)..]);
            Require(Reader.FirstBad());
        }
    }
}
