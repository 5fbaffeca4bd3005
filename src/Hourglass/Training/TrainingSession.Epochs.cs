namespace Hourglass.Training;

/// <summary>What happens between epochs, and behind the last.</summary>
public sealed partial class TrainingSession
{
    private LabelledMix? _mix;

    /// <summary>Starts the next epoch; false when all are done or training was stopped.</summary>
    public bool BeginEpoch()
    {
        if (_stopped || _state.IsDone)
        {
            return false;
        }

        _phases.GoOn(_state.Epoch);

        _batch = null;
        _split.Shuffle(_order, _plan.Seed, _state.Epoch, _plan.ShuffleBlock);
        if (_phases.Current.Plan.Labelled is not null)
        {
            _mix ??= new LabelledMix(_model.Description, _data, _split.Train);
            _mix.Fill(_order, _phases.Current.Plan, _plan.Seed, _state.Epoch);
        }

        if (_state.Step == 0)
        {
            CodeStatisticFit.Fit(_model, _data, _split, _phases.Current.Extent, _state.Epoch, _plan.Seed);
        }

        _phases.Current.Feeder.Start(_order, _state.Step, _state.StepsTotal);
        _started = true;
        _model.Untyped.Phase = _phases.Current.Plan.Name;
        _model.train();
        _watch.Restart();
        return true;
    }

    /// <summary>
    /// Evaluates the examples that are set aside and the test split, saves a checkpoint, tells the progress. Does nothing when training was
    /// stopped within the epoch.
    /// </summary>
    public void EndEpoch()
    {
        if (_stopped)
        {
            return;
        }

        if (_state.Step < _phases.Current.Steps)
        {
            throw new InvalidOperationException("The epoch has batches left: call EndEpoch when NextBatch has returned null.");
        }

        TakeTime();
        _watch.Reset();
        _model.Untyped.Noise.End();
        var train = _state.Averages.Means();
        var mean = _state.Averages.MeanTotal;
        var epoch = _state.Epoch + 1;
        var phase = _phases.Current;
        _model.Epoch = phase.Extent.ObjectiveEpoch(epoch);
        EpochMetrics metrics;
        using (phase.Average?.Borrow())
        {
            var (validation, test) = Evaluate(epoch, phase.Plan);
            metrics = new EpochMetrics(epoch, train, test, _state.Seconds, PeakMemory.Bytes())
            {
                Validation = validation,
                Phase = phase.Plan.Name.Length > 0 ? phase.Plan.Name : null,
            };
            _state.Complete(metrics);
            if (phase.Plan.Patience is not null && EarlyStopping.BestEpoch(_state.MetricsOf(phase.Extent)) == epoch)
            {
                _best.Take();
            }
        }

        Save();
        _folder?.WriteMetrics(_model.Description, _state.Metrics);
        Tell(mean, metrics);
        if (_state.IsDone && !_state.IsComplete)
        {
            Tell(mean, notice: FormattableString.Invariant($"Training stops after epoch {epoch}: the total on the examples set aside ")
                + FormattableString.Invariant($"has not fallen for {phase.Plan.Patience} epochs. ")
                + FormattableString.Invariant($"The weights are those of epoch {_state.BestEpoch}."));
        }
    }

    /// <summary>Writes the trained weights and the report: the best epoch's where training may stop early.</summary>
    /// <returns>How training went. An interrupted training has weights but no report: its checkpoint waits to be resumed.</returns>
    public TrainingReport Finish()
    {
        _model.Epoch = double.PositiveInfinity;
        _model.Untyped.Phase = null;
        _model.eval();
        if (_best.Tensors is not null && _state.IsDone)
        {
            _best.Apply();
        }
        else
        {
            _phases.Current.Average?.Apply();
        }

        return SessionResults.Write(_model, _data, _plan, _options, _state, _folder, Choice);
    }

    private (IReadOnlyDictionary<string, double>? Validation, IReadOnlyDictionary<string, double> Test) Evaluate(int epoch, PhasePlan phase)
    {
        try
        {
            return (_evaluator.Validate(epoch, phase), _evaluator.Test(epoch, phase));
        }
        catch (Exception e) when (TorchFailure.Is(e))
        {
            throw _failures.Torch(FormattableString.Invariant($"In the evaluation after epoch {epoch}"), e);
        }
    }
}
